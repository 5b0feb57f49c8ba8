/**
 * Locks among all tabs of this browser. A frame whose third-party storage is blocked is refused them, with
 * everything that they would guard: there nothing is shared, and the work runs without.
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

async function request<Result>(
  name: string,
  options: LockOptions,
  work: (isTaken: boolean) => Promise<Result>,
): Promise<Result> {
  if ((await query()) === undefined) return work(false);
  return navigator.locks.request(name, options, (lock) => work(lock === null));
}

/** Runs `work` once nobody else holds the lock. */
export const withLock = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
  request(name, {}, work);

/** Runs `work` at once; `isTaken` says that somebody else holds the lock. */
export const tryLock = <Result>(
  name: string,
  work: (isTaken: boolean) => Promise<Result>,
): Promise<Result> => request(name, { ifAvailable: true }, work);

/** Names of the locks that are held in any tab. */
export const heldLocks = async (): Promise<readonly string[]> => (await query()) ?? [];
