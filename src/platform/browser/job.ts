/** Work that takes its time, as a page sees it. */
import type { AppError } from "../../core/errors";
import type { TransferPhase } from "../../core/transfer/progress";

/** A value that changes; for React's useSyncExternalStore. At most ten changes a second. */
export interface Live<Value> {
  readonly current: Value;
  /** Calls `listener` after every change; returns the function that ends it. */
  subscribe(listener: () => void): () => void;
}

export interface StoreUpdate {
  readonly storeId: string;
  /** Bytes that this store took or gave. */
  readonly bytes: number;
  /** Over the last seconds. */
  readonly bytesPerSecond: number;
  readonly phase: "working" | "waiting" | "lost";
  /** Why it waits or was lost: a code of AppError. */
  readonly reason?: string;
  /** No progress for 30 s while others or this one had something to do: name it. */
  readonly isStalled: boolean;
}

/**
 * preparing: reading the list, opening the checkpoint. waiting: too few stores answer, tried again by
 * itself (`problem` says which, details.dead and details.left). cancelled and failed are final.
 */
export type TransferRunState =
  "preparing" | "running" | "paused" | "waiting" | "done" | "cancelled" | "failed";

export interface TransferUpdate {
  readonly state: TransferRunState;
  readonly phase: TransferPhase;
  readonly totalBytes: number;
  readonly doneBytes: number;
  /** Over the last seconds; 0 while nothing moves. */
  readonly bytesPerSecond: number;
  /** Undefined while it cannot be told. */
  readonly remainingSeconds: number | undefined;
  readonly stores: readonly StoreUpdate[];
  /** Whether an earlier, broken run is gone on with. */
  readonly isResumed: boolean;
  /** While waiting: `too-few-stores`. When failed: why. */
  readonly problem: AppError | undefined;
}

export interface Job<Result> {
  readonly update: Live<TransferUpdate>;
  /** Resolves when done; rejects with the error, `cancelled` after cancel. */
  readonly result: Promise<Result>;
  /** Stops in order and keeps what is stored. */
  pause(): void;
  /** Goes on after a pause, and tries at once while waiting. */
  resume(): void;
}
