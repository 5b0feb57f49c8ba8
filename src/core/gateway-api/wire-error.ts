/** Errors as they travel: {code, message, retry, details?}, and the HTTP status of each. */
import { AppError, ERRORS, type ErrorCode, type ErrorDetails } from "../errors";
import {
  checkList,
  checkText,
  readFields,
  readMember,
  readOptional,
  readText,
  refuseField,
} from "./json-reader";

export interface WireError {
  readonly code: string;
  /** For engineers; what a user reads is made from the code. */
  readonly message: string;
  readonly retry: "no" | "yes" | "renew";
  readonly details?: ErrorDetails;
}

/** What is not named here is the gateway's own fault: 500. */
const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  "request-invalid": 400,
  "store-unknown": 400,
  "sign-in-needed": 401,
  "sign-in-refused": 403,
  "origin-refused": 403,
  "action-refused": 403,
  "action-stale": 403,
  "transfer-missing": 404,
  recalled: 410,
  expired: 410,
  "gateway-busy": 429,
  "too-few-stores": 503,
  "gateway-unavailable": 503,
};

export function statusOf(code: ErrorCode): number {
  return STATUS_OF[code] ?? 500;
}

/** The error as it is sent. The subject stays here: it may name a path or a field of this machine. */
export function encodeError({ code, message, retry, details }: AppError): WireError {
  return { code, message, retry, ...(Object.keys(details).length > 0 && { details }) };
}

const CODE_FORM = /^[a-z][a-z-]{0,63}$/;
const WORD_FORM = /^[\x20-\x7e]{0,128}$/;
const MAX_DETAILS = 8;

function readDetail(value: unknown, at: string): string | number | readonly string[] {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "string") return checkText(value, at, WORD_FORM);
  return checkList(value, at, [0, 32], (word, where) => checkText(word, where, WORD_FORM));
}

function readDetails(value: unknown, at: string): ErrorDetails {
  const entries = Object.entries(readFields(value, at).object);
  if (entries.length > MAX_DETAILS) throw refuseField(at);
  return Object.fromEntries(entries.map(([name, entry]) => [name, readDetail(entry, at)]));
}

const isErrorCode = (code: string): code is ErrorCode =>
  Object.prototype.hasOwnProperty.call(ERRORS, code);

/**
 * The error that a gateway answered with. A code that this version does not know is
 * `gateway-unavailable` when trying again may help, else `gateway-invalid`.
 */
export function readWireError(value: unknown): AppError {
  const fields = readFields(value, "");
  const code = readText(fields, "code", CODE_FORM);
  const details = readOptional(fields, "details", readDetails) ?? {};
  if (isErrorCode(code)) return new AppError(code, { details });
  const retry = readMember(fields, "retry", (entry) => entry);
  const known = retry === "no" ? "gateway-invalid" : "gateway-unavailable";
  return new AppError(known, { details: { code } });
}
