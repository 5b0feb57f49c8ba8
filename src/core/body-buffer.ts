/** Takes the body of an answer as it comes, into memory that is there already where it fits. */
import { concatBytes, type Bytes } from "./bytes";

/** Writes all of `source` into `target` at `offset`. */
type CopyInto = (target: Bytes, offset: number, source: Uint8Array) => void;

const setInto: CopyInto = (target, offset, source) => {
  target.set(source, offset);
};

export class BodyBuffer {
  readonly #maxBytes: number;
  readonly #copyInto: CopyInto;
  /** Where the body goes when its length is known; else its pieces are kept and joined. */
  #target: Bytes | undefined;
  readonly #pieces: Bytes[] = [];
  #doneBytes = 0;

  /** `lengthBytes`: what the answer said, if it did. `copyInto`: what copies best on the platform. */
  constructor(
    maxBytes: number,
    lengthBytes: number | undefined,
    into: Bytes | undefined,
    copyInto = setInto,
  ) {
    this.#maxBytes = maxBytes;
    this.#copyInto = copyInto;
    if (lengthBytes === undefined) return;
    const wanted = Math.min(lengthBytes, maxBytes);
    // Memory that an earlier answer has taken along has no bytes any more.
    const fits = into !== undefined && wanted > 0 && into.length >= wanted;
    this.#target = fits ? into.subarray(0, wanted) : new Uint8Array(wanted);
  }

  /**
   * Copies a piece, whose memory may be used again then. False when it had more than is wanted: the rest is to be
   * cancelled.
   */
  take(piece: Uint8Array): boolean {
    const room = (this.#target?.length ?? this.#maxBytes) - this.#doneBytes;
    const part = piece.length > room ? piece.subarray(0, room) : piece;
    // Node's own arrays do not copy by slice.
    if (this.#target === undefined) this.#pieces.push(new Uint8Array(part));
    else this.#copyInto(this.#target, this.#doneBytes, part);
    this.#doneBytes += part.length;
    return part.length === piece.length;
  }

  /**
   * A body of a known length by a function that fills a beginning of the view it is given and hands that back,
   * in a buffer that may have moved; nothing at the end of the body.
   */
  async fill(read: (rest: Bytes) => Promise<Bytes>): Promise<void> {
    for (;;) {
      const target = this.#target;
      if (target === undefined || this.#doneBytes === target.length) return;
      const { byteOffset, byteLength } = target;
      const filled = await read(target.subarray(this.#doneBytes));
      this.#target = new Uint8Array(filled.buffer, byteOffset, byteLength);
      this.#doneBytes += filled.length;
      if (filled.length === 0) return;
    }
  }

  /** What is known of the length of the body, or of the part that is wanted. */
  get wantedBytes(): number | undefined {
    return this.#target?.length;
  }

  get bytes(): Bytes {
    return this.#target?.subarray(0, this.#doneBytes) ?? concatBytes(...this.#pieces);
  }
}

/** The length that an answer states; undefined for none, and for what is no length. */
export function statedLength(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
