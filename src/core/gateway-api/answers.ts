/**
 * What a gateway answers: types and readers. Unknown members are left alone, so that an older client can
 * talk to a newer gateway.
 */
import type { Bytes } from "../bytes";
import {
  FRAGMENT_NAME,
  MAX_ACTION_BYTES,
  MAX_ITEMS,
  MAX_STORES,
  originOf,
  STORE_ID,
} from "./forms";
import {
  checkBinary,
  checkText,
  readChoice,
  readFields,
  readFlag,
  readInteger,
  readList,
  readMember,
  readOptional,
  readText,
  refuseField,
} from "./json-reader";

/** A right to make one request at a store. The client sends exactly these headers. */
export interface SignedRequest {
  readonly store: string;
  readonly name: string;
  /** A signed GET is good for ranges as well; a signed PUT creates and never overwrites. */
  readonly method: "GET" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/** Answer to write and read: in the order of the items, without those of the stores that failed. */
export interface SignedAnswer {
  readonly requests: readonly SignedRequest[];
  /** Stores for which the gateway cannot sign at present, with a code of AppError. */
  readonly failed: readonly { readonly store: string; readonly error: string }[];
}

/** Answer to GET /transfers/T. */
export interface StateAnswer {
  /** The valid signed actions that the stores hold. The client verifies them again. */
  readonly actions: readonly Bytes[];
}

/** What came of an open or extend at one store. */
export interface KeptAt {
  readonly store: string;
  readonly done: boolean;
  /** A code of AppError. */
  readonly error?: string;
}

/** Answer to open and extend: one entry for each position of the route. */
export interface KeptAnswer {
  readonly stores: readonly KeptAt[];
}

/** What came of a recall at one store. */
export interface RecalledAt {
  readonly store: string;
  /** Whether the mark stands there. It is done when it does, and nothing is left. */
  readonly state: "recalled" | "pending";
  readonly removed: number;
  /** Objects that are still there; unknown where the store does not answer. */
  readonly left?: number;
  /** Unix seconds at which the objects that a restore begins with were gone there. */
  readonly emptiedAt?: number;
  /** A code of AppError. */
  readonly error?: string;
}

/** Answer to recall: one entry for each position of the route. */
export interface RecalledAnswer {
  readonly stores: readonly RecalledAt[];
  /** Unix seconds from which fewer than k stores held anything; null as long as a restore may succeed. */
  readonly impossibleSince: number | null;
}

const ERROR_FORM = /^[a-z][a-z-]{0,63}$/;
const URL_FORM = /^[\x21-\x7e]{1,8192}$/;
const HEADER_NAME = /^[A-Za-z0-9-]{1,64}$/;
const HEADER_VALUE = /^[\x20-\x7e]{0,256}$/;
const MAX_HEADERS = 16;
/** More than the union of all actions that n stores may hold for one transfer. */
const MAX_ACTIONS = 1_024;
const MAX_SECONDS = Number.MAX_SAFE_INTEGER;

function readHeaders(value: unknown, at: string): Readonly<Record<string, string>> {
  const entries = Object.entries(readFields(value, at).object);
  if (entries.length > MAX_HEADERS) throw refuseField(at);
  return Object.fromEntries(
    entries.map(([name, text]) => {
      if (!HEADER_NAME.test(name)) throw refuseField(at);
      return [name, checkText(text, `${at}.${name}`, HEADER_VALUE)];
    }),
  );
}

function readSignedRequest(value: unknown, at: string): SignedRequest {
  const fields = readFields(value, at);
  return {
    store: readText(fields, "store", STORE_ID),
    name: readText(fields, "name", FRAGMENT_NAME),
    method: readChoice(fields, "method", ["GET", "PUT"] as const),
    url: readMember(fields, "url", (text, where) => {
      const url = checkText(text, where, URL_FORM);
      if (originOf(url) === undefined) throw refuseField(where);
      return url;
    }),
    headers: readMember(fields, "headers", readHeaders),
    expiresAt: readInteger(fields, "expiresAt", 0, MAX_SECONDS),
  };
}

export function readSignedAnswer(value: unknown): SignedAnswer {
  const fields = readFields(value, "");
  return {
    requests: readList(fields, "requests", [0, MAX_ITEMS], readSignedRequest),
    failed: readList(fields, "failed", [0, MAX_STORES], (entry, at) => {
      const failed = readFields(entry, at);
      return {
        store: readText(failed, "store", STORE_ID),
        error: readText(failed, "error", ERROR_FORM),
      };
    }),
  };
}

export function readStateAnswer(value: unknown): StateAnswer {
  const fields = readFields(value, "");
  return {
    actions: readList(fields, "actions", [0, MAX_ACTIONS], (text, at) =>
      checkBinary(text, at, MAX_ACTION_BYTES),
    ),
  };
}

const readError = (value: unknown, at: string): string => checkText(value, at, ERROR_FORM);

export function readKeptAnswer(value: unknown): KeptAnswer {
  const fields = readFields(value, "");
  return {
    stores: readList(fields, "stores", [1, MAX_STORES], (entry, at) => {
      const kept = readFields(entry, at);
      const error = readOptional(kept, "error", readError);
      return {
        store: readText(kept, "store", STORE_ID),
        done: readFlag(kept, "done"),
        ...(error !== undefined && { error }),
      };
    }),
  };
}

function readRecalledAt(value: unknown, at: string): RecalledAt {
  const fields = readFields(value, at);
  const error = readOptional(fields, "error", readError);
  const readCount = (name: string): number | undefined =>
    readOptional(fields, name, () => readInteger(fields, name, 0, Number.MAX_SAFE_INTEGER));
  const left = readCount("left");
  const emptiedAt = readCount("emptiedAt");
  return {
    store: readText(fields, "store", STORE_ID),
    state: readChoice(fields, "state", ["recalled", "pending"] as const),
    removed: readInteger(fields, "removed", 0, Number.MAX_SAFE_INTEGER),
    ...(left !== undefined && { left }),
    ...(emptiedAt !== undefined && { emptiedAt }),
    ...(error !== undefined && { error }),
  };
}

export function readRecalledAnswer(value: unknown): RecalledAnswer {
  const fields = readFields(value, "");
  return {
    stores: readList(fields, "stores", [1, MAX_STORES], readRecalledAt),
    impossibleSince: readMember(fields, "impossibleSince", (seconds) =>
      seconds === null ? null : readInteger(fields, "impossibleSince", 0, MAX_SECONDS),
    ),
  };
}
