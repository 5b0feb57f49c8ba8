/** What every route of the gateway works with. */
import type { Cloud } from "../clouds/cloud";
import type { Config, RouteConfig } from "../clouds/config";
import type { Bytes } from "../core/bytes";
import type { Env } from "../core/env";
import { AppError } from "../core/errors";
import type { Primitives } from "../core/format/primitives";
import { createDirectAdmin } from "../core/transfer/direct-admin";
import type { TransferAdmin } from "../core/transfer/route";
import type { Origins } from "./origins";
import type { StateCache } from "./state-cache";
import type { CheckToken } from "./tokens";

/** A route of the configuration with its stores open. */
export interface OpenRoute extends RouteConfig {
  /** One for each position. */
  readonly clouds: readonly Cloud[];
}

export interface Gateway {
  readonly config: Config;
  readonly prims: Primitives;
  readonly env: Env;
  readonly routes: readonly OpenRoute[];
  readonly origins: Origins;
  readonly states: StateCache;
  /** Lets a call of a sender pass, or throws `sign-in-needed` or `sign-in-refused`. */
  readonly checkToken: CheckToken;
  /** Looks once more at a recalled transfer when the last signed request for it has expired. */
  readonly sweepLater: (route: OpenRoute, id: Bytes) => void;
}

/** The route with this number. Throws `request-invalid`. */
export function routeOf({ routes }: Pick<Gateway, "routes">, number: number): OpenRoute {
  const found = routes.find(({ id }) => id === number);
  if (found === undefined) throw new AppError("request-invalid", { details: { field: "route" } });
  return found;
}

/** The state of one transfer at the stores of a route. */
export function adminOf(
  { prims, env }: Pick<Gateway, "prims" | "env">,
  { clouds, k }: Pick<OpenRoute, "clouds" | "k">,
  id: Bytes,
): TransferAdmin {
  const stores = clouds.map((cloud) => cloud.states(id));
  return createDirectAdmin({ prims, env, id, stores, k });
}

export const nowSeconds = ({ env }: Pick<Gateway, "env">): number => Math.floor(env.nowMs() / 1000);
