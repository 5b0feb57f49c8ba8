/**
 * Locks among all tabs of this browser. A frame whose third-party storage is blocked is refused them, with
 * everything that they would guard: there nothing is shared, and what this worker does itself is all there is.
 */
import { errorName } from "./dom-errors";

/** Names of the locks that are held in any tab; undefined where the browser refuses locks. */
async function query(): Promise<readonly string[] | undefined> {
  try {
    const { held = [] } = await navigator.locks.query();
    return held.flatMap(({ name }) => name ?? []);
  } catch (error) {
    if (errorName(error) !== "SecurityError") throw error;
    return undefined;
  }
}

/** Held by this worker, where the browser refuses locks. */
const own = new Set<string>();

async function tryOwn<Result>(
  name: string,
  work: (isTaken: boolean) => Promise<Result>,
): Promise<Result> {
  if (own.has(name)) return work(true);
  own.add(name);
  try {
    return await work(false);
  } finally {
    own.delete(name);
  }
}

/** Runs `work` once nobody else holds the lock. */
export async function withLock<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  if ((await query()) === undefined) return work();
  return navigator.locks.request(name, work);
}

/** Runs `work` at once; `isTaken` says that somebody else holds the lock. */
export async function tryLock<Result>(
  name: string,
  work: (isTaken: boolean) => Promise<Result>,
): Promise<Result> {
  if ((await query()) === undefined) return tryOwn(name, work);
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => work(lock === null));
}

/** Names of the locks that are held in any tab. */
export const heldLocks = async (): Promise<readonly string[]> => (await query()) ?? [...own];
