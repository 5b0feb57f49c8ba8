/** A route over memory stores that obey scripts, with the admin of whoever holds the keys. */
import { encodeBase64Url, type Bytes } from "../../src/core/bytes";
import type { Env } from "../../src/core/env";
import type { Suite } from "../../src/core/format/parameters";
import { createMemoryStore, type MemoryStore } from "../../src/core/store/memory-store";
import type { StateStore } from "../../src/core/store/state-store";
import { createDirectAdmin } from "../../src/core/transfer/direct-admin";
import type { Route } from "../../src/core/transfer/route";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { faultyStore, type Call, type Script } from "./faulty-store";

export interface MemoryRoute extends Route {
  /** What one store holds of a transfer; a test may change it. */
  store(position: number, id: Bytes): MemoryStore;
  /** The same store by its keys, with its faults. */
  states(position: number, id: Bytes): StateStore;
  /** From now on a store obeys this script; without one it works. */
  script(position: number, script?: Script): void;
  /** All stores work again. */
  calm(): void;
  /** Every call at every store. */
  readonly calls: Call[];
  /** Called when a call begins. */
  onCall: ((call: Call) => void) | undefined;
  /** The ids of all transfers that were connected to. */
  readonly transfers: Bytes[];
}

export interface MemoryRouteOptions {
  readonly suite: Suite;
  readonly k: number;
  readonly n: number;
  readonly env: Env;
  readonly number?: number;
}

export function createMemoryRoute(options: MemoryRouteOptions): MemoryRoute {
  const { suite, k, n, env, number = 0 } = options;
  const storeIds = Array.from({ length: n }, (_, i) => `store-${String(i + 1)}`);
  const stored = new Map<string, MemoryStore>();
  const scripts = new Map<number, Script>();
  const calls: Call[] = [];
  const transfers: Bytes[] = [];
  const store = (position: number, id: Bytes): MemoryStore => {
    const key = `${String(position)} ${encodeBase64Url(id)}`;
    const found = stored.get(key) ?? createMemoryStore(storeIds[position] ?? "");
    stored.set(key, found);
    return found;
  };
  const open = (position: number, id: Bytes) =>
    faultyStore(store(position, id), {
      env,
      log: calls,
      script: (call) => scripts.get(position)?.(call),
      onCall: (call) => route.onCall?.(call),
    });
  const route: MemoryRoute = {
    ...{ number, suite, k, storeIds, store, calls, transfers },
    onCall: undefined,
    script(position, script) {
      if (script === undefined) scripts.delete(position);
      else scripts.set(position, script);
    },
    calm() {
      scripts.clear();
    },
    states: (position, id) => open(position, id).states,
    connect(id) {
      transfers.push(id);
      const opened = storeIds.map((_, position) => open(position, id));
      const stores = opened.map(({ states }) => states);
      return {
        stores: opened.map(({ objects }) => objects),
        admin: createDirectAdmin({ prims: nodePrimitives, env, id, stores, k }),
      };
    },
  };
  return route;
}
