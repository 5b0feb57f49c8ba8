/** A checkpoint that survives as a copy of what was appended, as one on a disk does. */
import type { Checkpoint, CheckpointRecord } from "../../src/core/transfer/checkpoint";

export interface MemoryCheckpoint extends Checkpoint {
  /** The records as they would be read. */
  records(): CheckpointRecord[];
}

export function createMemoryCheckpoint(): MemoryCheckpoint {
  let kept: CheckpointRecord[] = [];
  const records = (): CheckpointRecord[] => structuredClone(kept);
  return {
    records,
    load: () => Promise.resolve(records()),
    append(record) {
      kept.push(structuredClone(record));
      return Promise.resolve();
    },
    remove() {
      kept = [];
      return Promise.resolve();
    },
  };
}
