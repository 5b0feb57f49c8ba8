/**
 * Many short synchronous calls of the file system, in bursts. For small files one promise for each call
 * costs more than the call, so they are made directly and the event loop is let in between.
 */
const BURST_MS = 10;

export interface Burst {
  /** Undefined while the burst lasts; a promise to await when others are due. */
  pause(): Promise<void> | undefined;
}

export function createBurst(): Burst {
  let startedMs = performance.now();
  return {
    pause() {
      if (performance.now() - startedMs < BURST_MS) return undefined;
      return new Promise((resolve) => {
        setImmediate(() => {
          startedMs = performance.now();
          resolve();
        });
      });
    },
  };
}
