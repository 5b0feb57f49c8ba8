/**
 * Progress of a transfer. Sending: plaintext bytes whose k-th shard is durable. Restoring: plaintext
 * bytes that were verified and written.
 */

export type StorePhase = "working" | "waiting" | "lost";

export interface StoreProgress {
  readonly storeId: string;
  readonly bytes: number;
  readonly phase: StorePhase;
  /** Why it waits or was lost: a code of AppError. */
  readonly reason?: string;
}

export type TransferPhase = "starting" | "moving" | "finishing" | "verifying";

export interface Progress {
  readonly phase: TransferPhase;
  readonly totalBytes: number;
  readonly doneBytes: number;
  readonly stores: readonly StoreProgress[];
}

export type OnProgress = (progress: Progress) => void;

export interface ProgressMeter {
  enter(phase: TransferPhase): void;
  add(doneBytes: number): void;
  store(position: number, bytes: number): void;
  mark(position: number, phase: StorePhase, reason?: string): void;
}

/** Counts, and tells `onProgress` after every change; the receiver thins out. */
export function createProgressMeter(
  totalBytes: number,
  storeIds: readonly string[],
  onProgress: OnProgress,
): ProgressMeter {
  let phase: TransferPhase = "starting";
  let doneBytes = 0;
  const stores: StoreProgress[] = storeIds.map((storeId) => ({
    storeId,
    bytes: 0,
    phase: "working",
  }));
  const tell = (): void => {
    onProgress({ phase, totalBytes, doneBytes, stores: [...stores] });
  };
  const change = (position: number, update: (store: StoreProgress) => StoreProgress): void => {
    const store = stores[position];
    if (store === undefined) return;
    stores[position] = update(store);
    tell();
  };
  return {
    enter(next) {
      phase = next;
      tell();
    },
    add(bytes) {
      doneBytes += bytes;
      tell();
    },
    store(position, bytes) {
      change(position, ({ storeId, bytes: before }) => ({
        storeId,
        bytes: before + bytes,
        phase: "working",
      }));
    },
    mark(position, storePhase, reason) {
      change(position, ({ storeId, bytes }) => ({
        storeId,
        bytes,
        phase: storePhase,
        ...(reason !== undefined && { reason }),
      }));
    },
  };
}
