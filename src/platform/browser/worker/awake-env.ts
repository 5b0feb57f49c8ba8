/**
 * The clock of a worker. It stands still while the machine sleeps or the browser is stopped: what waits
 * for an answer then has not waited, and time limits that lie in between have not passed.
 */
import { systemEnv, type Env } from "../../../core/env";

const BEAT_MS = 1_000;
/** A beat that comes later than this was slept through; a busy worker is not as late. */
const LATE_MS = 8_000;

export function createAwakeEnv(system: Env = systemEnv): Env {
  let asleepMs = 0;
  let lastBeatMs = system.monotonicMs();
  const beat = (): void => {
    const nowMs = system.monotonicMs();
    const gapMs = nowMs - lastBeatMs;
    if (gapMs > LATE_MS) asleepMs += gapMs - BEAT_MS;
    lastBeatMs = nowMs;
  };
  const keepBeating = async (): Promise<never> => {
    for (;;) {
      await system.sleep(BEAT_MS);
      beat();
    }
  };
  void keepBeating();
  const monotonicMs = (): number => {
    beat();
    return system.monotonicMs() - asleepMs;
  };
  return {
    nowMs: () => system.nowMs(),
    monotonicMs,
    chance: () => system.chance(),
    async sleep(delayMs, signal) {
      const endMs = monotonicMs() + delayMs;
      for (let leftMs = delayMs; leftMs > 0; leftMs = endMs - monotonicMs()) {
        await system.sleep(leftMs, signal);
      }
    },
  };
}
