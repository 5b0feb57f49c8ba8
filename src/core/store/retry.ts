/** Repeats calls that may succeed later: exponential back-off with jitter, up to a deadline. */
import type { Env } from "../env";
import { AppError, isAppError, isOfStore, type ErrorCode } from "../errors";
import { linkAbort } from "../linked-abort";
import type { StateStore } from "./state-store";
import type { ByteRange, CallOptions, ObjectStore } from "./store";

export interface RetryPolicy {
  /**
   * A call that shows no sign of life for so long, and for the time that its bytes may take, is
   * cancelled and counts as failed.
   */
  readonly attemptMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** From the first failure of a call; after it the last error is the answer. */
  readonly deadlineMs: number;
  /** The same where the store asks for fewer requests: it is alive. `deadlineMs` unless told otherwise. */
  readonly throttledMs?: number;
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
  // Less than anything that asks several stores waits for the last of them.
  throttledMs: 8_000,
};

/** The slowest link that a transfer should get through: 256 kbit/s. */
export const LEAST_BYTES_PER_SECOND = 32 * 1024;

/** How long so many bytes take on the slowest link. */
export function slowestMs(sizeBytes: number): number {
  return (sizeBytes / LEAST_BYTES_PER_SECOND) * 1000;
}

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

/** Resolves when nothing was heard for `silentMs`, which may change meanwhile. */
async function silence(
  life: { readonly lastMs: number },
  silentMs: () => number,
  env: Env,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const leftMs = life.lastMs + silentMs() - env.monotonicMs();
    if (leftMs <= 0) return;
    await env.sleep(leftMs, signal);
  }
}

/** Runs a call under a signal that also aborts when it is silent; then it rejects whatever it does. */
async function withDeadline<Value>(
  call: (signal: AbortSignal, onProgress: () => void) => Promise<Value>,
  { silentMs, late }: { silentMs: () => number; late: () => AppError },
  env: Env,
  outer: AbortSignal,
): Promise<Value> {
  const link = linkAbort(outer);
  const life = { lastMs: env.monotonicMs() };
  const onProgress = (): void => {
    life.lastMs = env.monotonicMs();
  };
  const silent = silence(life, silentMs, env, link.signal).then((): never => {
    throw late();
  });
  try {
    return await Promise.race([call(link.signal, onProgress), silent]);
  } finally {
    link.end();
    silent.catch(() => undefined);
  }
}

/** One attempt of a call. */
export interface Attempt {
  readonly signal: AbortSignal;
  /** How many there were before. */
  readonly number: number;
  /** To be called at every sign of life. */
  readonly onProgress: () => void;
}

export interface RetryOptions {
  readonly onRetry?: (error: AppError) => void;
  /** What is added to `attemptMs` for the bytes of the call; asked again while it is silent. */
  readonly allowanceMs?: () => number;
  /** What an attempt that took too long is called. */
  readonly lateCode?: ErrorCode;
  /** Whether an error is worth another attempt; by default what its code says. */
  readonly isWorth?: (error: AppError) => boolean;
}

/** Repeats `call` while its error says that this can help and the deadline is not reached. */
export async function withRetry<Value>(
  call: (attempt: Attempt) => Promise<Value>,
  policy: RetryPolicy,
  env: Env,
  signal: AbortSignal,
  options: RetryOptions = {},
): Promise<Value> {
  const { onRetry, allowanceMs, lateCode, isWorth = ({ retry }) => retry === "yes" } = options;
  const silentMs = (): number => policy.attemptMs + (allowanceMs?.() ?? 0);
  const late = (): AppError =>
    new AppError(lateCode ?? "store-unavailable", { details: { reason: TIMED_OUT } });
  let firstFailureMs: number | undefined;
  for (let number = 0; ; number += 1) {
    signal.throwIfAborted();
    try {
      return await withDeadline(
        (inner, onProgress) => call({ signal: inner, number, onProgress }),
        { silentMs, late },
        env,
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (!isAppError(error) || !isWorth(error)) throw error;
      firstFailureMs ??= env.monotonicMs();
      const delayMs = retryDelayMs(policy, number, error, env.chance());
      const { deadlineMs, throttledMs = deadlineMs } = policy;
      const patienceMs = error.code === "store-throttled" ? throttledMs : deadlineMs;
      if (env.monotonicMs() + delayMs - firstFailureMs > patienceMs) throw error;
      onRetry?.(error);
      await env.sleep(delayMs, signal);
    }
  }
}

export interface RetryingStoreOptions {
  readonly onRetry?: OnRetry;
  /** How long a put of so many bytes may be silent beyond `attemptMs`; the slowest link by default. */
  readonly putAllowanceMs?: (sizeBytes: number) => number;
}

/** A store whose calls are repeated by the policy. */
export function retryingStore(
  store: ObjectStore,
  policy: RetryPolicy,
  env: Env,
  { onRetry = () => undefined, putAllowanceMs = slowestMs }: RetryingStoreOptions = {},
): ObjectStore {
  const tellRetry = (error: AppError): void => {
    onRetry(store.id, error);
  };
  const repeat = <Value>(
    { signal, onProgress }: CallOptions,
    allowanceMs: () => number,
    call: (options: CallOptions, number: number) => Promise<Value>,
  ): Promise<Value> => {
    const run = ({ number, ...attempt }: Attempt): Promise<Value> => {
      const tell = (): void => {
        attempt.onProgress();
        onProgress?.();
      };
      return call({ signal: attempt.signal, onProgress: tell }, number);
    };
    return withRetry(run, policy, env, signal, { allowanceMs, isWorth, onRetry: tellRetry });
  };
  // Whoever asks the gateway has been patient with it already.
  const isWorth = (error: AppError): boolean => error.retry === "yes" && isOfStore(error);
  const getAllowanceMs = (range: ByteRange | undefined): number =>
    store.tellsProgress === true ? 0 : slowestMs(range?.lengthBytes ?? 0);
  return {
    ...store,
    put: (name, bytes, options) => {
      const allowanceMs = (): number => putAllowanceMs(bytes.length);
      return repeat(options, allowanceMs, (inner) => store.put(name, bytes, inner));
    },
    get: (name, range, options) => {
      const allowanceMs = (): number => getAllowanceMs(range);
      return repeat(options, allowanceMs, (inner, number) => {
        // An attempt that was given up may still write to the memory it was given.
        const { into } = number === 0 ? options : {};
        return store.get(name, range, { ...inner, ...(into !== undefined && { into }) });
      });
    },
    sizeOf: (name, options) => {
      const allowanceMs = (): number => 0;
      return repeat(options, allowanceMs, (inner) => store.sizeOf(name, inner));
    },
  };
}

/** The same for the keys' holder's side of a store. */
export function retryingStates(states: StateStore, policy: RetryPolicy, env: Env): StateStore {
  const repeat = <Options extends CallOptions, Value>(
    options: Options,
    call: (options: Options) => Promise<Value>,
  ): Promise<Value> =>
    withRetry(({ signal }) => call({ ...options, signal }), policy, env, options.signal);
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
