/** The browser's own database: what outlives a tab. */
import { diskError } from "./dom-errors";

const NAME = "pro-porter";
const VERSION = 1;

/** sends: unfinished ones. records: their checkpoints. sent: transfers that are out. keys: the owner's. */
export type StoreName = "sends" | "records" | "sent" | "keys";

/** Index of `records` by the send that they belong to. */
export const RECORDS_BY_SEND = "by-send";

function upgrade(database: IDBDatabase): void {
  database.createObjectStore("sends", { keyPath: "id" });
  database.createObjectStore("sent", { keyPath: "id" });
  database.createObjectStore("keys");
  const records = database.createObjectStore("records", { autoIncrement: true });
  records.createIndex(RECORDS_BY_SEND, "send");
}

/** Undefined where the browser keeps nothing: a private window, a policy, blocked third-party storage. */
export function openDatabase(): Promise<IDBDatabase | undefined> {
  return new Promise((resolve) => {
    const unavailable = (): void => {
      resolve(undefined);
    };
    try {
      const request = indexedDB.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        upgrade(request.result);
      };
      request.onsuccess = () => {
        const database = request.result;
        // A newer version of the page in another tab must not wait for this one.
        database.onversionchange = () => {
          database.close();
        };
        resolve(database);
      };
      request.onerror = unavailable;
      request.onblocked = unavailable;
    } catch {
      unavailable();
    }
  });
}

/** Runs one transaction; resolves with the result of `work` once it is on disk. Throws a disk error. */
export function inTransaction<Result>(
  database: IDBDatabase,
  names: readonly StoreName[],
  mode: "readonly" | "readwrite",
  work: (store: (name: StoreName) => IDBObjectStore) => IDBRequest<Result> | undefined,
): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      reject(diskError(error, "IndexedDB"));
    };
    try {
      const transaction = database.transaction(names, mode);
      const request = work((name) => transaction.objectStore(name));
      transaction.oncomplete = () => {
        resolve(request?.result);
      };
      transaction.onabort = () => {
        fail(transaction.error);
      };
    } catch (error) {
      fail(error);
    }
  });
}
