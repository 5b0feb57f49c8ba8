/** What the platform gives to the engine. */
import type { Env } from "../env";
import type { Primitives } from "../format/primitives";
import type { CoderFactory } from "./coder";

export interface Engine {
  readonly prims: Primitives;
  readonly env: Env;
  readonly coders: CoderFactory;
}
