/** Time and chance as the engine sees them, so that a test decides both. */
export interface Env {
  /** Milliseconds since 1970, as people see them; may jump. */
  nowMs(): number;
  /** Milliseconds on a clock that never goes back; for durations. */
  monotonicMs(): number;
  /** 0 <= x < 1; spreads retries and samples, never makes a key. */
  chance(): number;
  /** Resolves after `delayMs`; rejects with the signal's reason as soon as that aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** The real clock and the real chance of the platform. */
export const systemEnv: Env = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  chance: () => Math.random(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, delayMs);
      signal?.addEventListener("abort", stop, { once: true });
    }),
};
