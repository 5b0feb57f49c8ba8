/** The memory of one run: the plaintext and a shard buffer for each store, used again run after run. */
import type { Bytes } from "../bytes";
import type { CoderFactory } from "./coder";

export class RunBuffers {
  plaintext: Bytes;
  readonly #shards = new Map<number, Bytes>();
  readonly #coders: CoderFactory;

  constructor(coders: CoderFactory, plainBytes: number) {
    this.#coders = coders;
    this.plaintext = coders.allocate(plainBytes);
  }

  /**
   * Memory for the shards of a position. It is out until it is given back: a request that was cancelled
   * may still write to it, so only one that has ended gives it back.
   */
  take(position: number, sizeBytes: number): Bytes {
    const kept = this.#shards.get(position);
    this.#shards.delete(position);
    return kept !== undefined && kept.length >= sizeBytes ? kept : this.#coders.allocate(sizeBytes);
  }

  /** Gives back the memory that `bytes` are a part of; nothing when it has moved elsewhere. */
  giveBack(position: number, bytes: Bytes): void {
    if (bytes.buffer.byteLength > 0) this.#shards.set(position, new Uint8Array(bytes.buffer));
  }
}
