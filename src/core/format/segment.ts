/** What both suites share of a segment: its header, its associated data and the port of a suite. */
import { byteString, concatBytes, readU32, u32, u64, type Bytes } from "../bytes";
import type { Kernel } from "../codec/kernel";
import { label, type StreamKeys } from "./keys";
import type { Primitives } from "./primitives";
import {
  segmentBytes,
  shardBytes,
  SEGMENT_HEADER_BYTES,
  type Parameters,
  type StreamId,
} from "./parameters";

const MARKER = 0x53;
const AAD_LABEL = label("sd1/seg");

/** What the header of a shard says of its segment. */
export interface SegmentHeader {
  readonly final: boolean;
  readonly plainBytes: number;
}

/** A plaintext that k shards of one header agree on and whose digest is right. */
export interface SegmentCandidate extends SegmentHeader {
  readonly plaintext: Bytes;
  /** H(plaintext). */
  readonly digest: Bytes;
  /** The positions whose shard is exactly the one that belongs to this plaintext. */
  readonly fitting: readonly number[];
  /** The positions that are proven to have given something else, should this be the right plaintext. */
  readonly wrong: readonly number[];
}

/** What a reader of the payload already knows from the signed manifest. */
export interface ExpectedSegment extends SegmentHeader {
  readonly digest: Bytes;
}

/** What a suite works with. */
export interface SegmentContext {
  readonly prims: Primitives;
  readonly kernel: Kernel;
  readonly parameters: Parameters;
  readonly id: Bytes;
  readonly stream: StreamId;
  readonly keys: StreamKeys;
}

/** Seals and opens the segments of one stream of one transfer, in one suite. One call at a time. */
export interface SegmentCoder {
  /**
   * Writes shard i of segment j to shards[i], which has exactly the right size, and returns
   * H(plaintext).
   */
  seal(j: number, final: boolean, plaintext: Bytes, shards: readonly Bytes[]): Promise<Bytes>;
  /**
   * The plaintexts that the shards (by position) can be put together to. With `expected` there is at
   * most one, written to `into`; with exactly k honest shards nothing is computed twice.
   */
  candidates(
    j: number,
    shards: ReadonlyMap<number, Bytes>,
    expected?: ExpectedSegment,
    into?: Bytes,
  ): Promise<SegmentCandidate[]>;
  /**
   * Writes the shard of `position` to `out`, from a candidate that `candidates` has just found in
   * `shards`: how a lost store is filled again. Needs no secret that only the sender has.
   */
  rebuild(
    j: number,
    candidate: SegmentCandidate,
    shards: ReadonlyMap<number, Bytes>,
    position: number,
    out: Bytes,
  ): Promise<void>;
}

/** hdr: 0x53 | s | final | 0x00 | u32 plen. */
export function encodeSegmentHeader(stream: StreamId, header: SegmentHeader): Bytes {
  return concatBytes(byteString(MARKER, stream, Number(header.final), 0), u32(header.plainBytes));
}

/**
 * Reads the header of a shard; undefined when it breaks a rule or the shard's length is not the one
 * that follows from it.
 */
export function parseSegmentHeader(
  parameters: Parameters,
  stream: StreamId,
  j: number,
  shard: Bytes,
): SegmentHeader | undefined {
  if (shard.length < SEGMENT_HEADER_BYTES) return undefined;
  const [marker, streamByte, final, zero] = shard;
  if (marker !== MARKER || streamByte !== stream || zero !== 0) return undefined;
  if (final !== 0 && final !== 1) return undefined;
  const plainBytes = readU32(shard, 4);
  const fullBytes = segmentBytes(parameters);
  if (plainBytes > fullBytes || (final === 0 && plainBytes !== fullBytes)) return undefined;
  if (plainBytes === 0 && j !== 0) return undefined;
  if (shard.length !== shardBytes(parameters, plainBytes)) return undefined;
  return { final: final === 1, plainBytes };
}

/** aad of shard i: L("sd1/seg") || T || suite || k || n || z || i || hdr || u64 j. */
export function segmentAad(
  parameters: Parameters,
  id: Bytes,
  i: number,
  header: Bytes,
  j: number,
): Bytes {
  const { suite, k, n, z } = parameters;
  return concatBytes(AAD_LABEL, id, byteString(suite, k, n, z, i), header, u64(j));
}

export function isSameHeader(a: SegmentHeader, b: SegmentHeader): boolean {
  return a.final === b.final && a.plainBytes === b.plainBytes;
}

/** Groups what can only fit together by a key. */
export function groupBy<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
