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

/** A part of a file. */
export interface Piece {
  /** Which file. */
  readonly at: number;
  /** Where it begins in the file. */
  readonly position: number;
  /** Where it begins in what is read or written. */
  readonly start: number;
  readonly sizeBytes: number;
}

/** The pieces, of at most `mostBytes`, that make up `totalBytes` of the payload from `offset` on; none is empty. */
export function* piecesOf(
  starts: Float64Array,
  offset: number,
  totalBytes: number,
  mostBytes = Infinity,
): Generator<Piece> {
  let start = 0;
  for (let at = pieceAt(starts, offset); start < totalBytes; at += 1) {
    const end = starts[at + 1];
    if (end === undefined) throw new RangeError("not in the payload");
    while (start < totalBytes && offset + start < end) {
      const position = offset + start - (starts[at] ?? 0);
      const sizeBytes = Math.min(totalBytes - start, end - offset - start, mostBytes);
      yield { at, position, start, sizeBytes };
      start += sizeBytes;
    }
  }
}
