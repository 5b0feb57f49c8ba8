/** Segments of suite 1: Reed-Solomon cells, each with the digest under AES-256-GCM. */
import { concatBytes, encodeHex, equalBytes, u32, u64, type Bytes } from "../bytes";
import type { Kernel } from "../codec/kernel";
import { decodeData, encodeParity, encodeShard, type Cells } from "../codec/reed-solomon";
import { subsets } from "../codec/subsets";
import {
  cellBytes,
  DIGEST_BYTES,
  PASSPHRASE_FLAG,
  type Parameters,
  type StreamId,
} from "./parameters";
import type { StreamKeys } from "./keys";
import type { Aead, Primitives } from "./primitives";
import {
  encodeSegmentHeader,
  groupBy,
  parseSegmentHeader,
  segmentAad,
  type ExpectedSegment,
  type SegmentCandidate,
  type SegmentCoder,
  type SegmentHeader,
} from "./segment";

const IV_OFFSET = 8;
const IV_END = 20;

/** A shard whose tag opened: its digest and cell lie in the arena at its slot. */
interface OpenedShard {
  readonly i: number;
  readonly header: SegmentHeader;
  readonly digest: Bytes;
}

export interface SegmentContext {
  readonly prims: Primitives;
  readonly kernel: Kernel;
  readonly parameters: Parameters;
  readonly id: Bytes;
  readonly stream: StreamId;
  readonly keys: StreamKeys;
}

/**
 * The arena: slot i holds digest and cell of shard i, so that one piece of memory is what the cipher
 * reads or writes; k more slots take decoded data cells, and one a shard that is computed to compare.
 */
function createSlots({ k, n, z }: Parameters, kernel: Kernel) {
  const strideBytes = DIGEST_BYTES + Math.max(16, 2 ** z);
  const arena = kernel.arena((n + k + 1) * strideBytes);
  const digestOf = (slot: number): Bytes =>
    arena.subarray(slot * strideBytes, slot * strideBytes + DIGEST_BYTES);
  const cellOffset = (slot: number): number => slot * strideBytes + DIGEST_BYTES;
  return {
    digestOf,
    cellOffset,
    cell: (slot: number, lengthBytes: number): Bytes =>
      arena.subarray(cellOffset(slot), cellOffset(slot) + lengthBytes),
    content: (slot: number, lengthBytes: number): Bytes =>
      arena.subarray(slot * strideBytes, cellOffset(slot) + lengthBytes),
    cells: (lengthBytes: number): Cells => ({
      offsets: Array.from({ length: n }, (_, slot) => cellOffset(slot)),
      lengthBytes,
    }),
  };
}

export async function createSealedCoder(context: SegmentContext): Promise<SegmentCoder> {
  const { prims, kernel, parameters, id, stream, keys } = context;
  const { k, n, flags } = parameters;
  const aeads: Aead[] = [];
  for (const key of keys.shard) aeads.push(await prims.aead(key));
  const slots = createSlots(parameters, kernel);
  const aeadOf = (i: number): Aead => {
    const aead = aeads[i];
    if (aead === undefined) throw new RangeError("no key for this position");
    return aead;
  };

  /** Cuts a plaintext into k zero-padded cells, into the slots from `firstSlot` on. */
  function placePlaintext(plaintext: Bytes, lengthBytes: number, firstSlot: number): void {
    for (let c = 0; c < k; c += 1) {
      const target = slots.cell(firstSlot + c, lengthBytes);
      const part = plaintext.subarray(c * lengthBytes, (c + 1) * lengthBytes);
      target.set(part);
      target.fill(0, part.length);
    }
  }

  async function openShard(
    i: number,
    j: number,
    shard: Bytes,
    expected: ExpectedSegment | undefined,
  ): Promise<OpenedShard | undefined> {
    const header = parseSegmentHeader(parameters, stream, j, shard);
    if (header === undefined || i >= n) return undefined;
    if (expected !== undefined && !sameHeader(header, expected)) return undefined;
    const content = slots.content(i, cellBytes(parameters, header.plainBytes));
    const aad = segmentAad(parameters, id, i, shard.subarray(0, IV_OFFSET), j);
    const iv = shard.subarray(IV_OFFSET, IV_END);
    if (!(await aeadOf(i).open(iv, aad, shard.subarray(IV_END), content))) return undefined;
    const digest = slots.digestOf(i).slice();
    if (expected !== undefined && !equalBytes(digest, expected.digest)) return undefined;
    return { i, header, digest };
  }

  /** Joins k opened shards into `into`, padding included, so `into` has k cells. */
  function join(positions: readonly number[], lengthBytes: number, into: Bytes): void {
    const spare = Array.from({ length: k }, (_, c) => slots.cellOffset(n + c));
    decodeData(kernel, slots.cells(lengthBytes), positions, spare);
    for (let c = 0; c < k; c += 1) {
      const slot = positions.includes(c) ? c : n + c;
      const start = c * lengthBytes;
      if (start >= into.length) return;
      into.set(slots.cell(slot, Math.min(lengthBytes, into.length - start)), start);
    }
  }

  /** The shards that are exactly those of this plaintext, padded with zeros. Other slots stay. */
  function fittingShards(
    group: readonly OpenedShard[],
    plaintext: Bytes,
    lengthBytes: number,
  ): number[] {
    placePlaintext(plaintext, lengthBytes, n);
    const data = Array.from({ length: k }, (_, c) => slots.cellOffset(n + c));
    const checkSlot = n + k;
    return group
      .map(({ i }) => i)
      .filter((i) => {
        if (i < k) return equalBytes(slots.cell(i, lengthBytes), slots.cell(n + i, lengthBytes));
        encodeShard(kernel, i, data, slots.cellOffset(checkSlot), lengthBytes);
        return equalBytes(slots.cell(i, lengthBytes), slots.cell(checkSlot, lengthBytes));
      });
  }

  /**
   * Who is proven wrong when this plaintext is the right one. With a passphrase, which may be mistyped,
   * a tag that does not open proves nothing until more than n - k stores open: stores that collude
   * could have sealed the genuine content under the passphrase that was typed.
   */
  function nameWrong(given: Iterable<number>, fitting: readonly number[]): number[] {
    const isPassphraseSure = (flags & PASSPHRASE_FLAG) === 0 || fitting.length > n - k;
    return isPassphraseSure ? [...given].filter((i) => !fitting.includes(i)) : [];
  }

  async function candidateOf(
    group: readonly OpenedShard[],
    given: Iterable<number>,
    into: Bytes | undefined,
  ): Promise<SegmentCandidate | undefined> {
    const [first] = group;
    if (first === undefined || group.length < k) return undefined;
    const { header, digest } = first;
    const lengthBytes = cellBytes(parameters, header.plainBytes);
    const plaintext = into?.subarray(0, header.plainBytes) ?? new Uint8Array(header.plainBytes);
    for (const chosen of subsets(
      group.map(({ i }) => i),
      k,
    )) {
      join(chosen, lengthBytes, plaintext);
      if (!equalBytes(await prims.hash(plaintext), digest)) continue;
      const padded = k * lengthBytes !== header.plainBytes;
      const fitting =
        group.length > k || padded ? fittingShards(group, plaintext, lengthBytes) : chosen;
      return { ...header, plaintext, digest, fitting, wrong: nameWrong(given, fitting) };
    }
    return undefined;
  }

  /** hdr | iv: what all shards of a segment begin with. */
  async function shardStart(j: number, header: SegmentHeader, digest: Bytes): Promise<Bytes> {
    const encoded = encodeSegmentHeader(stream, header);
    const mac = await prims.hmac(keys.derive, u64(j), encoded, digest);
    return concatBytes(encoded, u32(j), mac.subarray(0, 8));
  }

  /** Seals digest and the cell that lies in `slot` as the shard of position i. */
  async function sealShard(
    j: number,
    start: Bytes,
    digest: Bytes,
    { slot, i, lengthBytes }: { slot: number; i: number; lengthBytes: number },
    out: Bytes,
  ): Promise<void> {
    slots.digestOf(slot).set(digest);
    out.set(start);
    const aad = segmentAad(parameters, id, i, start.subarray(0, IV_OFFSET), j);
    const iv = start.subarray(IV_OFFSET, IV_END);
    await aeadOf(i).seal(iv, aad, slots.content(slot, lengthBytes), out.subarray(IV_END));
  }

  return {
    async seal(j, final, plaintext, shards) {
      const digest = await prims.hash(plaintext);
      const lengthBytes = cellBytes(parameters, plaintext.length);
      placePlaintext(plaintext, lengthBytes, 0);
      encodeParity(kernel, slots.cells(lengthBytes), k);
      const start = await shardStart(j, { final, plainBytes: plaintext.length }, digest);
      for (const [i, shard] of shards.entries()) {
        await sealShard(j, start, digest, { slot: i, i, lengthBytes }, shard);
      }
      return digest;
    },

    async rebuild(j, { final, plainBytes, plaintext, digest }, _shards, position, out) {
      const lengthBytes = cellBytes(parameters, plainBytes);
      placePlaintext(plaintext, lengthBytes, n);
      const data = Array.from({ length: k }, (_, c) => slots.cellOffset(n + c));
      const slot = n + k;
      encodeShard(kernel, position, data, slots.cellOffset(slot), lengthBytes);
      const start = await shardStart(j, { final, plainBytes }, digest);
      await sealShard(j, start, digest, { slot, i: position, lengthBytes }, out);
    },

    async candidates(j, shards, expected, into) {
      const opened: OpenedShard[] = [];
      for (const [i, shard] of shards) {
        const result = await openShard(i, j, shard, expected);
        if (result !== undefined) opened.push(result);
      }
      const groups = groupBy(
        opened,
        ({ header, digest }) =>
          `${String(header.final)} ${String(header.plainBytes)} ${encodeHex(digest)}`,
      );
      const found: SegmentCandidate[] = [];
      for (const group of groups.values()) {
        const candidate = await candidateOf(group, shards.keys(), into);
        if (candidate !== undefined) found.push(candidate);
      }
      return found;
    },
  };
}

function sameHeader(a: SegmentHeader, b: SegmentHeader): boolean {
  return a.final === b.final && a.plainBytes === b.plainBytes;
}
