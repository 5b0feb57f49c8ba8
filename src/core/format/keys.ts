/** Every key and name of a transfer (docs/format.md, "Keys" and "Objects"). */
import { byteString, concatBytes, encodeBase64Url, u64, utf8, type Bytes } from "../bytes";
import type { Primitives } from "./primitives";
import type { Parameters, StreamId } from "./parameters";

/** 0 = payload pack, 1 = manifest pack, 2 = head. */
export type ObjectKind = 0 | 1 | 2;
export const HEAD_KIND: ObjectKind = 2;

/** L("x"): ASCII padded with zeros to 8 bytes. */
export function label(text: string): Bytes {
  const bytes = new Uint8Array(8);
  bytes.set(utf8(text));
  return bytes;
}

/** HKDF-Extract (RFC 5869). */
async function extract(prims: Primitives, salt: Bytes, ikm: Bytes): Promise<Bytes> {
  return prims.hmac(salt, ikm);
}

/** HKDF-Expand (RFC 5869) to 32 bytes: one block. */
async function expand(prims: Primitives, prk: Bytes, info: Bytes): Promise<Bytes> {
  return prims.hmac(prk, info, byteString(1));
}

/** The keys that need nothing but the index. */
export interface IndexKeys {
  readonly name: Bytes;
  readonly note: Bytes;
  /** One for each position. */
  readonly wrap: readonly Bytes[];
}

/** The raw keys of one stream, all that a coder is told. */
export interface StreamKeys {
  /** Suite 1: AES-256-GCM key for each position. Suite 2: HMAC key for each position. */
  readonly shard: readonly Bytes[];
  /** Suite 1: K_iv. Suite 2: K_rnd, empty for a reader, who does not know it. */
  readonly derive: Bytes;
}

/** Keys from the index secret S alone. `n` may be that of the route, before a head was read. */
export async function deriveIndexKeys(
  prims: Primitives,
  id: Bytes,
  secret: Bytes,
  n: number,
): Promise<IndexKeys> {
  const prk0 = await extract(prims, id, secret);
  const wrap: Bytes[] = [];
  for (let i = 0; i < n; i += 1) {
    wrap.push(await expand(prims, prk0, concatBytes(label("sd1/wrap"), byteString(i))));
  }
  return {
    name: await expand(prims, prk0, label("sd1/name")),
    note: await expand(prims, prk0, label("sd1/note")),
    wrap,
  };
}

/** What the keys of suite 1 grow from: S || Kd || pw, where pw is empty without a passphrase. */
export async function deriveSealedKeys(
  prims: Primitives,
  id: Bytes,
  ikm: { secret: Bytes; dataKey: Bytes; passphraseKey: Bytes },
  n: number,
  stream: StreamId,
): Promise<StreamKeys> {
  const prk1 = await extract(prims, id, concatBytes(ikm.secret, ikm.dataKey, ikm.passphraseKey));
  const shard: Bytes[] = [];
  for (let i = 0; i < n; i += 1) {
    shard.push(await expand(prims, prk1, concatBytes(label("sd1/seal"), byteString(stream, i))));
  }
  const derive = await expand(prims, prk1, concatBytes(label("sd1/iv"), byteString(stream)));
  return { shard, derive };
}

/** The keys of suite 2. `randomSeed` is R, known to the sender only: undefined for a reader. */
export async function deriveSharedKeys(
  prims: Primitives,
  id: Bytes,
  ikm: { secret: Bytes; randomSeed: Bytes | undefined },
  n: number,
  stream: StreamId,
): Promise<StreamKeys> {
  const prk0 = await extract(prims, id, ikm.secret);
  const shard: Bytes[] = [];
  for (let i = 0; i < n; i += 1) {
    shard.push(await expand(prims, prk0, concatBytes(label("sd1/mac"), byteString(stream, i))));
  }
  if (ikm.randomSeed === undefined) return { shard, derive: new Uint8Array(0) };
  const prk = await extract(prims, id, ikm.randomSeed);
  const derive = await expand(prims, prk, concatBytes(label("sd1/rnd"), byteString(stream)));
  return { shard, derive };
}

/** The name of an object at store i: 20 characters that say nothing without the index. */
export async function objectName(
  prims: Primitives,
  nameKey: Bytes,
  kind: ObjectKind,
  i: number,
  q: number,
): Promise<string> {
  const mac = await prims.hmac(nameKey, byteString(kind, i), u64(q));
  return encodeBase64Url(mac.subarray(0, 15));
}

/** What a coder works with; plain data, so that it can be posted to a worker. */
export interface CoderSecrets {
  readonly parameters: Parameters;
  readonly id: Bytes;
  readonly payload: StreamKeys;
  readonly manifest: StreamKeys;
}
