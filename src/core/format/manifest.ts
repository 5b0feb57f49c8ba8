/** The manifest: what is in the transfer, signed by its owner (docs/format.md, "Objects"). */
import { concatBytes, decodeUtf8, equalBytes, readU32, u32, utf8, type Bytes } from "../bytes";
import { AppError } from "../errors";
import { label } from "./keys";
import { DIGEST_BYTES, MAX_SEGMENTS, segmentCount, type Parameters } from "./parameters";
import { findPathConflict } from "./paths";
import type { Primitives } from "./primitives";
import { isJsonObject, member, parseStrictJson, type JsonObject } from "./strict-json";

export interface ManifestFile {
  readonly path: string;
  readonly size: number;
  /** ISO-8601 UTC. */
  readonly modified?: string;
}

/** What the sender states; the state of the transfer decides on expiry. */
export interface ManifestContent {
  readonly total: number;
  readonly segments: number;
  readonly created: string;
  readonly files: readonly ManifestFile[];
  /** Folders that no file lies in. */
  readonly dirs: readonly string[];
  readonly from?: { readonly name?: string; readonly contact?: string };
  readonly expires?: string;
}

export interface Manifest extends ManifestContent {
  /** h_0 .. h_{N-1}, 32 bytes each. */
  readonly digests: Bytes;
}

const MAGIC = utf8("SDM1");
const SIGNATURE_BYTES = 64;
export const MAX_JSON_BYTES = 128 * 2 ** 20;
const MAX_ENTRIES = 1_000_000;
/** Magic, length and signature; the longest JSON; a digest for each segment. */
export const MAX_MANIFEST_BYTES = 72 + MAX_JSON_BYTES + DIGEST_BYTES * MAX_SEGMENTS;

async function signedMessage(prims: Primitives, id: Bytes, body: Bytes): Promise<Bytes> {
  return concatBytes(label("sd1/sig"), id, await prims.hash(body));
}

/**
 * The bytes of the manifest stream. They are fixed once: another `created` or order would be a second
 * valid manifest of the same transfer. Throws `source-too-large` above the format's limits.
 */
export async function buildManifest(
  prims: Primitives,
  id: Bytes,
  seed: Bytes,
  manifest: Manifest,
): Promise<Bytes> {
  const { digests, ...content } = manifest;
  const json = utf8(JSON.stringify({ v: 1, ...content }));
  if (json.length > MAX_JSON_BYTES || content.files.length + content.dirs.length > MAX_ENTRIES) {
    throw new AppError("source-too-large");
  }
  const body = concatBytes(MAGIC, u32(json.length), json, digests);
  return concatBytes(body, await prims.sign(seed, await signedMessage(prims, id, body)));
}

/** Whether these bytes are a manifest stream that the owner of this transfer signed. */
export async function isSignedManifest(
  prims: Primitives,
  id: Bytes,
  publicKey: Bytes,
  stream: Bytes,
): Promise<boolean> {
  if (jsonLength(stream) === undefined) return false;
  const body = stream.subarray(0, stream.length - SIGNATURE_BYTES);
  const signature = stream.slice(stream.length - SIGNATURE_BYTES);
  return prims.verify(publicKey, await signedMessage(prims, id, body), signature);
}

/** The length of the JSON, when the stream's own lengths fit each other. */
function jsonLength(stream: Bytes): number | undefined {
  if (stream.length < 8 + DIGEST_BYTES + SIGNATURE_BYTES) return undefined;
  if (!equalBytes(stream.subarray(0, 4), MAGIC)) return undefined;
  const length = readU32(stream, 4);
  const digestBytes = stream.length - 8 - length - SIGNATURE_BYTES;
  if (length > MAX_JSON_BYTES || digestBytes < DIGEST_BYTES) return undefined;
  if (digestBytes % DIGEST_BYTES !== 0 || digestBytes / DIGEST_BYTES > MAX_SEGMENTS)
    return undefined;
  return length;
}

const refuse = (what: string, cause?: unknown): AppError =>
  new AppError("manifest-invalid", { details: { what }, cause });

function readText(object: JsonObject, name: string, optional: boolean): string | undefined {
  const value = member(object, name);
  if (value === undefined && optional) return undefined;
  if (typeof value !== "string") throw refuse(name);
  return value;
}

function readSize(object: JsonObject, name: string): number {
  const value = member(object, name);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw refuse(name);
  return value;
}

function readList(object: JsonObject, name: string): readonly unknown[] {
  const value = member(object, name);
  if (!Array.isArray(value)) throw refuse(name);
  return value as readonly unknown[];
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** A date as it stands, undefined when it is no ISO-8601 UTC date: such a one counts as absent. */
function readDate(object: JsonObject, name: string): string | undefined {
  const text = readText(object, name, true);
  return text !== undefined && DATE.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : undefined;
}

function readFile(value: unknown): ManifestFile {
  if (!isJsonObject(value)) throw refuse("files");
  const path = readText(value, "path", false) ?? "";
  const size = readSize(value, "size");
  const modified = readDate(value, "modified");
  return modified === undefined ? { path, size } : { path, size, modified };
}

function readSender(object: JsonObject): ManifestContent["from"] {
  const value = member(object, "from");
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) throw refuse("from");
  const name = readText(value, "name", true);
  const contact = readText(value, "contact", true);
  return { ...(name !== undefined && { name }), ...(contact !== undefined && { contact }) };
}

function readContent(value: unknown): ManifestContent {
  if (!isJsonObject(value) || member(value, "v") !== 1) throw refuse("v");
  const fileValues = readList(value, "files");
  const dirs = readList(value, "dirs").map((dir) => {
    if (typeof dir !== "string") throw refuse("dirs");
    return dir;
  });
  if (fileValues.length + dirs.length > MAX_ENTRIES) throw refuse("entries");
  const files = fileValues.map(readFile);
  const from = readSender(value);
  const expires = readDate(value, "expires");
  return {
    total: readSize(value, "total"),
    segments: readSize(value, "segments"),
    created: readDate(value, "created") ?? "",
    files,
    dirs,
    ...(from !== undefined && { from }),
    ...(expires !== undefined && { expires }),
  };
}

/**
 * Reads a manifest stream whose signature was found right. Throws `manifest-invalid` naming the member
 * that breaks a rule: its owner signed it, but its owner may be an attacker of this reader.
 */
export function parseManifest(parameters: Parameters, stream: Bytes): Manifest {
  const length = jsonLength(stream);
  if (length === undefined) throw refuse("length");
  let value: unknown;
  try {
    value = parseStrictJson(decodeUtf8(stream.subarray(8, 8 + length)));
  } catch (cause) {
    throw refuse("json", cause);
  }
  const content = readContent(value);
  const digests = stream.slice(8 + length, stream.length - SIGNATURE_BYTES);
  const sum = content.files.reduce((total, { size }) => total + size, 0);
  if (!Number.isSafeInteger(sum) || sum !== content.total) throw refuse("total");
  const segments = segmentCount(parameters, content.total);
  if (segments !== content.segments || segments * DIGEST_BYTES !== digests.length) {
    throw refuse("segments");
  }
  const conflict = findPathConflict(
    content.files.map(({ path }) => path),
    content.dirs,
  );
  if (conflict !== undefined) throw refuse("path");
  return { ...content, digests };
}
