/** From a store of the configuration to its Cloud. Adapters are loaded when they are needed. */
import { resolve } from "node:path";
import { AppError } from "../core/errors";
import type { Primitives } from "../core/format/primitives";
import type { Cloud } from "./cloud";
import type { StoreConfig } from "./config";
import type { LocalListening } from "./local-cloud";

export interface CloudContext {
  /** Relative folders are relative to it. */
  readonly baseFolder: string;
  readonly prims: Primitives;
  /** Where secrets come from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
}

/** The absolute folder of a local store; undefined for other clouds. */
export function folderOf(baseFolder: string, store: StoreConfig): string | undefined {
  return store.cloud === "local" ? resolve(baseFolder, store.folder) : undefined;
}

/** Opens a store with its keys. `listening` is for those that we serve ourselves. */
export async function openCloud(
  { baseFolder, ...context }: CloudContext,
  id: string,
  store: StoreConfig,
  listening?: LocalListening,
): Promise<Cloud> {
  const folder = folderOf(baseFolder, store);
  if (store.cloud !== "local" || folder === undefined) {
    throw new AppError("config-invalid", {
      details: { reason: `this version reads and writes local stores, not "${store.cloud}"` },
      subject: `stores.${id}.cloud`,
    });
  }
  const { createLocalCloud } = await import("./local-cloud");
  return createLocalCloud({
    ...{ ...context, id, folder, durable: store.durable ?? false },
    ...(listening !== undefined && { listening }),
  });
}
