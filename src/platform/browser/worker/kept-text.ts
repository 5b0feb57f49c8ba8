/**
 * An unfinished send as text, for a page that keeps it elsewhere because the browser keeps nothing. It holds
 * the keys of the transfer: as much a secret as the files themselves.
 */
import { decodeBase64Url, encodeBase64Url } from "../../../core/bytes";
import { AppError } from "../../../core/errors";
import type { CheckpointRecord } from "../../../core/transfer/checkpoint";
import type { SendRecord } from "./send-records";

const VERSION = 1;

export interface KeptSend {
  readonly record: SendRecord;
  readonly records: readonly CheckpointRecord[];
}

const BYTES = "base64url";

const toText = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { [BYTES]: encodeBase64Url(new Uint8Array(value)) } : value;

function fromText(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(BYTES in value)) return value;
  const text = value[BYTES];
  const bytes = typeof text === "string" ? decodeBase64Url(text) : undefined;
  if (bytes === undefined) throw new AppError("transfer-missing");
  return bytes;
}

export const encodeKeptSend = ({ record, records }: KeptSend): string =>
  JSON.stringify({ version: VERSION, record: { ...record, handles: [] }, records }, toText);

type Fields = Readonly<Partial<Record<string, unknown>>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

const isRecord = (value: unknown): boolean =>
  isFields(value) &&
  typeof value["id"] === "string" &&
  typeof value["route"] === "number" &&
  typeof value["expirySeconds"] === "number" &&
  isFields(value["summary"]) &&
  Array.isArray(value["dirs"]);

const TYPES: readonly unknown[] = ["begin", "row", "manifest", "emptied"];

function isBegun(records: unknown): boolean {
  if (!Array.isArray(records)) return false;
  const entries: readonly unknown[] = records;
  const [begin] = entries;
  return (
    entries.every((one) => isFields(one) && TYPES.includes(one["type"])) &&
    isFields(begin) &&
    begin["type"] === "begin" &&
    begin["version"] === 1 &&
    begin["secret"] instanceof Uint8Array &&
    begin["key"] instanceof Uint8Array
  );
}

/** Throws `transfer-missing` when it is damaged. */
export function decodeKeptSend(text: string): KeptSend {
  let value: unknown;
  try {
    value = JSON.parse(text, fromText);
  } catch (cause) {
    throw new AppError("transfer-missing", { cause });
  }
  const isWhole =
    isFields(value) &&
    value["version"] === VERSION &&
    isRecord(value["record"]) &&
    isBegun(value["records"]);
  if (!isWhole) throw new AppError("transfer-missing");
  return value as KeptSend;
}
