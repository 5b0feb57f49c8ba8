/**
 * The slow and obvious twin of the segments of both suites: docs/format.md, "Keys" and "Segment j", read
 * aloud with node:crypto, from the secrets to the shards.
 */
import { createCipheriv, createHash, createHmac, hkdfSync } from "node:crypto";
import type { Bytes } from "../../src/core/bytes";
import { encode } from "./reed-solomon";
import { share } from "./shamir";

export interface TransferSetup {
  readonly suite: 1 | 2;
  readonly k: number;
  readonly n: number;
  readonly z: number;
  /** T */
  readonly id: Uint8Array;
  /** S */
  readonly secret: Uint8Array;
  /** Kd in suite 1, R in suite 2. */
  readonly key: Uint8Array;
}

const label = (text: string): Buffer => Buffer.from(text.padEnd(8, "\0"), "ascii");

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const u64 = (value: number): Buffer => Buffer.concat([u32(0), u32(value)]);

const hash = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

const hmac = (key: Uint8Array, ...parts: Uint8Array[]): Buffer =>
  createHmac("sha256", key).update(Buffer.concat(parts)).digest();

const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array): Buffer =>
  Buffer.from(hkdfSync("sha256", ikm, salt, info, 32));

const bytes = (...values: number[]): Buffer => Buffer.from(values);

const plain = (buffer: Uint8Array): Bytes => new Uint8Array(buffer);

/** Shard i of segment j of stream s, for every i. */
export function sealSegment(
  setup: TransferSetup,
  s: 0 | 1,
  j: number,
  final: boolean,
  plaintext: Uint8Array,
): Bytes[] {
  const { suite, k, n, z, id } = setup;
  const h = hash(plaintext);
  const hdr = Buffer.concat([bytes(0x53, s, final ? 1 : 0, 0), u32(plaintext.length)]);
  const seal = suite === 1 ? sealCells : sealShares;
  return seal(setup, s, j, { h, hdr, plaintext }, (i) =>
    Buffer.concat([label("sd1/seg"), id, bytes(suite, k, n, z, i), hdr, u64(j)]),
  ).slice(0, n);
}

interface Content {
  readonly h: Buffer;
  readonly hdr: Buffer;
  readonly plaintext: Uint8Array;
}

function sealCells(
  { k, n, id, secret, key }: TransferSetup,
  s: number,
  j: number,
  { h, hdr, plaintext }: Content,
  aadOf: (i: number) => Buffer,
): Bytes[] {
  const ikm = Buffer.concat([secret, key]);
  const keyIv = hkdf(ikm, id, Buffer.concat([label("sd1/iv"), bytes(s)]));
  const iv = Buffer.concat([u32(j), hmac(keyIv, u64(j), hdr, h).subarray(0, 8)]);
  const cell = Math.max(1, Math.ceil(plaintext.length / k));
  const padded = Buffer.alloc(k * cell);
  padded.set(plaintext);
  const data = Array.from({ length: k }, (_, c) => padded.subarray(c * cell, (c + 1) * cell));
  return encode(data, n).map((shard, i) => {
    const keySeal = hkdf(ikm, id, Buffer.concat([label("sd1/seal"), bytes(s, i)]));
    const cipher = createCipheriv("aes-256-gcm", keySeal, iv).setAAD(aadOf(i));
    const sealed = [cipher.update(h), cipher.update(shard), cipher.final(), cipher.getAuthTag()];
    return plain(Buffer.concat([hdr, iv, ...sealed]));
  });
}

function sealShares(
  { k, n, id, secret, key }: TransferSetup,
  s: number,
  j: number,
  { h, hdr, plaintext }: Content,
  aadOf: (i: number) => Buffer,
): Bytes[] {
  const keyRnd = hkdf(key, id, Buffer.concat([label("sd1/rnd"), bytes(s)]));
  const m = Buffer.concat([h, plaintext]);
  const generator = createCipheriv("aes-256-ctr", hmac(keyRnd, u64(j), hdr, h), Buffer.alloc(16));
  const r = generator.update(Buffer.alloc((k - 1) * m.length));
  const runs = Array.from({ length: k - 1 }, (_, e) =>
    r.subarray(e * m.length, (e + 1) * m.length),
  );
  return Array.from({ length: n }, (_, i) => {
    const keyMac = hkdf(secret, id, Buffer.concat([label("sd1/mac"), bytes(s, i)]));
    const v = share(0x11d, [m, ...runs], i);
    return plain(Buffer.concat([hdr, v, hmac(keyMac, aadOf(i), v)]));
  });
}
