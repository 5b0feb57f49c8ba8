/** A signal for one call, which others may abort as well. */
import { AppError } from "./errors";

export interface LinkedAbort {
  /** Aborts with the first of the others that does, with its reason, or by `end`. */
  readonly signal: AbortSignal;
  /** The call is over: whatever still works on it is cancelled, and the others are let go. */
  end(): void;
}

/** Calls end all the time, and what none of them shows needs no stack of its own. */
const OVER = new AppError("cancelled");

/**
 * In place of AbortSignal.any, which leaves a signal and a weak reference to it at each of the others until
 * the next full collection (lib/internal/abort_controller.js in Node): with some for every request that is
 * garbage that grows with the transfer.
 */
export function linkAbort(...others: readonly AbortSignal[]): LinkedAbort {
  const controller = new AbortController();
  const release = (): void => {
    for (const other of others) other.removeEventListener("abort", follow);
  };
  function follow(): void {
    release();
    controller.abort(others.find(({ aborted }) => aborted)?.reason);
  }
  for (const other of others) other.addEventListener("abort", follow, { once: true });
  if (others.some(({ aborted }) => aborted)) follow();
  return {
    signal: controller.signal,
    end() {
      release();
      controller.abort(OVER);
    },
  };
}
