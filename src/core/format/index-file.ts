/** The index file: 51 bytes as one line of text (docs/format.md, "Index file"). */
import {
  byteString,
  concatBytes,
  decodeBase64Url,
  decodeUtf8,
  encodeBase64Url,
  requireInteger,
  requireLength,
  utf8,
  type Bytes,
} from "../bytes";
import { AppError } from "../errors";
import { isLoopback } from "../loopback";
import { label } from "./keys";
import type { Primitives } from "./primitives";

export interface Index {
  /** The number of the ordered list of stores at the gateway. */
  readonly route: number;
  /** S, 24 bytes: the right to read. */
  readonly secret: Bytes;
  /** T, 24 bytes. */
  readonly id: Bytes;
}

/** An index as found in a file, with the host of its restore page if the line named one. */
export interface FoundIndex {
  readonly index: Index;
  readonly host: string | undefined;
  readonly scheme: "https" | "http";
}

const VERSION = 1;
const CODE_LENGTH = 68;
const MAX_HOST_LENGTH = 28;
/** More than any line with white space around it; a longer file is not an index. */
export const MAX_INDEX_FILE_BYTES = 1_024;

async function checksum(prims: Primitives, body: Bytes): Promise<number> {
  const digest = await prims.hash(concatBytes(label("sd1/idx"), body));
  return digest[0] ?? 0;
}

/** The 68 characters of an index. */
export async function encodeIndex(prims: Primitives, index: Index): Promise<string> {
  const body = concatBytes(
    byteString(VERSION, requireInteger("route", index.route, 0, 255)),
    requireLength("secret", index.secret, 24),
    requireLength("id", index.id, 24),
  );
  return encodeBase64Url(concatBytes(body, byteString(await checksum(prims, body))));
}

/**
 * The content of the index file: at most 99 bytes. `host` (with its port) is that of the restore page;
 * a host longer than 28 characters, or none, leaves the 68 characters alone.
 */
export async function formatIndexFile(
  prims: Primitives,
  index: Index,
  host?: string,
): Promise<string> {
  const code = await encodeIndex(prims, index);
  return host !== undefined && host.length <= MAX_HOST_LENGTH && HOST.test(host)
    ? `${host}/#${code}\n`
    : `${code}\n`;
}

const refuse = (reason: string): AppError => new AppError("index-invalid", { details: { reason } });

const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/i;

function splitLine(line: string): { code: string; host: string | undefined; scheme: string } {
  const mark = line.indexOf("#");
  if (mark < 0) return { code: line, host: undefined, scheme: "https" };
  const address = /^(?:(https?):\/\/)?([^/]*)(\/.*)?$/i.exec(line.slice(0, mark));
  const code = line.slice(mark + 1);
  const scheme = address?.[1]?.toLowerCase() ?? "https";
  const host = address?.[2] ?? "";
  if (mark === 0) return { code, host: undefined, scheme };
  if (!HOST.test(host)) throw refuse("address");
  if (scheme === "http" && !isLoopback(host.replace(/:[0-9]{1,5}$/, ""))) throw refuse("http");
  return { code, host: host.toLowerCase(), scheme };
}

/**
 * Reads an index out of the text of a file or of what someone pasted. Throws `index-invalid` with
 * details.reason: empty, long, lines, address, http, length, letters, version or checksum.
 */
export async function parseIndex(prims: Primitives, text: string): Promise<FoundIndex> {
  if (text.length > MAX_INDEX_FILE_BYTES) throw refuse("long");
  const line = text.replace(/^\uFEFF/, "").trim();
  if (line === "") throw refuse("empty");
  if (/\s/.test(line)) throw refuse("lines");
  const { code, host, scheme } = splitLine(line);
  if (code.length !== CODE_LENGTH) throw refuse("length");
  const bytes = decodeBase64Url(code);
  if (bytes?.length !== 51) throw refuse("letters");
  const body = bytes.subarray(0, 50);
  if ((await checksum(prims, body)) !== bytes[50]) throw refuse("checksum");
  if (bytes[0] !== VERSION) throw refuse("version");
  return {
    index: { route: bytes[1] ?? 0, secret: bytes.slice(2, 26), id: bytes.slice(26, 50) },
    host,
    scheme: scheme === "http" ? "http" : "https",
  };
}

/** The same from the bytes of a file. `bytes` may be cut after MAX_INDEX_FILE_BYTES + 1. */
export async function readIndexFile(prims: Primitives, bytes: Bytes): Promise<FoundIndex> {
  if (bytes.length > MAX_INDEX_FILE_BYTES) throw refuse("long");
  let text: string;
  try {
    text = decodeUtf8(bytes);
  } catch (cause) {
    throw new AppError("index-invalid", { details: { reason: "letters" }, cause });
  }
  return parseIndex(prims, text);
}

/** The index line as bytes, to be written. */
export async function writeIndexFile(
  prims: Primitives,
  index: Index,
  host?: string,
): Promise<Bytes> {
  return utf8(await formatIndexFile(prims, index, host));
}
