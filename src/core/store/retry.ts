/** Repeats calls that may succeed later: exponential back-off with jitter, up to a deadline. */
import type { Env } from "../env";
import { AppError, isAppError } from "../errors";
import type { StateStore } from "./state-store";
import type { CallOptions, ObjectStore } from "./store";

export interface RetryPolicy {
  /** A call that has not ended after this time is cancelled and counts as failed. */
  readonly attemptMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** From the first failure of a call; after it the last error is the answer. */
  readonly deadlineMs: number;
}

export const PATIENT: RetryPolicy = {
  attemptMs: 60_000,
  firstDelayMs: 200,
  longestDelayMs: 4_000,
  deadlineMs: 30_000,
};

/** A reader has other stores to ask, so it gives up on one sooner. */
export const BRISK: RetryPolicy = {
  attemptMs: 30_000,
  firstDelayMs: 100,
  longestDelayMs: 500,
  deadlineMs: 1_500,
};

/** details.reason of the error of an attempt that took too long. */
export const TIMED_OUT = "ETIMEDOUT";

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

/** Runs a call under a signal that also aborts after `attemptMs`; then it rejects whatever it does. */
async function withDeadline<Value>(
  call: (signal: AbortSignal) => Promise<Value>,
  attemptMs: number,
  env: Env,
  outer: AbortSignal,
): Promise<Value> {
  const inner = new AbortController();
  const signal = AbortSignal.any([outer, inner.signal]);
  const late = env.sleep(attemptMs, signal).then((): never => {
    throw new AppError("store-unavailable", { details: { reason: TIMED_OUT } });
  });
  try {
    return await Promise.race([call(signal), late]);
  } finally {
    inner.abort(new AppError("cancelled"));
    late.catch(() => undefined);
  }
}

/** Repeats `call` while its error says that this can help and the deadline is not reached. */
export async function withRetry<Value>(
  call: (signal: AbortSignal, attempt: number) => Promise<Value>,
  policy: RetryPolicy,
  env: Env,
  signal: AbortSignal,
  onRetry: (error: AppError) => void = () => undefined,
): Promise<Value> {
  let firstFailureMs: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await withDeadline((inner) => call(inner, attempt), policy.attemptMs, env, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isAppError(error) || error.retry !== "yes") throw error;
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
  const repeat = <Options extends CallOptions, Value>(
    options: Options,
    call: (options: Options, attempt: number) => Promise<Value>,
  ): Promise<Value> =>
    withRetry(
      (signal, attempt) => call({ ...options, signal }, attempt),
      policy,
      env,
      options.signal,
      (error) => {
        onRetry(store.id, error);
      },
    );
  return {
    id: store.id,
    put: (name, bytes, options) => repeat(options, (inner) => store.put(name, bytes, inner)),
    get: (name, range, options) =>
      repeat(options, (inner, attempt) => {
        const { signal } = inner;
        // An attempt that was given up may still write to the memory it was given.
        return store.get(name, range, attempt === 0 ? inner : { signal });
      }),
    sizeOf: (name, options) => repeat(options, (inner) => store.sizeOf(name, inner)),
  };
}

/** The same for the keys' holder's side of a store. */
export function retryingStates(states: StateStore, policy: RetryPolicy, env: Env): StateStore {
  const repeat = <Value>(
    options: CallOptions,
    call: (options: CallOptions) => Promise<Value>,
  ): Promise<Value> =>
    withRetry((signal) => call({ ...options, signal }), policy, env, options.signal);
  return {
    id: states.id,
    list: (options) => repeat(options, (inner) => states.list(inner)),
    read: (slot, options) => repeat(options, (inner) => states.read(slot, inner)),
    write: (slot, bytes, options) => repeat(options, (inner) => states.write(slot, bytes, inner)),
    remove: (name, options) => repeat(options, (inner) => states.remove(name, inner)),
    removeFragments: (first, options) =>
      repeat(options, (inner) => states.removeFragments(first, inner)),
  };
}
