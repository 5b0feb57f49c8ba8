/** The checkpoint of a send in IndexedDB, and in memory where there is none. */
import type { Checkpoint, CheckpointRecord } from "../../../core/transfer/checkpoint";
import { inTransaction, RECORDS_BY_SEND } from "./database";

interface StoredRecord {
  readonly send: string;
  readonly record: CheckpointRecord;
}

/** The records of one send, in the order in which they were appended. */
function createStoredCheckpoint(database: IDBDatabase, send: string): Checkpoint {
  return {
    async load() {
      const stored = await inTransaction<StoredRecord[]>(
        database,
        ["records"],
        "readonly",
        (store) => store("records").index(RECORDS_BY_SEND).getAll(send),
      );
      return (stored ?? []).map(({ record }) => record);
    },
    async append(record) {
      const stored: StoredRecord = { send, record };
      await inTransaction(database, ["records"], "readwrite", (store) =>
        store("records").add(stored),
      );
    },
    async remove() {
      await inTransaction(database, ["records"], "readwrite", (store) => {
        const cursor = store("records").index(RECORDS_BY_SEND).openKeyCursor(send);
        cursor.onsuccess = () => {
          if (cursor.result === null) return;
          store("records").delete(cursor.result.primaryKey);
          cursor.result.continue();
        };
        return undefined;
      });
    },
  };
}

/** The checkpoints of this browser's sends, by their ids. */
export type Checkpoints = (send: string) => Checkpoint;

/** Where the browser keeps nothing, one lasts as long as the worker. */
export function createCheckpoints(database: IDBDatabase | undefined): Checkpoints {
  const transient = new Map<string, Checkpoint>();
  return (send) => {
    if (database !== undefined) return createStoredCheckpoint(database, send);
    const checkpoint = transient.get(send) ?? createTransientCheckpoint();
    transient.set(send, checkpoint);
    return checkpoint;
  };
}

/** Enough for a pause and for trying again. */
function createTransientCheckpoint(): Checkpoint {
  let records: CheckpointRecord[] = [];
  return {
    load: () => Promise.resolve([...records]),
    append(record) {
      records.push(structuredClone(record));
      return Promise.resolve();
    },
    remove() {
      records = [];
      return Promise.resolve();
    },
  };
}
