/** What this browser remembers of its sends: those that are not finished, and those that are out. */
import type { SendSummary, SentTransfer } from "../transfers";
import { inTransaction } from "./database";

/** An unfinished send; its checkpoint stands beside it. */
export interface SendRecord {
  readonly id: string;
  readonly gateway: string;
  readonly route: number;
  readonly startedMs: number;
  readonly expirySeconds: number;
  readonly hasPassphrase: boolean;
  readonly from: { readonly name?: string; readonly contact?: string } | undefined;
  readonly minStores: number | undefined;
  readonly summary: SendSummary;
  /** As they were picked: some ways to pick the same folder again do not see empty folders. */
  readonly dirs: readonly string[];
  readonly handles: readonly FileSystemHandle[];
}

export interface SentRecord extends Omit<SentTransfer, "sentAt"> {
  readonly gateway: string;
  readonly sentMs: number;
}

/** Two lists, by id; in memory where the browser keeps nothing. */
export interface SendRecords {
  unfinished(): Promise<readonly SendRecord[]>;
  find(id: string): Promise<SendRecord | undefined>;
  put(record: SendRecord): Promise<void>;
  remove(id: string): Promise<void>;
  sent(): Promise<readonly SentRecord[]>;
  findSent(id: string): Promise<SentRecord | undefined>;
  putSent(record: SentRecord): Promise<void>;
  removeSent(id: string): Promise<void>;
}

function createStored(database: IDBDatabase): SendRecords {
  const all = async <Value>(name: "sends" | "sent"): Promise<readonly Value[]> =>
    (await inTransaction<Value[]>(database, [name], "readonly", (store) => store(name).getAll())) ??
    [];
  const get = <Value>(name: "sends" | "sent", id: string): Promise<Value | undefined> =>
    inTransaction<Value>(database, [name], "readonly", (store) => store(name).get(id));
  const put = async (name: "sends" | "sent", value: unknown): Promise<void> => {
    await inTransaction(database, [name], "readwrite", (store) => store(name).put(value));
  };
  const remove = async (name: "sends" | "sent", id: string): Promise<void> => {
    await inTransaction(database, [name], "readwrite", (store) => store(name).delete(id));
  };
  return {
    unfinished: () => all("sends"),
    find: (id) => get("sends", id),
    put: (record) => put("sends", record),
    remove: (id) => remove("sends", id),
    sent: () => all("sent"),
    findSent: (id) => get("sent", id),
    putSent: (record) => put("sent", record),
    removeSent: (id) => remove("sent", id),
  };
}

function createTransient(): SendRecords {
  const sends = new Map<string, SendRecord>();
  const sent = new Map<string, SentRecord>();
  const done = Promise.resolve();
  return {
    unfinished: () => Promise.resolve([...sends.values()]),
    find: (id) => Promise.resolve(sends.get(id)),
    put: (record) => {
      sends.set(record.id, record);
      return done;
    },
    remove: (id) => {
      sends.delete(id);
      return done;
    },
    sent: () => Promise.resolve([...sent.values()]),
    findSent: (id) => Promise.resolve(sent.get(id)),
    putSent: (record) => {
      sent.set(record.id, record);
      return done;
    },
    removeSent: (id) => {
      sent.delete(id);
      return done;
    },
  };
}

export function createSendRecords(database: IDBDatabase | undefined): SendRecords {
  return database === undefined ? createTransient() : createStored(database);
}
