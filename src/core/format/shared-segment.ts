/** Segments of suite 2: Shamir shares of digest and plaintext, each under HMAC. */
import { encodeHex, equalBytes, u64, type Bytes } from "../bytes";
import { FIELD_11D } from "../codec/gf256";
import { interpolationRow, shareRow } from "../codec/shamir";
import { subsets } from "../codec/subsets";
import { DIGEST_BYTES, SEGMENT_HEADER_BYTES } from "./parameters";
import type { SegmentContext } from "./sealed-segment";
import {
  encodeSegmentHeader,
  groupBy,
  parseSegmentHeader,
  segmentAad,
  type SegmentCandidate,
  type SegmentCoder,
  type SegmentHeader,
} from "./segment";

const MAC_BYTES = 32;

interface OpenedShare {
  readonly i: number;
  readonly header: SegmentHeader;
}

export function createSharedCoder(context: SegmentContext): SegmentCoder {
  const { prims, kernel, parameters, id, stream, keys } = context;
  const { k, n, z } = parameters;
  // Slots 0..n-1: the shares; slot n: what is computed from them; n+1..n+k: message and randomness.
  const strideBytes = DIGEST_BYTES + k * 2 ** z;
  const arena = kernel.arena((n + 1 + k) * strideBytes);
  const offsetOf = (slot: number): number => slot * strideBytes;
  const content = (slot: number, lengthBytes: number): Bytes =>
    arena.subarray(offsetOf(slot), offsetOf(slot) + lengthBytes);

  const combine = (
    coefficients: readonly number[],
    sources: readonly number[],
    target: number,
    lengthBytes: number,
  ): Bytes => {
    const offsets = sources.map(offsetOf);
    kernel.combine({
      field: FIELD_11D,
      coefficients,
      sources: offsets,
      target: offsetOf(target),
      lengthBytes,
    });
    return content(target, lengthBytes);
  };

  async function macOf(i: number, header: Bytes, j: number, share: Bytes): Promise<Bytes> {
    const key = keys.shard[i];
    if (key === undefined) throw new RangeError("no key for this position");
    return prims.hmac(key, segmentAad(parameters, id, i, header, j), share);
  }

  async function openShare(i: number, j: number, shard: Bytes): Promise<OpenedShare | undefined> {
    const header = parseSegmentHeader(parameters, stream, j, shard);
    if (header === undefined || i >= n) return undefined;
    const share = shard.subarray(SEGMENT_HEADER_BYTES, shard.length - MAC_BYTES);
    const mac = await macOf(i, shard.subarray(0, SEGMENT_HEADER_BYTES), j, share);
    if (!equalBytes(mac, shard.subarray(shard.length - MAC_BYTES))) return undefined;
    content(i, share.length).set(share);
    return { i, header };
  }

  /** Whether the share of `i` lies on the polynomial through the shares of `chosen`. */
  function lies(chosen: readonly number[], i: number, lengthBytes: number): boolean {
    const value = combine(interpolationRow(FIELD_11D, chosen, i + 1), chosen, n, lengthBytes);
    return equalBytes(value, content(i, lengthBytes));
  }

  /**
   * Who is proven wrong when this plaintext is the right one: those whose HMAC is wrong, and, once all
   * n stores have answered, those in no k-subset that fits. With fewer answers the k honest stores may
   * not be among them, and an honest one could look like the odd one out.
   */
  function nameWrong(
    shards: ReadonlyMap<number, Bytes>,
    opened: readonly OpenedShare[],
    fitting: ReadonlySet<number>,
  ): number[] {
    const isComplete = shards.size === n;
    const isOpened = (i: number): boolean => opened.some((share) => share.i === i);
    return [...shards.keys()].filter((i) => !fitting.has(i) && (isComplete || !isOpened(i)));
  }

  /** Every k-subset whose message carries its own digest, as candidates with all that fit them. */
  async function candidatesOf(
    group: readonly OpenedShare[],
    wanted: Bytes | undefined,
    wrongBeside: (fitting: ReadonlySet<number>) => number[],
  ): Promise<SegmentCandidate[]> {
    const header = group[0]?.header;
    if (header === undefined) return [];
    const lengthBytes = DIGEST_BYTES + header.plainBytes;
    const positions = group.map(({ i }) => i);
    const found = new Map<string, { plaintext: Bytes; digest: Bytes; fitting: Set<number> }>();
    for (const chosen of subsets(positions, k)) {
      const message = combine(interpolationRow(FIELD_11D, chosen, 0), chosen, n, lengthBytes);
      const digest = message.slice(0, DIGEST_BYTES);
      if (wanted !== undefined && !equalBytes(digest, wanted)) continue;
      const plaintext = message.slice(DIGEST_BYTES);
      if (!equalBytes(await prims.hash(plaintext), digest)) continue;
      const known = found.get(encodeHex(digest));
      const candidate = known ?? { plaintext, digest, fitting: new Set(chosen) };
      found.set(encodeHex(digest), candidate);
      for (const i of chosen) candidate.fitting.add(i);
      for (const i of positions) {
        if (!candidate.fitting.has(i) && lies(chosen, i, lengthBytes)) candidate.fitting.add(i);
      }
      if (candidate.fitting.size === positions.length) break;
    }
    return [...found.values()].map((candidate) => ({
      ...header,
      ...candidate,
      fitting: [...candidate.fitting],
      wrong: wrongBeside(candidate.fitting),
    }));
  }

  async function writeShard(i: number, j: number, header: Bytes, share: Bytes, out: Bytes) {
    out.set(header);
    out.set(share, SEGMENT_HEADER_BYTES);
    const stored = out.subarray(SEGMENT_HEADER_BYTES, SEGMENT_HEADER_BYTES + share.length);
    out.set(await macOf(i, header, j, stored), SEGMENT_HEADER_BYTES + share.length);
  }

  return {
    async seal(j, final, plaintext, shards) {
      const digest = await prims.hash(plaintext);
      const header = encodeSegmentHeader(stream, { final, plainBytes: plaintext.length });
      const lengthBytes = DIGEST_BYTES + plaintext.length;
      const sources = Array.from({ length: k }, (_, index) => n + 1 + index);
      const message = content(n + 1, lengthBytes);
      message.set(digest);
      message.set(plaintext, DIGEST_BYTES);
      const randomness = new Uint8Array((k - 1) * lengthBytes);
      await prims.keystream(await prims.hmac(keys.derive, u64(j), header, digest), randomness);
      for (let run = 0; run < k - 1; run += 1) {
        const part = randomness.subarray(run * lengthBytes, (run + 1) * lengthBytes);
        content(n + 2 + run, lengthBytes).set(part);
      }
      for (const [i, shard] of shards.entries()) {
        const share = combine(shareRow(FIELD_11D, i, k), sources, n, lengthBytes);
        await writeShard(i, j, header, share, shard);
      }
      return digest;
    },

    async rebuild(j, { final, plainBytes, fitting }, shards, position, out) {
      const chosen = fitting.slice(0, k);
      const lengthBytes = DIGEST_BYTES + plainBytes;
      for (const i of chosen) {
        const shard = shards.get(i) ?? new Uint8Array(0);
        content(i, lengthBytes).set(shard.subarray(SEGMENT_HEADER_BYTES).subarray(0, lengthBytes));
      }
      const share = combine(
        interpolationRow(FIELD_11D, chosen, position + 1),
        chosen,
        n,
        lengthBytes,
      );
      const header = encodeSegmentHeader(stream, { final, plainBytes });
      await writeShard(position, j, header, share, out);
    },

    async candidates(j, shards, expected, into) {
      const opened: OpenedShare[] = [];
      for (const [i, shard] of shards) {
        const result = await openShare(i, j, shard);
        const { final, plainBytes } = result?.header ?? {};
        if (result === undefined) continue;
        if (expected !== undefined && final !== expected.final) continue;
        if (expected !== undefined && plainBytes !== expected.plainBytes) continue;
        opened.push(result);
      }
      const groups = groupBy(
        opened,
        ({ header }) => `${String(header.final)} ${String(header.plainBytes)}`,
      );
      const found: SegmentCandidate[] = [];
      for (const group of groups.values()) {
        const wrongBeside = (fitting: ReadonlySet<number>): number[] =>
          nameWrong(shards, opened, fitting);
        found.push(...(await candidatesOf(group, expected?.digest, wrongBeside)));
      }
      if (into === undefined) return found;
      return found.map((candidate) => {
        into.set(candidate.plaintext);
        return { ...candidate, plaintext: into.subarray(0, candidate.plainBytes) };
      });
    },
  };
}
