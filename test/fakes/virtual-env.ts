/** Time that passes only when nothing else is left to do, and chance that repeats itself. */
import type { Env } from "../../src/core/env";

export interface VirtualEnv extends Env {
  /** How long every finished wait took together, as the clock of the test sees it. */
  elapsedMs(): number;
  /** Moves the clock without a wait: for expiries. */
  skip(durationMs: number): void;
}

interface Sleeper {
  readonly untilMs: number;
  wake(): void;
  fail(error: Error): void;
}

const START_MS = Date.UTC(2027, 0, 1);
/** A test that waits longer than that waits for ever. */
const LONGEST_MS = 86_400_000;

/** A turn of the event loop: every promise that can settle by itself has done so after it. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Everything that runs on memory stores is done within one turn of the event loop, so the sleeper that
 * is due next is woken after two of them. Not for tests that wait for a disk or another thread.
 */
export function createVirtualEnv(seed = 1): VirtualEnv {
  const sleepers = new Set<Sleeper>();
  let nowMs = 0;
  let longestMs = LONGEST_MS;
  let random = seed;
  let isRunning = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    for (;;) {
      await turn();
      await turn();
      const [next] = [...sleepers].sort((a, b) => a.untilMs - b.untilMs);
      if (next === undefined) break;
      sleepers.delete(next);
      nowMs = Math.max(nowMs, next.untilMs);
      if (nowMs < longestMs) next.wake();
      else next.fail(new Error("a day has passed and the test is still waiting"));
    }
    isRunning = false;
  };
  return {
    elapsedMs: () => nowMs,
    skip(durationMs) {
      nowMs += durationMs;
      longestMs += durationMs;
    },
    nowMs: () => START_MS + nowMs,
    monotonicMs: () => nowMs,
    chance() {
      random = (random * 48_271) % 0x7fffffff;
      return random / 0x7fffffff;
    },
    sleep: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const stop = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const wake = (): void => {
          signal?.removeEventListener("abort", stop);
          resolve();
        };
        const fail = (error: Error): void => {
          signal?.removeEventListener("abort", stop);
          reject(error);
        };
        const sleeper = { untilMs: nowMs + delayMs, wake, fail };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", stop, { once: true });
        if (!isRunning) void run();
      }),
  };
}
