/** Makes of the engine's progress what a page shows: rates, remaining time, who keeps it waiting. */
import type { Progress } from "../../../core/transfer/progress";
import type { StoreUpdate } from "../transfers";
import type { WireUpdate } from "../protocol";

/** Rates are those of the last seconds. */
const WINDOW_MS = 5_000;
const SAMPLE_MS = 250;
const STALLED_MS = 30_000;

interface Sample {
  readonly atMs: number;
  readonly doneBytes: number;
  readonly storeBytes: readonly number[];
}

const NOTHING: Progress = { phase: "starting", totalBytes: 0, doneBytes: 0, stores: [] };

export class UpdateMeter {
  #samples: Sample[] = [];
  #progress = NOTHING;
  readonly #movedMs = new Map<string, number>();

  /** A new attempt counts from what it finds: what was done before is no speed. */
  restart(): void {
    this.#samples = [];
    this.#movedMs.clear();
  }

  take(progress: Progress, nowMs: number): void {
    for (const [at, store] of progress.stores.entries()) {
      const before = this.#progress.stores[at]?.bytes ?? 0;
      if (store.bytes !== before || !this.#movedMs.has(store.storeId)) {
        this.#movedMs.set(store.storeId, nowMs);
      }
    }
    this.#progress = progress;
    const last = this.#samples.at(-1);
    if (last !== undefined && nowMs - last.atMs < SAMPLE_MS) return;
    this.#samples.push({
      atMs: nowMs,
      doneBytes: progress.doneBytes,
      storeBytes: progress.stores.map(({ bytes }) => bytes),
    });
    while ((this.#samples[1]?.atMs ?? Infinity) <= nowMs - WINDOW_MS) this.#samples.shift();
  }

  read(
    nowMs: number,
    isRunning: boolean,
  ): Pick<
    WireUpdate,
    "phase" | "totalBytes" | "doneBytes" | "bytesPerSecond" | "remainingSeconds" | "stores"
  > {
    const { phase, totalBytes, doneBytes, stores } = this.#progress;
    const [first] = this.#samples;
    const seconds = first === undefined ? 0 : (nowMs - first.atMs) / 1000;
    const rate = (now: number, then: number): number =>
      isRunning && seconds > 0 ? Math.max(0, (now - then) / seconds) : 0;
    const bytesPerSecond = rate(doneBytes, first?.doneBytes ?? doneBytes);
    const canTell = phase === "moving" && seconds >= 1 && bytesPerSecond > 0;
    return {
      ...{ phase, totalBytes, doneBytes, bytesPerSecond },
      remainingSeconds: canTell ? (totalBytes - doneBytes) / bytesPerSecond : undefined,
      stores: stores.map((store, at): StoreUpdate => ({
        ...store,
        bytesPerSecond: rate(store.bytes, first?.storeBytes[at] ?? store.bytes),
        isStalled:
          isRunning &&
          phase === "moving" &&
          store.phase !== "lost" &&
          nowMs - (this.#movedMs.get(store.storeId) ?? nowMs) >= STALLED_MS,
      })),
    };
  }
}
