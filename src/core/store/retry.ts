/** Repeats calls that may succeed later: exponential back-off with full jitter, up to a deadline. */
import type { Env } from "../env";
import { isAppError, type AppError } from "../errors";
import type { ObjectStore } from "./store";

export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** From the first failure of a call; after it the last error is the answer. */
  readonly deadlineMs: number;
}

export const PATIENT: RetryPolicy = {
  firstDelayMs: 200,
  longestDelayMs: 4_000,
  deadlineMs: 30_000,
};

/** A reader has other stores to ask, so it gives up on one sooner. */
export const BRISK: RetryPolicy = { firstDelayMs: 100, longestDelayMs: 500, deadlineMs: 1_500 };

/** Called before each wait, so that a transfer can say which store keeps it waiting. */
export type OnRetry = (storeId: string, error: AppError) => void;

/**
 * The wait before attempt `attempt` + 1 (AWS Architecture Blog, "Exponential Backoff And Jitter"). A
 * store that said how long (details.retryAfterMs) is obeyed.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  error: AppError,
  chance: number,
): number {
  const asked = error.details["retryAfterMs"];
  if (typeof asked === "number") return asked;
  const ceiling = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** attempt);
  return Math.max(1, Math.round(ceiling * (0.5 + chance / 2)));
}

/** Repeats `call` while its error says that this can help and the deadline is not reached. */
export async function withRetry<Value>(
  call: () => Promise<Value>,
  policy: RetryPolicy,
  env: Env,
  signal: AbortSignal,
  onRetry: (error: AppError) => void = () => undefined,
): Promise<Value> {
  let firstFailureMs: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isAppError(error) || error.retry !== "yes" || signal.aborted) throw error;
      firstFailureMs ??= env.monotonicMs();
      const delayMs = retryDelayMs(policy, attempt, error, env.chance());
      if (env.monotonicMs() + delayMs - firstFailureMs > policy.deadlineMs) throw error;
      onRetry(error);
      await env.sleep(delayMs, signal);
    }
  }
}

/** A store whose calls are repeated by the policy. */
export function retryingStore(
  store: ObjectStore,
  policy: RetryPolicy,
  env: Env,
  onRetry: OnRetry = () => undefined,
): ObjectStore {
  const repeat = <Value>(signal: AbortSignal, call: () => Promise<Value>): Promise<Value> =>
    withRetry(call, policy, env, signal, (error) => {
      onRetry(store.id, error);
    });
  return {
    id: store.id,
    put: (name, bytes, options) => repeat(options.signal, () => store.put(name, bytes, options)),
    get: (name, range, options) => repeat(options.signal, () => store.get(name, range, options)),
    sizeOf: (name, options) => repeat(options.signal, () => store.sizeOf(name, options)),
  };
}
