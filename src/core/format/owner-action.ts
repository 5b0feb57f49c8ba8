/** What only the owner of a transfer can order, as signed JSON (docs/format.md, "Owner's actions"). */
import {
  byteString,
  concatBytes,
  decodeBase64Url,
  decodeUtf8,
  encodeBase64Url,
  equalBytes,
  readU64,
  u64,
  utf8,
  type Bytes,
} from "../bytes";
import { transferId, type Identity } from "./identity";
import { label } from "./keys";
import { areValidParameters, type Parameters } from "./parameters";
import type { Primitives } from "./primitives";
import { isJsonObject, member, parseStrictJson, type JsonObject } from "./strict-json";

/** 1 open, 2 recall, 3 extend, 4 write. */
export type Action = 1 | 2 | 3 | 4;
export const OPEN: Action = 1;
export const RECALL: Action = 2;
export const EXTEND: Action = 3;
export const WRITE: Action = 4;

export interface SignedAction {
  readonly identity: Identity;
  readonly action: Action;
  /** Unix seconds. */
  readonly ts: number;
  /** scheme://host[:port] of the gateway that it is for; empty without one. */
  readonly origin: string;
  /** Expiry as u64 (1, 3), note (2) or nothing (4). */
  readonly payload: Bytes;
  readonly signature: Bytes;
}

const MAX_ACTION_BYTES = 8_192;
const NOTE_NONCE_BYTES = 12;
const NOTE_OVERHEAD_BYTES = NOTE_NONCE_BYTES + 16;
export const MAX_NOTE_TEXT_BYTES = 4_096;

async function signedMessage(
  prims: Primitives,
  id: Bytes,
  { action, ts, origin, payload }: Omit<SignedAction, "identity" | "signature">,
): Promise<Bytes> {
  return concatBytes(
    label("sd1/own"),
    id,
    byteString(action),
    u64(ts),
    await prims.hash(utf8(origin)),
    await prims.hash(payload),
  );
}

/** Signs an action and writes it as the JSON that a gateway takes and a store keeps. */
export async function signAction(
  prims: Primitives,
  seed: Bytes,
  order: Omit<SignedAction, "signature">,
): Promise<Bytes> {
  const id = await transferId(prims, order.identity);
  const signature = await prims.sign(seed, await signedMessage(prims, id, order));
  return encodeAction({ ...order, signature });
}

/** The JSON of a signed action. */
export function encodeAction(signed: SignedAction): Bytes {
  const { identity, action, ts, origin, payload, signature } = signed;
  const { suite, k, n, z, p, flags } = identity.parameters;
  return utf8(
    JSON.stringify({
      ...{ suite, k, n, z, p, flags },
      pk: encodeBase64Url(identity.publicKey),
      C: encodeBase64Url(identity.commitment),
      c: identity.shareCommitments.map(encodeBase64Url),
      ...{ action, ts, origin },
      payload: encodeBase64Url(payload),
      sig: encodeBase64Url(signature),
    }),
  );
}

function readBytes(object: JsonObject, name: string): Bytes | undefined {
  const value = member(object, name);
  return typeof value === "string" ? decodeBase64Url(value) : undefined;
}

function readInteger(object: JsonObject, name: string): number {
  const value = member(object, name);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : -1;
}

function readIdentity(object: JsonObject): Identity | undefined {
  const [suite, k, n, z, p, flags] = ["suite", "k", "n", "z", "p", "flags"].map((name) =>
    readInteger(object, name),
  );
  const parameters = { suite, k, n, z, p, flags } as Parameters;
  const publicKey = readBytes(object, "pk");
  const commitment = readBytes(object, "C");
  const list = member(object, "c");
  if (!areValidParameters(parameters) || !Array.isArray(list)) return undefined;
  if (publicKey?.length !== 32 || commitment?.length !== 32) return undefined;
  const shareCommitments: Bytes[] = [];
  for (const entry of list as readonly unknown[]) {
    const bytes = typeof entry === "string" ? decodeBase64Url(entry) : undefined;
    if (bytes?.length !== 32) return undefined;
    shareCommitments.push(bytes);
  }
  if (shareCommitments.length !== parameters.n) return undefined;
  return { parameters, publicKey, commitment, shareCommitments };
}

function isPayloadLength(suite: number, action: number, lengthBytes: number): boolean {
  if (action === OPEN || action === EXTEND) return lengthBytes === 8;
  if (action === WRITE) return lengthBytes === 0;
  if (action !== RECALL) return false;
  if (suite === 2) return lengthBytes <= MAX_NOTE_TEXT_BYTES;
  return (
    lengthBytes === 0 ||
    (lengthBytes >= NOTE_OVERHEAD_BYTES && lengthBytes <= NOTE_OVERHEAD_BYTES + MAX_NOTE_TEXT_BYTES)
  );
}

function readAction(bytes: Bytes): SignedAction | undefined {
  if (bytes.length > MAX_ACTION_BYTES) return undefined;
  let value: unknown;
  try {
    value = parseStrictJson(decodeUtf8(bytes));
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const identity = readIdentity(value);
  const action = readInteger(value, "action");
  const ts = readInteger(value, "ts");
  const origin = member(value, "origin");
  const payload = readBytes(value, "payload");
  const signature = readBytes(value, "sig");
  if (identity === undefined || ts < 0 || typeof origin !== "string") return undefined;
  if (payload === undefined || signature?.length !== 64) return undefined;
  if (!isPayloadLength(identity.parameters.suite, action, payload.length)) return undefined;
  return { identity, action: action as Action, ts, origin, payload, signature };
}

/**
 * Reads and verifies a signed action that stands under the transfer `id`. Undefined when it is not one:
 * malformed, of another transfer, or not signed by the owner. Origin and ts are the caller's to check.
 */
export async function openAction(
  prims: Primitives,
  id: Bytes,
  bytes: Bytes,
): Promise<SignedAction | undefined> {
  const action = readAction(bytes);
  if (action === undefined) return undefined;
  if (!equalBytes(await transferId(prims, action.identity), id)) return undefined;
  const message = await signedMessage(prims, id, action);
  const verified = await prims.verify(action.identity.publicKey, message, action.signature);
  return verified ? action : undefined;
}

/** The payload of open and extend: Unix seconds. */
export function encodeExpiry(expirySeconds: number): Bytes {
  return u64(expirySeconds);
}

/** The expiry that an open or extend states; undefined for other actions. */
export function expiryOf(action: SignedAction): number | undefined {
  const states = action.action === OPEN || action.action === EXTEND;
  return states ? (readU64(action.payload, 0) ?? Number.MAX_SAFE_INTEGER) : undefined;
}

/** The payload of a recall. Suite 1 seals the text for index holders, suite 2 leaves it readable. */
export async function sealNote(
  prims: Primitives,
  suite: number,
  noteKey: Bytes,
  id: Bytes,
  text: string,
): Promise<Bytes> {
  const plain = utf8(text);
  if (plain.length > MAX_NOTE_TEXT_BYTES) throw new RangeError("a note has at most 4,096 bytes");
  if (suite === 2 || plain.length === 0) return plain;
  const nonce = prims.random(NOTE_NONCE_BYTES);
  const sealed = new Uint8Array(plain.length + 16);
  await (await prims.aead(noteKey)).seal(nonce, noteAad(id), plain, sealed);
  return concatBytes(nonce, sealed);
}

/** The text of a recall's note; undefined when there is none or it cannot be read. */
export async function openNote(
  prims: Primitives,
  noteKey: Bytes,
  id: Bytes,
  recall: SignedAction,
): Promise<string | undefined> {
  const { payload, identity } = recall;
  if (payload.length === 0) return undefined;
  let plain = payload;
  if (identity.parameters.suite === 1) {
    plain = new Uint8Array(payload.length - NOTE_OVERHEAD_BYTES);
    const aead = await prims.aead(noteKey);
    const sealed = payload.subarray(NOTE_NONCE_BYTES);
    const nonce = payload.subarray(0, NOTE_NONCE_BYTES);
    if (!(await aead.open(nonce, noteAad(id), sealed, plain))) return undefined;
  }
  try {
    return decodeUtf8(plain);
  } catch {
    return undefined;
  }
}

function noteAad(id: Bytes): Bytes {
  return concatBytes(label("sd1/note"), id);
}
