/** The copy that Node does fast, whatever memory it is to and from. */
import type { Bytes } from "../../core/bytes";

/**
 * Writes all of `source` into `target` at `offset`. To or from shared memory a TypedArray's `set` copies
 * byte by byte where the two do not begin alike within a word, at 2 GB/s (Relaxed_Memcpy in V8's
 * src/base/atomicops.h); `fill` is a memcpy, at 20. Throws RangeError where it does not fit.
 */
export function copyInto(target: Bytes, offset: number, source: Uint8Array): void {
  if (offset + source.length > target.length) throw new RangeError("more than there is room for");
  // Fill takes nothing for an error.
  if (source.length === 0) return;
  Buffer.from(target.buffer, target.byteOffset + offset, source.length).fill(source);
}
