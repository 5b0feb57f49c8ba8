/** Asks several at once and does not wait for the slow ones longer than it pays. */
import type { Env } from "../env";
import { isAppError, isOfStore } from "../errors";
import { linkAbort } from "../linked-abort";

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown };

export interface GatherOptions<Value> {
  readonly env: Env;
  readonly signal: AbortSignal;
  /**
   * Once so many answers count, the others get four times as long as that took, at most `graceMs`, and
   * are then cancelled.
   */
  readonly enough: number;
  readonly graceMs: number;
  /** Who has not answered after this time does not answer. */
  readonly limitMs: number;
  /** Whether an answer counts; every success by default. */
  readonly counts?: (value: Value) => boolean;
}

/** Less would punish a hiccup. */
const LEAST_GRACE_MS = 400;

/**
 * Calls `ask` for every position and resolves with the answers that came in time, by position. Rejects
 * only when the outer signal aborts, or with an error that is not of one store.
 */
export async function gather<Value>(
  positions: readonly number[],
  ask: (position: number, signal: AbortSignal) => Promise<Value>,
  { env, signal, enough, graceMs, limitMs, counts = () => true }: GatherOptions<Value>,
): Promise<Map<number, Answer<Value>>> {
  signal.throwIfAborted();
  const startedMs = env.monotonicMs();
  const link = linkAbort(signal);
  const answers = new Map<number, Answer<Value>>();
  let counted = 0;
  let ready: () => void = () => undefined;
  const isEnough = new Promise<void>((resolve) => (ready = resolve));
  const calls = positions.map(async (position) => {
    try {
      const value = await ask(position, link.signal);
      if (link.signal.aborted) return;
      answers.set(position, { ok: true, value });
      if (counts(value)) counted += 1;
      if (counted >= enough) ready();
    } catch (error) {
      if (link.signal.aborted) return;
      if (isAppError(error) && !isOfStore(error)) throw error;
      answers.set(position, { ok: false, error });
    }
  });
  const all = Promise.all(calls);
  try {
    const grace = isEnough.then(() => {
      const tookMs = env.monotonicMs() - startedMs;
      return env.sleep(Math.min(graceMs, Math.max(LEAST_GRACE_MS, 4 * tookMs)), link.signal);
    });
    const limit = env.sleep(limitMs, link.signal);
    await Promise.race([all, ...[grace, limit].map((wait) => wait.catch(() => undefined))]);
  } finally {
    link.end();
  }
  signal.throwIfAborted();
  return answers;
}
