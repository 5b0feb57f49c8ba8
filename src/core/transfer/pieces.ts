/** Which file of many a payload offset lies in. */

/** Where each file begins in the payload, and at the end the total. */
export function startsOf(sizesBytes: readonly number[]): Float64Array {
  const starts = new Float64Array(sizesBytes.length + 1);
  for (const [at, sizeBytes] of sizesBytes.entries())
    starts[at + 1] = (starts[at] ?? 0) + sizeBytes;
  return starts;
}

/** The first file that holds the byte at `offset`; empty files before it are passed over. */
export function pieceAt(starts: Float64Array, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle + 1] ?? Infinity) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
