/** Small matrices over a field of 256 elements, rows first. */
import type { Field } from "./gf256";

export type Matrix = readonly (readonly number[])[];

/**
 * The inverse by Gauss-Jordan elimination. Throws RangeError when the matrix is singular, which no
 * square part of a systematic Cauchy matrix is.
 */
export function invertMatrix(field: Field, matrix: Matrix): Matrix {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [
    ...row,
    ...row.map((_, column) => (column === index ? 1 : 0)),
  ]);
  for (let column = 0; column < size; column += 1) {
    const pivotIndex = rows.findIndex((row, index) => index >= column && row[column] !== 0);
    const pivotRow = rows[pivotIndex];
    if (pivotRow === undefined) throw new RangeError("the matrix is singular");
    const scale = field.invert(pivotRow[column] ?? 0);
    const pivot = pivotRow.map((value) => field.multiply(value, scale));
    rows[pivotIndex] = rows[column] ?? pivot;
    rows[column] = pivot;
    for (const [index, row] of rows.entries()) {
      const factor = row[column] ?? 0;
      if (index === column || factor === 0) continue;
      rows[index] = row.map((value, at) => value ^ field.multiply(factor, pivot[at] ?? 0));
    }
  }
  return rows.map((row) => row.slice(size));
}
