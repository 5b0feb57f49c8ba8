/** While a transfer runs the screen stays on and leaving the page is asked about once more. */

export interface KeepGoing {
  begin(): void;
  end(): void;
}

export function createKeepGoing(): KeepGoing {
  let running = 0;
  let lock: WakeLockSentinel | undefined;
  /** The browser takes the lock away whenever the page is hidden. */
  const takeLock = async (): Promise<void> => {
    if (running === 0 || document.visibilityState !== "visible") return;
    try {
      if (lock?.released !== false) lock = await navigator.wakeLock.request("screen");
    } catch {
      // Not everywhere allowed (battery saver, frames); the transfer runs all the same.
    }
  };
  const askBeforeLeaving = (event: BeforeUnloadEvent): void => {
    event.preventDefault();
  };
  const onVisible = (): void => {
    void takeLock();
  };
  return {
    begin() {
      running += 1;
      if (running > 1) return;
      addEventListener("beforeunload", askBeforeLeaving);
      document.addEventListener("visibilitychange", onVisible);
      void takeLock();
    },
    end() {
      running -= 1;
      if (running > 0) return;
      removeEventListener("beforeunload", askBeforeLeaving);
      document.removeEventListener("visibilitychange", onVisible);
      void lock?.release();
      lock = undefined;
    },
  };
}
