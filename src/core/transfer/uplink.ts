/**
 * The sender's link, which all puts under way share. A put may be silent as long as all of them together
 * could take on the slowest link, because its transport may not tell how far it is: 64 MiB at 256 kbit/s
 * are half an hour. As soon as others come through, how long they took says what is normal.
 */
import type { Env } from "../env";
import { slowestMs } from "../store/retry";

/** A put that takes so many times as long as the slowest one before it is stuck. */
const PATIENCE = 16;

export class Uplink {
  readonly #env: Env;
  #inFlightBytes = 0;
  /** The slowest put of a large object: its size, and how long it took. */
  #largestBytes = 0;
  #longestMs = 0;

  constructor(env: Env) {
    this.#env = env;
  }

  /** Runs a put of so many bytes and notes how long it takes. */
  async carry(sizeBytes: number, put: () => Promise<void>): Promise<void> {
    const startedMs = this.#env.monotonicMs();
    this.#inFlightBytes += sizeBytes;
    try {
      await put();
      if (sizeBytes > this.#largestBytes) {
        this.#largestBytes = sizeBytes;
        this.#longestMs = 0;
      }
      const tookMs = this.#env.monotonicMs() - startedMs;
      // A small object says little about the time of a large one.
      if (sizeBytes * 2 > this.#largestBytes) this.#longestMs = Math.max(this.#longestMs, tookMs);
    } finally {
      this.#inFlightBytes -= sizeBytes;
    }
  }

  /** How long the slowest put of a large object took. */
  usualMs(): number {
    return this.#longestMs;
  }

  /** How long a put of so many bytes may be silent beyond the usual. */
  allowanceMs(sizeBytes: number): number {
    const shared = slowestMs(this.#inFlightBytes);
    const isKnown = sizeBytes < this.#largestBytes * 2;
    const usual = isKnown ? PATIENCE * this.#longestMs : shared;
    return Math.max(slowestMs(sizeBytes), Math.min(shared, usual));
  }
}
