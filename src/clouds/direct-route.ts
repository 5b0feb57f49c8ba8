/** A route of the configuration, reached with the stores' own keys: no gateway in between. */
import { resolve } from "node:path";
import type { Env } from "../core/env";
import { AppError, invariant } from "../core/errors";
import type { Primitives } from "../core/format/primitives";
import type { Http } from "../core/http";
import type { StateStore } from "../core/store/state-store";
import { createDirectAdmin } from "../core/transfer/direct-admin";
import type { Route } from "../core/transfer/route";
import type { Bytes } from "../core/bytes";
import { errnoOf } from "../platform/node/file-errors";
import { ensureFolder } from "../platform/node/folders";
import type { Cloud } from "./cloud";
import type { Config, RouteConfig } from "./config";
import { openLocalStore, type LocalStore } from "./local";
import { openRemoteCloud } from "./open-cloud";
import { openSignedStores } from "./signed-stores";

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
  readonly http: Http;
  /** Where the clouds' keys come from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** To one store at once, as a browser makes them. */
const REQUESTS = 6;

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

/** The stores of the route, in their order. */
type Place =
  | {
      readonly kind: "local";
      readonly id: string;
      readonly folder: string;
      readonly durable: boolean;
    }
  | { readonly kind: "remote"; readonly id: string; readonly cloud: Cloud };

function placesOf(context: DirectContext, storeIds: readonly string[]): readonly Place[] {
  const { config, baseFolder, environment, env } = context;
  return storeIds.map((id) => {
    const store = config.stores[id];
    if (store === undefined) throw new AppError("store-unknown", { details: { storeId: id } });
    if (store.cloud === "local") {
      const folder = resolve(baseFolder, store.folder);
      return { kind: "local", id, folder, durable: store.durable ?? false };
    }
    const cloud = openRemoteCloud({ environment, nowMs: () => env.nowMs() }, id, store);
    return { kind: "remote", id, cloud };
  });
}

/** Local stores are written without a detour; what is put to the others is signed on the spot. */
function openAll(
  { http, env }: DirectContext,
  places: readonly Place[],
  transferId: Bytes,
): readonly LocalStore[] {
  const clouds = places.flatMap((place) => (place.kind === "remote" ? [place.cloud] : []));
  const signed = openSignedStores(clouds, transferId, { http, env, requestsPerStore: REQUESTS });
  const byId = new Map(signed.map((store) => [store.id, store]));
  return places.map((place) => {
    if (place.kind === "local") return openLocalStore({ ...place, transferId });
    const objects = byId.get(place.id);
    invariant(objects !== undefined, "every cloud has a store");
    return { objects, states: place.cloud.states(transferId) };
  });
}

export function openDirectRoute(context: DirectContext, number: number): DirectRoute {
  const { config, prims, env } = context;
  const { k, suite, stores: storeIds } = findRoute(config, number);
  const places = placesOf(context, storeIds);
  return {
    ...{ number, suite, k, storeIds },
    connect(id) {
      const opened = openAll(context, places, id);
      const stores = opened.map(({ states }) => states);
      return {
        stores: opened.map(({ objects }) => objects),
        admin: createDirectAdmin({ prims, env, id, stores, k }),
      };
    },
    states(position, id) {
      const store = openAll(context, places, id)[position];
      if (store === undefined) throw new AppError("store-unknown");
      return store.states;
    },
    prepare: () => prepareFolders(places),
  };
}

function prepareFolders(places: readonly Place[]): readonly string[] {
  const made: string[] = [];
  for (const place of places) {
    if (place.kind !== "local") continue;
    try {
      if (ensureFolder(place.folder)) made.push(place.folder);
    } catch (error) {
      // A store that cannot be made is a store that does not answer: the send names it.
      if (errnoOf(error) === undefined) throw error;
    }
  }
  return made;
}
