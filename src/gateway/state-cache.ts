/**
 * What the stores say of a transfer, for at most five seconds: a restore asks many times in a row. Whoever
 * asks while it is being read waits for the same answer. That a transfer is not there is never kept.
 */
import { encodeBase64Url, type Bytes } from "../core/bytes";
import type { Env } from "../core/env";
import type { SignedAction } from "../core/format/owner-action";

const KEEP_MS = 5_000;
const MAX_ENTRIES = 10_000;

type Actions = readonly SignedAction[];

export interface StateCache {
  /** The actions of a transfer, read by `read` unless they are known. */
  get(route: number, id: Bytes, read: () => Promise<Actions>): Promise<Actions>;
  /** Forgets what an action has just changed. */
  forget(route: number, id: Bytes): void;
}

interface Entry {
  readonly atMs: number;
  readonly actions: Promise<Actions>;
}

export function createStateCache(env: Pick<Env, "monotonicMs">): StateCache {
  const entries = new Map<string, Entry>();
  const keyOf = (route: number, id: Bytes): string => `${String(route)}/${encodeBase64Url(id)}`;
  const drop = (key: string, entry: Entry): void => {
    if (entries.get(key) === entry) entries.delete(key);
  };
  return {
    get(route, id, read) {
      const key = keyOf(route, id);
      const known = entries.get(key);
      if (known !== undefined && env.monotonicMs() - known.atMs < KEEP_MS) return known.actions;
      const entry: Entry = { atMs: env.monotonicMs(), actions: read() };
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest);
      entry.actions.then(
        (actions) => {
          if (actions.length === 0) drop(key, entry);
        },
        () => {
          drop(key, entry);
        },
      );
      return entry.actions;
    },
    forget(route, id) {
      entries.delete(keyOf(route, id));
    },
  };
}
