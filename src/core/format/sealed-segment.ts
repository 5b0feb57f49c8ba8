/** Segments of suite 1: Reed-Solomon cells, each with the digest under AES-256-GCM. */
import { concatBytes, encodeHex, equalBytes, u32, u64, type Bytes } from "../bytes";
import type { Kernel } from "../codec/kernel";
import { decodeData, encodeParity, encodeShard } from "../codec/reed-solomon";
import { subsets } from "../codec/subsets";
import { cellBytes, PASSPHRASE_FLAG } from "./parameters";
import type { Aead } from "./primitives";
import { SealedSlots } from "./sealed-slots";
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

const IV_OFFSET = 8;
const IV_END = 20;

/** A shard whose tag opened: its digest and cell lie in the slot of its position. */
interface OpenedShard {
  readonly i: number;
  readonly header: SegmentHeader;
  readonly digest: Bytes;
}

/** Whether a shard states the segment that is expected. */
function isOf({ header, digest }: OpenedShard, expected: ExpectedSegment): boolean {
  return isSameHeader(header, expected) && equalBytes(digest, expected.digest);
}

export async function createSealedCoder(context: SegmentContext): Promise<SegmentCoder> {
  const aeads: Aead[] = [];
  for (const key of context.keys.shard) aeads.push(await context.prims.aead(key));
  return new SealedCoder(context, aeads);
}

class SealedCoder implements SegmentCoder {
  readonly #context: SegmentContext;
  readonly #aeads: readonly Aead[];
  readonly #kernel: Kernel;
  readonly #slots: SealedSlots;
  readonly #k: number;

  constructor(context: SegmentContext, aeads: readonly Aead[]) {
    this.#context = context;
    this.#aeads = aeads;
    this.#kernel = context.kernel;
    this.#slots = new SealedSlots(context.parameters, context.kernel);
    this.#k = context.parameters.k;
  }

  async seal(
    j: number,
    final: boolean,
    plaintext: Bytes,
    shards: readonly Bytes[],
  ): Promise<Bytes> {
    const digest = await this.#context.prims.hash(plaintext);
    const lengthBytes = cellBytes(this.#context.parameters, plaintext.length);
    this.#slots.placeData(plaintext, lengthBytes, 0);
    encodeParity(this.#kernel, this.#slots.cells(lengthBytes), this.#k);
    const start = await this.#shardStart(j, { final, plainBytes: plaintext.length }, digest);
    await Promise.all(
      shards.map((shard, i) =>
        this.#sealShard(j, start, digest, { slot: i, i, lengthBytes }, shard),
      ),
    );
    return digest;
  }

  async rebuild(
    j: number,
    { final, plainBytes, plaintext, digest }: SegmentCandidate,
    _shards: ReadonlyMap<number, Bytes>,
    position: number,
    out: Bytes,
  ): Promise<void> {
    const lengthBytes = cellBytes(this.#context.parameters, plainBytes);
    this.#slots.placeData(plaintext, lengthBytes, this.#slots.firstSpare);
    const slot = this.#computeShard(position, lengthBytes);
    const start = await this.#shardStart(j, { final, plainBytes }, digest);
    await this.#sealShard(j, start, digest, { slot, i: position, lengthBytes }, out);
  }

  async candidates(
    j: number,
    shards: ReadonlyMap<number, Bytes>,
    expected?: ExpectedSegment,
    into?: Bytes,
  ): Promise<SegmentCandidate[]> {
    if (expected !== undefined && into !== undefined) {
      const candidate = await this.#openData(j, shards, expected, into);
      if (candidate !== undefined) return [candidate];
    }
    const results = await Promise.all(
      [...shards].map(([i, shard]) => this.#openShard(i, j, shard)),
    );
    const opened = results.filter((result) => result !== undefined);
    const possible = opened.filter((shard) => expected === undefined || isOf(shard, expected));
    const groups = groupBy(
      possible,
      ({ header: { final, plainBytes }, digest }) =>
        `${String(final)} ${String(plainBytes)} ${encodeHex(digest)}`,
    );
    const found: SegmentCandidate[] = [];
    for (const group of groups.values()) {
      const candidate = await this.#candidateOf(group, opened, [...shards.keys()], into);
      if (candidate !== undefined) found.push(candidate);
    }
    return found;
  }

  /** hdr | iv: what all shards of a segment begin with. */
  async #shardStart(j: number, header: SegmentHeader, digest: Bytes): Promise<Bytes> {
    const { prims, stream, keys } = this.#context;
    const encoded = encodeSegmentHeader(stream, header);
    const mac = await prims.hmac(keys.derive, u64(j), encoded, digest);
    return concatBytes(encoded, u32(j), mac.subarray(0, 8));
  }

  /** Seals digest and the cell that lies in `slot` as the shard of position i. */
  async #sealShard(
    j: number,
    start: Bytes,
    digest: Bytes,
    { slot, i, lengthBytes }: { slot: number; i: number; lengthBytes: number },
    out: Bytes,
  ): Promise<void> {
    const { parameters, id } = this.#context;
    this.#slots.digest(slot).set(digest);
    out.set(start);
    const aad = segmentAad(parameters, id, i, start.subarray(0, IV_OFFSET), j);
    const iv = start.subarray(IV_OFFSET, IV_END);
    const content = this.#slots.content(slot, lengthBytes);
    await this.#aeadOf(i).seal(iv, aad, content, out.subarray(IV_END));
  }

  /**
   * The plaintext of exactly its k data cells, each opened where it belongs; undefined when it takes more
   * to tell: parity, padding, anything that is wrong. The usual case, with one copy less.
   */
  async #openData(
    j: number,
    shards: ReadonlyMap<number, Bytes>,
    expected: ExpectedSegment,
    into: Bytes,
  ): Promise<SegmentCandidate | undefined> {
    const { plainBytes } = expected;
    const lengthBytes = cellBytes(this.#context.parameters, plainBytes);
    const fitting = [...shards.keys()];
    if (fitting.length !== this.#k || fitting.some((i) => i >= this.#k)) return undefined;
    if (this.#k * lengthBytes !== plainBytes) return undefined;
    const results = await Promise.all(
      [...shards].map(([i, shard]) =>
        this.#openShard(i, j, shard, into.subarray(i * lengthBytes, (i + 1) * lengthBytes)),
      ),
    );
    if (!results.every((shard) => shard !== undefined && isOf(shard, expected))) return undefined;
    const plaintext = into.subarray(0, plainBytes);
    const digest = await this.#context.prims.hash(plaintext);
    if (!equalBytes(digest, expected.digest)) return undefined;
    return { ...expected, plaintext, fitting, wrong: [] };
  }

  /** Opens a shard into its slot, the cell to `into` if told; undefined when anything is wrong with it. */
  async #openShard(
    i: number,
    j: number,
    shard: Bytes,
    into?: Bytes,
  ): Promise<OpenedShard | undefined> {
    const { parameters, stream, id } = this.#context;
    const header = parseSegmentHeader(parameters, stream, j, shard);
    if (header === undefined || i >= parameters.n) return undefined;
    const cell = into ?? this.#slots.cell(i, cellBytes(parameters, header.plainBytes));
    const digest = this.#slots.digest(i);
    const aad = segmentAad(parameters, id, i, shard.subarray(0, IV_OFFSET), j);
    const iv = shard.subarray(IV_OFFSET, IV_END);
    const sealed = shard.subarray(IV_END);
    if (!(await this.#aeadOf(i).open(iv, aad, sealed, digest, cell))) return undefined;
    return { i, header, digest: digest.slice() };
  }

  /** The plaintext of shards that state one header and one digest, if k of them give it. */
  async #candidateOf(
    group: readonly OpenedShard[],
    opened: readonly OpenedShard[],
    given: readonly number[],
    into: Bytes | undefined,
  ): Promise<SegmentCandidate | undefined> {
    const [first] = group;
    if (first === undefined || group.length < this.#k) return undefined;
    const { header, digest } = first;
    const { plainBytes } = header;
    const lengthBytes = cellBytes(this.#context.parameters, plainBytes);
    const plaintext = into?.subarray(0, plainBytes) ?? new Uint8Array(plainBytes);
    const positions = group.map(({ i }) => i);
    for (const chosen of subsets(positions, this.#k)) {
      this.#join(chosen, lengthBytes, plaintext);
      if (!equalBytes(await this.#context.prims.hash(plaintext), digest)) continue;
      // k cells without padding that give the right plaintext are its only cells: all of them fit.
      const isPadded = this.#k * lengthBytes !== plainBytes;
      const unproven = positions.filter((i) => isPadded || !chosen.includes(i));
      const unfit = this.#unfit(unproven, plaintext, lengthBytes);
      const fitting = positions.filter((i) => !unfit.includes(i));
      return {
        ...header,
        plaintext,
        digest,
        fitting,
        wrong: this.#nameWrong(given, opened, fitting),
      };
    }
    return undefined;
  }

  /** Joins k opened shards into `into`. */
  #join(positions: readonly number[], lengthBytes: number, into: Bytes): void {
    const { firstSpare } = this.#slots;
    const spare = this.#slots.offsets(firstSpare, this.#k);
    decodeData(this.#kernel, this.#slots.cells(lengthBytes), positions, spare);
    for (let c = 0; c * lengthBytes < into.length && c < this.#k; c += 1) {
      const start = c * lengthBytes;
      const slot = positions.includes(c) ? c : firstSpare + c;
      into.set(this.#slots.cell(slot, Math.min(lengthBytes, into.length - start)), start);
    }
  }

  /** The positions whose cell is not exactly that of this plaintext, padded with zeros. */
  #unfit(positions: readonly number[], plaintext: Bytes, lengthBytes: number): number[] {
    if (positions.length === 0) return [];
    const { firstSpare } = this.#slots;
    this.#slots.placeData(plaintext, lengthBytes, firstSpare);
    return positions.filter((i) => {
      const right = i < this.#k ? firstSpare + i : this.#computeShard(i, lengthBytes);
      return !equalBytes(this.#slots.cell(i, lengthBytes), this.#slots.cell(right, lengthBytes));
    });
  }

  /** Computes the cell of a position from the data in the spare slots; returns its slot. */
  #computeShard(position: number, lengthBytes: number): number {
    const { firstSpare, check } = this.#slots;
    const data = this.#slots.offsets(firstSpare, this.#k);
    encodeShard(this.#kernel, position, data, this.#slots.offset(check), lengthBytes);
    return check;
  }

  /**
   * Who is proven wrong when this plaintext is the right one. With a passphrase, which may be mistyped,
   * a tag that does not open proves nothing until more than n - k stores open: stores that collude
   * could have sealed the genuine content under the passphrase that was typed. What opens and is
   * something else is wrong whatever was typed.
   */
  #nameWrong(
    given: readonly number[],
    opened: readonly OpenedShard[],
    fitting: readonly number[],
  ): number[] {
    const { flags, n, k } = this.#context.parameters;
    const isSure = (flags & PASSPHRASE_FLAG) === 0 || fitting.length > n - k;
    const isOpened = (i: number): boolean => opened.some((shard) => shard.i === i);
    return given.filter((i) => !fitting.includes(i) && (isSure || isOpened(i)));
  }

  #aeadOf(i: number): Aead {
    const aead = this.#aeads[i];
    if (aead === undefined) throw new RangeError("no key for this position");
    return aead;
  }
}
