/**
 * The working memory of suite 1 in the kernel's arena. Slot i holds digest and cell of shard i, next to
 * each other, because that is what the cipher reads and writes. Behind the n slots of the shards come k
 * spare ones for data cells that are decoded or compared with, and one for a cell that is computed.
 */
import type { Bytes } from "../bytes";
import type { Kernel } from "../codec/kernel";
import type { Cells } from "../codec/reed-solomon";
import { DIGEST_BYTES, type Parameters } from "./parameters";

export class SealedSlots {
  readonly firstSpare: number;
  readonly check: number;
  readonly #k: number;
  readonly #n: number;
  readonly #strideBytes: number;
  readonly #arena: Bytes;

  constructor({ k, n, z }: Parameters, kernel: Kernel) {
    this.firstSpare = n;
    this.check = n + k;
    this.#k = k;
    this.#n = n;
    this.#strideBytes = DIGEST_BYTES + 2 ** z;
    this.#arena = kernel.arena((n + k + 1) * this.#strideBytes);
  }

  digest(slot: number): Bytes {
    const start = slot * this.#strideBytes;
    return this.#arena.subarray(start, start + DIGEST_BYTES);
  }

  cell(slot: number, lengthBytes: number): Bytes {
    return this.#arena.subarray(this.offset(slot), this.offset(slot) + lengthBytes);
  }

  /** Digest and cell. */
  content(slot: number, lengthBytes: number): Bytes {
    return this.#arena.subarray(slot * this.#strideBytes, this.offset(slot) + lengthBytes);
  }

  /** Where the cell of a slot begins in the arena. */
  offset(slot: number): number {
    return slot * this.#strideBytes + DIGEST_BYTES;
  }

  offsets(firstSlot: number, count: number): number[] {
    return Array.from({ length: count }, (_, index) => this.offset(firstSlot + index));
  }

  /** The cells of all n shards. */
  cells(lengthBytes: number): Cells {
    return { offsets: this.offsets(0, this.#n), lengthBytes };
  }

  /** Cuts a plaintext into k zero-padded cells, into the slots from `firstSlot` on. */
  placeData(plaintext: Bytes, lengthBytes: number, firstSlot: number): void {
    for (let c = 0; c < this.#k; c += 1) {
      const target = this.cell(firstSlot + c, lengthBytes);
      const part = plaintext.subarray(c * lengthBytes, (c + 1) * lengthBytes);
      target.set(part);
      target.fill(0, part.length);
    }
  }
}
