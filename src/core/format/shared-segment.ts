/** Segments of suite 2: Shamir shares of digest and plaintext, each under HMAC. */
import { encodeHex, equalBytes, u64, type Bytes } from "../bytes";
import { FIELD_11D } from "../codec/gf256";
import { interpolationRow, shareRow } from "../codec/shamir";
import { subsets } from "../codec/subsets";
import { DIGEST_BYTES, SEGMENT_HEADER_BYTES } from "./parameters";
import {
  encodeSegmentHeader,
  groupBy,
  isSameHeader,
  parseSegmentHeader,
  segmentAad,
  type ExpectedSegment,
  type SegmentCandidate,
  type SegmentCoder,
  type SegmentContext,
  type SegmentHeader,
} from "./segment";

const MAC_BYTES = 32;

/** A shard whose HMAC is right: its share lies in the slot of its position. */
interface OpenedShare {
  readonly i: number;
  readonly header: SegmentHeader;
}

interface FoundMessage {
  readonly plaintext: Bytes;
  readonly digest: Bytes;
  readonly fitting: Set<number>;
}

export function createSharedCoder(context: SegmentContext): SegmentCoder {
  return new SharedCoder(context);
}

/**
 * The arena: slots 0..n-1 hold the shares, slot n what is computed from them, slots n+1..n+k the message
 * and the randomness of a sender.
 */
class SharedCoder implements SegmentCoder {
  readonly #context: SegmentContext;
  readonly #k: number;
  readonly #n: number;
  readonly #strideBytes: number;
  readonly #arena: Bytes;

  constructor(context: SegmentContext) {
    const { k, n, z } = context.parameters;
    this.#context = context;
    this.#k = k;
    this.#n = n;
    this.#strideBytes = DIGEST_BYTES + k * 2 ** z;
    this.#arena = context.kernel.arena((n + 1 + k) * this.#strideBytes);
  }

  async seal(
    j: number,
    final: boolean,
    plaintext: Bytes,
    shards: readonly Bytes[],
  ): Promise<Bytes> {
    const { prims, keys, stream } = this.#context;
    const digest = await prims.hash(plaintext);
    const header = encodeSegmentHeader(stream, { final, plainBytes: plaintext.length });
    const lengthBytes = DIGEST_BYTES + plaintext.length;
    const message = this.#slot(this.#n + 1, lengthBytes);
    message.set(digest);
    message.set(plaintext, DIGEST_BYTES);
    await this.#placeRandomness(await prims.hmac(keys.derive, u64(j), header, digest), lengthBytes);
    const sources = Array.from({ length: this.#k }, (_, index) => this.#n + 1 + index);
    for (const [i, shard] of shards.entries()) {
      const row = shareRow(FIELD_11D, i, this.#k);
      await this.#writeShard(i, j, header, this.#combine(row, sources, lengthBytes), shard);
    }
    return digest;
  }

  async rebuild(
    j: number,
    { final, plainBytes, fitting }: SegmentCandidate,
    shards: ReadonlyMap<number, Bytes>,
    position: number,
    out: Bytes,
  ): Promise<void> {
    const chosen = fitting.slice(0, this.#k);
    const lengthBytes = DIGEST_BYTES + plainBytes;
    for (const i of chosen) {
      const share = shards
        .get(i)
        ?.subarray(SEGMENT_HEADER_BYTES, SEGMENT_HEADER_BYTES + lengthBytes);
      if (share !== undefined) this.#slot(i, lengthBytes).set(share);
    }
    const header = encodeSegmentHeader(this.#context.stream, { final, plainBytes });
    const share = this.#interpolate(chosen, position + 1, lengthBytes);
    await this.#writeShard(position, j, header, share, out);
  }

  async candidates(
    j: number,
    shards: ReadonlyMap<number, Bytes>,
    expected?: ExpectedSegment,
    into?: Bytes,
  ): Promise<SegmentCandidate[]> {
    const opened: OpenedShare[] = [];
    for (const [i, shard] of shards) {
      const share = await this.#openShare(i, j, shard);
      if (share === undefined) continue;
      if (expected === undefined || isSameHeader(share.header, expected)) opened.push(share);
    }
    const groups = groupBy(
      opened,
      ({ header }) => `${String(header.final)} ${String(header.plainBytes)}`,
    );
    const found: SegmentCandidate[] = [];
    for (const [first, ...others] of groups.values()) {
      if (first === undefined) continue;
      const positions = [first.i, ...others.map(({ i }) => i)];
      for (const message of await this.#messages(positions, first.header, expected?.digest)) {
        const wrong = this.#nameWrong(shards, opened, message.fitting);
        const fitting = [...message.fitting];
        found.push({ ...first.header, ...message, fitting, wrong });
      }
    }
    return into === undefined ? found : found.map((candidate) => moveInto(candidate, into));
  }

  /** r_1 .. r_{k-1}: consecutive runs of the keystream, into the slots behind the message. */
  async #placeRandomness(key: Bytes, lengthBytes: number): Promise<void> {
    const randomness = new Uint8Array((this.#k - 1) * lengthBytes);
    await this.#context.prims.keystream(key, randomness);
    for (let run = 0; run < this.#k - 1; run += 1) {
      const part = randomness.subarray(run * lengthBytes, (run + 1) * lengthBytes);
      this.#slot(this.#n + 2 + run, lengthBytes).set(part);
    }
  }

  async #openShare(i: number, j: number, shard: Bytes): Promise<OpenedShare | undefined> {
    const { parameters, stream } = this.#context;
    const header = parseSegmentHeader(parameters, stream, j, shard);
    if (header === undefined || i >= this.#n) return undefined;
    const share = shard.subarray(SEGMENT_HEADER_BYTES, shard.length - MAC_BYTES);
    const mac = await this.#macOf(i, j, shard.subarray(0, SEGMENT_HEADER_BYTES), share);
    if (!equalBytes(mac, shard.subarray(shard.length - MAC_BYTES))) return undefined;
    this.#slot(i, share.length).set(share);
    return { i, header };
  }

  /** The messages of all k-subsets that carry their own digest, each with the positions that fit it. */
  async #messages(
    positions: readonly number[],
    { plainBytes }: SegmentHeader,
    wanted: Bytes | undefined,
  ): Promise<Iterable<FoundMessage>> {
    const lengthBytes = DIGEST_BYTES + plainBytes;
    const found = new Map<string, FoundMessage & { readonly lines: number[][] }>();
    const lines: number[][] = [];
    for (const chosen of subsets(positions, this.#k)) {
      if (lines.some((line) => chosen.every((i) => line.includes(i)))) continue;
      // Liars can make every subset wrong: the digest alone sorts them out, at a fraction of the work.
      const digest = this.#interpolate(chosen, 0, DIGEST_BYTES).slice();
      if (wanted !== undefined && !equalBytes(digest, wanted)) continue;
      const plaintext = this.#interpolate(chosen, 0, lengthBytes).slice(DIGEST_BYTES);
      if (!equalBytes(await this.#context.prims.hash(plaintext), digest)) continue;
      const line = this.#lineThrough(chosen, positions, lengthBytes);
      lines.push(line);
      const key = encodeHex(digest);
      const known = found.get(key) ?? { plaintext, digest, fitting: new Set<number>(), lines: [] };
      known.lines.push(line);
      found.set(key, known);
      if (line.length === positions.length) break;
    }
    // The polynomial that most stores lie on comes first: a lost store is rebuilt on it.
    return [...found.values()].map(({ plaintext, digest, lines: own }) => {
      const ordered = [...own].sort((x, y) => y.length - x.length).flat();
      return { plaintext, digest, fitting: new Set(ordered) };
    });
  }

  /** The positions that lie on the polynomial through the chosen ones. */
  #lineThrough(
    chosen: readonly number[],
    positions: readonly number[],
    lengthBytes: number,
  ): number[] {
    return positions.filter((i) => {
      if (chosen.includes(i)) return true;
      const value = this.#interpolate(chosen, i + 1, lengthBytes);
      return equalBytes(value, this.#slot(i, lengthBytes));
    });
  }

  /**
   * Who is proven wrong when this plaintext is the right one: those whose HMAC or header is wrong, and,
   * once all n stores have answered, those in no k-subset that fits. With fewer answers the k honest
   * stores may not be among them, and an honest one could look like the odd one out.
   */
  #nameWrong(
    shards: ReadonlyMap<number, Bytes>,
    opened: readonly OpenedShare[],
    fitting: ReadonlySet<number>,
  ): number[] {
    const isComplete = shards.size === this.#n;
    const isOpened = (i: number): boolean => opened.some((share) => share.i === i);
    return [...shards.keys()].filter((i) => !fitting.has(i) && (isComplete || !isOpened(i)));
  }

  /** The value at x of the polynomial through the shares of `chosen`; x = 0 is the message. */
  #interpolate(chosen: readonly number[], x: number, lengthBytes: number): Bytes {
    return this.#combine(interpolationRow(FIELD_11D, chosen, x), chosen, lengthBytes);
  }

  #combine(coefficients: readonly number[], slots: readonly number[], lengthBytes: number): Bytes {
    const sources = slots.map((slot) => slot * this.#strideBytes);
    const target = this.#n * this.#strideBytes;
    this.#context.kernel.combine({ field: FIELD_11D, coefficients, sources, target, lengthBytes });
    return this.#slot(this.#n, lengthBytes);
  }

  async #writeShard(i: number, j: number, header: Bytes, share: Bytes, out: Bytes): Promise<void> {
    out.set(header);
    out.set(share, SEGMENT_HEADER_BYTES);
    const stored = out.subarray(SEGMENT_HEADER_BYTES, SEGMENT_HEADER_BYTES + share.length);
    out.set(await this.#macOf(i, j, header, stored), SEGMENT_HEADER_BYTES + share.length);
  }

  async #macOf(i: number, j: number, header: Bytes, share: Bytes): Promise<Bytes> {
    const { prims, parameters, id, keys } = this.#context;
    const key = keys.shard[i];
    if (key === undefined) throw new RangeError("no key for this position");
    return prims.hmac(key, segmentAad(parameters, id, i, header, j), share);
  }

  #slot(slot: number, lengthBytes: number): Bytes {
    const start = slot * this.#strideBytes;
    return this.#arena.subarray(start, start + lengthBytes);
  }
}

function moveInto(candidate: SegmentCandidate, into: Bytes): SegmentCandidate {
  into.set(candidate.plaintext);
  return { ...candidate, plaintext: into.subarray(0, candidate.plainBytes) };
}
