/** What a client asks: one type and one strict reader for each call. An unknown member is refused. */
import type { Bytes } from "../bytes";
import {
  FRAGMENT_NAME,
  MAX_ACTION_BYTES,
  MAX_ITEMS,
  MAX_OBJECT_BYTES,
  MAX_ROUTE,
  MAX_STORES,
  parseTransferId,
  STORE_ID,
} from "./forms";
import {
  checkList,
  checkText,
  readBinary,
  readFields,
  readInteger,
  readList,
  readMember,
  readOptional,
  readText,
  refuseField,
  type Fields,
} from "./json-reader";

/** A fragment at a store. */
export interface Item {
  /** Id of the store. */
  readonly store: string;
  /** 20 characters. */
  readonly name: string;
}

export interface WriteItem extends Item {
  readonly sizeBytes: number;
}

/** POST /transfers: begins a transfer. */
export interface OpenRequest {
  /** Number of the route, as in the index. */
  readonly route: number;
  /** T, 24 bytes. */
  readonly transfer: Bytes;
  /** A signed action 1. */
  readonly action: Bytes;
  /** What the sender means to send, for the policy. */
  readonly totalBytes: number;
}

/** POST /transfers/T/write. */
export interface WriteRequest {
  readonly route: number;
  /** A signed action 4. */
  readonly action: Bytes;
  readonly items: readonly WriteItem[];
}

/** POST /transfers/T/read. */
export interface ReadRequest {
  readonly route: number;
  readonly items: readonly Item[];
}

/** POST /transfers/T/recall. */
export interface RecallRequest {
  readonly route: number;
  /** A signed action 2. */
  readonly action: Bytes;
  /** For each position of the route, the names to be removed before the rest: the heads. */
  readonly first: readonly (readonly string[])[];
}

/** POST /transfers/T/extend. */
export interface ExtendRequest {
  readonly route: number;
  /** A signed action 3. */
  readonly action: Bytes;
}

const MAX_FIRST = 8;

const readRoute = (fields: Fields): number => readInteger(fields, "route", 0, MAX_ROUTE);
const readAction = (fields: Fields): Bytes => readBinary(fields, "action", MAX_ACTION_BYTES);

function readItem(value: unknown, at: string): Item {
  const fields = readFields(value, at, ["store", "name"]);
  return {
    store: readText(fields, "store", STORE_ID),
    name: readText(fields, "name", FRAGMENT_NAME),
  };
}

function readWriteItem(value: unknown, at: string): WriteItem {
  const fields = readFields(value, at, ["store", "name", "sizeBytes"]);
  return {
    store: readText(fields, "store", STORE_ID),
    name: readText(fields, "name", FRAGMENT_NAME),
    sizeBytes: readInteger(fields, "sizeBytes", 1, MAX_OBJECT_BYTES),
  };
}

export function readOpenRequest(value: unknown): OpenRequest {
  const fields = readFields(value, "", ["route", "transfer", "action", "totalBytes"]);
  return {
    route: readRoute(fields),
    transfer: readMember(fields, "transfer", (text, at) => {
      const id = typeof text === "string" ? parseTransferId(text) : undefined;
      if (id === undefined) throw refuseField(at);
      return id;
    }),
    action: readAction(fields),
    totalBytes: readInteger(fields, "totalBytes", 0, Number.MAX_SAFE_INTEGER),
  };
}

export function readWriteRequest(value: unknown): WriteRequest {
  const fields = readFields(value, "", ["route", "action", "items"]);
  return {
    route: readRoute(fields),
    action: readAction(fields),
    items: readList(fields, "items", [1, MAX_ITEMS], readWriteItem),
  };
}

export function readReadRequest(value: unknown): ReadRequest {
  const fields = readFields(value, "", ["route", "items"]);
  return {
    route: readRoute(fields),
    items: readList(fields, "items", [1, MAX_ITEMS], readItem),
  };
}

export function readRecallRequest(value: unknown): RecallRequest {
  const fields = readFields(value, "", ["route", "action", "first"]);
  const readNames = (names: unknown, at: string): readonly string[] =>
    checkList(names, at, [0, MAX_FIRST], (name, where) => checkText(name, where, FRAGMENT_NAME));
  const first = readOptional(fields, "first", (lists, at) =>
    checkList(lists, at, [0, MAX_STORES], readNames),
  );
  return { route: readRoute(fields), action: readAction(fields), first: first ?? [] };
}

export function readExtendRequest(value: unknown): ExtendRequest {
  const fields = readFields(value, "", ["route", "action"]);
  return { route: readRoute(fields), action: readAction(fields) };
}
