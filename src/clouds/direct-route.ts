/** A route of the configuration, reached with the stores' own keys: no gateway in between. */
import { resolve } from "node:path";
import type { Env } from "../core/env";
import { AppError } from "../core/errors";
import type { Primitives } from "../core/format/primitives";
import type { StateStore } from "../core/store/state-store";
import { createDirectAdmin } from "../core/transfer/direct-admin";
import type { Route } from "../core/transfer/route";
import type { Bytes } from "../core/bytes";
import { errnoOf } from "../platform/node/file-errors";
import { ensureFolder } from "../platform/node/folders";
import type { Config, RouteConfig, StoreConfig } from "./config";
import { openLocalStore, type LocalStore } from "./local";

export interface DirectRoute extends Route {
  /** The keys' holder's side of one store, for one transfer. */
  states(position: number, id: Bytes): StateStore;
  /** Makes what a first use needs; returns the folders that were made. */
  prepare(): readonly string[];
}

export interface DirectContext {
  readonly config: Config;
  /** Relative folders are relative to it. */
  readonly baseFolder: string;
  readonly prims: Primitives;
  readonly env: Env;
}

function folderOf({ baseFolder }: DirectContext, id: string, store: StoreConfig): string {
  if (store.cloud !== "local") {
    throw new AppError("config-invalid", {
      details: { reason: `this version reads and writes local stores, not "${store.cloud}"` },
      subject: `stores.${id}.cloud`,
    });
  }
  return resolve(baseFolder, store.folder);
}

/** The route with this number. Throws `config-invalid` when there is none. */
export function findRoute(config: Config, number: number): RouteConfig {
  const found = config.routes.find(({ id }) => id === number);
  if (found !== undefined) return found;
  const known = config.routes.map(({ id }) => String(id)).join(", ");
  throw new AppError("config-invalid", {
    details: { reason: `has no route ${String(number)} (there are: ${known})` },
    subject: "routes",
  });
}

export function openDirectRoute(context: DirectContext, number: number): DirectRoute {
  const { config, prims, env } = context;
  const { k, suite, stores: storeIds } = findRoute(config, number);
  const places = storeIds.map((id) => {
    const store = config.stores[id];
    if (store === undefined) throw new AppError("store-unknown", { details: { storeId: id } });
    const durable = store.cloud === "local" && (store.durable ?? false);
    return { id, folder: folderOf(context, id, store), durable };
  });
  const openAll = (transferId: Bytes): LocalStore[] =>
    places.map((place) => openLocalStore({ ...place, transferId }));
  return {
    ...{ number, suite, k, storeIds },
    connect(id) {
      const opened = openAll(id);
      const stores = opened.map(({ states }) => states);
      return {
        stores: opened.map(({ objects }) => objects),
        admin: createDirectAdmin({ prims, env, id, stores, k }),
      };
    },
    states(position, id) {
      const store = openAll(id)[position];
      if (store === undefined) throw new AppError("store-unknown");
      return store.states;
    },
    prepare() {
      const made: string[] = [];
      for (const { folder } of places) {
        try {
          if (ensureFolder(folder)) made.push(folder);
        } catch (error) {
          // A store that cannot be made is a store that does not answer: the send names it.
          if (errnoOf(error) === undefined) throw error;
        }
      }
      return made;
    },
  };
}
