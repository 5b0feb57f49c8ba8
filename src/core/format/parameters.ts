/** What a transfer is cut by, and every size that follows from it (docs/format.md, "Notation"). */
import { AppError } from "../errors";

/** 1 = Reed-Solomon under AES-256-GCM ("sealed"), 2 = Shamir with HMAC ("cipher-free"). */
export type Suite = 1 | 2;

/** 0 = the files' bytes, 1 = the manifest. */
export type StreamId = 0 | 1;
export const PAYLOAD: StreamId = 0;
export const MANIFEST: StreamId = 1;

export interface Parameters {
  readonly suite: Suite;
  /** Shares needed for a restore, 1..n (suite 2: 2..n). */
  readonly k: number;
  /** Stores, at most 16. */
  readonly n: number;
  /** log2 of the cell size in bytes, 6..24. */
  readonly z: number;
  /** log2 of the segments in a pack, 0..8. */
  readonly p: number;
  /** Bit 0: a passphrase is needed (suite 1 only). */
  readonly flags: number;
}

export const PASSPHRASE_FLAG = 1;
export const MAX_SEGMENTS = 2 ** 22;
export const DIGEST_BYTES = 32;
/** Marker, stream, final, zero, u32 plen. */
export const SEGMENT_HEADER_BYTES = 8;
/** Header, iv, tag and digest around a cell of suite 1. */
export const SEALED_OVERHEAD_BYTES = 68;
/** Header, digest and HMAC around a share of suite 2. */
export const SHARED_OVERHEAD_BYTES = 72;

const between = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Whether these parameters are within the format's limits. */
export function areValidParameters(candidate: Parameters): boolean {
  const { suite, k, n, z, p, flags } = candidate;
  return (
    between(suite, 1, 2) &&
    between(n, 1, 16) &&
    between(k, suite === 2 ? 2 : 1, n) &&
    between(z, 6, 24) &&
    between(p, 0, 8) &&
    between(flags, 0, suite === 1 ? PASSPHRASE_FLAG : 0)
  );
}

/** Plaintext bytes of a full segment: k * 2^z. */
export function segmentBytes({ k, z }: Parameters): number {
  return k * 2 ** z;
}

/** Segments of a stream that long: at least one, an empty stream is one empty segment. */
export function segmentCount(parameters: Parameters, totalBytes: number): number {
  return Math.max(1, Math.ceil(totalBytes / segmentBytes(parameters)));
}

/** Plaintext bytes of segment j of a stream that long. */
export function plaintextBytes(parameters: Parameters, totalBytes: number, j: number): number {
  const full = segmentBytes(parameters);
  return Math.max(0, Math.min(full, totalBytes - j * full));
}

/** Suite 1: bytes of a cell of a segment with that much plaintext. */
export function cellBytes({ k }: Parameters, plainBytes: number): number {
  return Math.max(1, Math.ceil(plainBytes / k));
}

/** Bytes of a shard of a segment with that much plaintext. */
export function shardBytes(parameters: Parameters, plainBytes: number): number {
  return parameters.suite === 1
    ? SEALED_OVERHEAD_BYTES + cellBytes(parameters, plainBytes)
    : SHARED_OVERHEAD_BYTES + plainBytes;
}

/** Bytes of a shard of a full segment; shard j lies at (j mod 2^p) times this in its pack. */
export function fullShardBytes(parameters: Parameters): number {
  return shardBytes(parameters, segmentBytes(parameters));
}

/** Packs of a stream that long. */
export function packCount(parameters: Parameters, totalBytes: number): number {
  return Math.ceil(segmentCount(parameters, totalBytes) / 2 ** parameters.p);
}

/** Bytes of the shards of segments `first` .. `first + count - 1`, concatenated. */
export function shardRunBytes(
  parameters: Parameters,
  totalBytes: number,
  first: number,
  count: number,
): number {
  const last = plaintextBytes(parameters, totalBytes, first + count - 1);
  return (count - 1) * fullShardBytes(parameters) + shardBytes(parameters, last);
}

/** Bytes of pack q of a stream that long, at every store. */
export function packBytes(parameters: Parameters, totalBytes: number, q: number): number {
  const first = q * 2 ** parameters.p;
  const count = Math.min(2 ** parameters.p, segmentCount(parameters, totalBytes) - first);
  return shardRunBytes(parameters, totalBytes, first, count);
}

/** Bytes of a head. */
export function headBytes({ suite, n }: Parameters): number {
  return (suite === 1 ? 124 : 108) + 32 * n;
}

const MEBIBYTE = 2 ** 20;
const LARGE_PAYLOAD_BYTES = 16 * 2 ** 30;

/**
 * The writer's choice of z and p: cells of 128 KiB, of 1 MiB for payloads above 16 GiB and larger
 * where 2^22 segments would not do; packs of at most 4 MiB, and of at most 16 MiB over all stores, so
 * that four rows of packs fit the 64 MiB that may be in flight. Throws `source-too-large`.
 */
export function chooseLayout(
  shape: Pick<Parameters, "suite" | "k" | "n" | "flags">,
  totalBytes: number,
): Parameters {
  let z = totalBytes > LARGE_PAYLOAD_BYTES ? 20 : 17;
  while (z < 24 && totalBytes > shape.k * 2 ** z * MAX_SEGMENTS) z += 1;
  if (totalBytes > shape.k * 2 ** z * MAX_SEGMENTS) throw new AppError("source-too-large");
  const contentBytes = 2 ** z * (shape.suite === 1 ? 1 : shape.k);
  const packLimitBytes = Math.min(4 * MEBIBYTE, (16 * MEBIBYTE) / shape.n);
  const p = Math.floor(Math.log2(packLimitBytes / contentBytes));
  return { ...shape, z, p: Math.min(8, Math.max(0, p)) };
}
