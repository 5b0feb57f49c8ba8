/** A fixed number of permits, handed out in the order in which they were asked for. */

export interface Permits {
  /** Resolves with the function that gives the permit back. Rejects when the signal aborts first. */
  take(signal: AbortSignal): Promise<() => void>;
}

export function createPermits(count: number): Permits {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const once = (): (() => void) => {
    let held = true;
    return () => {
      if (held) giveBack();
      held = false;
    };
  };
  return {
    take(signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      if (free > 0) {
        free -= 1;
        return Promise.resolve(once());
      }
      return new Promise((resolve, reject) => {
        const grant = (): void => {
          signal.removeEventListener("abort", stop);
          resolve(once());
        };
        const stop = (): void => {
          waiting.splice(waiting.indexOf(grant), 1);
          reject(signal.reason as Error);
        };
        waiting.push(grant);
        signal.addEventListener("abort", stop, { once: true });
      });
    },
  };
}
