/** The CRC-32 of every file of a ZIP while its bytes come by, in order where possible. */
import type { Bytes } from "../../../core/bytes";
import { crc32 } from "./crc32";

interface Sum {
  readonly crc: number;
  /** How many leading bytes of the file it covers. */
  readonly upTo: number;
}

const NOTHING: Sum = { crc: 0, upTo: 0 };

export class ZipSums {
  readonly #sums = new Map<number, Sum>();
  /** What was known before the last bytes: those that were read back may prove wrong and be replaced. */
  readonly #before = new Map<number, Sum>();

  /** Takes the bytes of file number `at` that begin at `position`. */
  take(at: number, position: number, bytes: Bytes): void {
    const known = [this.#sums.get(at), this.#before.get(at), NOTHING];
    const fitting = known.find((sum) => sum?.upTo === position);
    if (fitting === undefined) {
      this.#sums.delete(at);
      this.#before.delete(at);
      return;
    }
    this.#before.set(at, fitting);
    const sum = { crc: crc32(bytes, fitting.crc), upTo: position + bytes.length };
    this.#sums.set(at, sum);
  }

  /** Undefined when not all bytes came by in order: then they have to be read again. */
  of(at: number, sizeBytes: number): number | undefined {
    const { crc, upTo } = this.#sums.get(at) ?? NOTHING;
    return upTo === sizeBytes ? crc : undefined;
  }
}
