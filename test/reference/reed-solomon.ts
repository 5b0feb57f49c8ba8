/**
 * The slow and obvious twin of src/core/codec/reed-solomon.ts: the definition of format.md, written down,
 * and Cramer's rule to go back. (Over GF(2^8) minus is plus, so a determinant has no signs.)
 */
import { combine, invert, multiply, type Modulus } from "./gf256";

const MODULUS: Modulus = 0x11d;

type Rows = readonly (readonly number[])[];

/** Row i of the generator: shard i = sum over c of entry(i, c) * data_c. */
export function generatorRow(i: number, k: number): number[] {
  return Array.from({ length: k }, (_, c) => (i < k ? (i === c ? 1 : 0) : invert(MODULUS, i ^ c)));
}

export function encode(data: readonly Uint8Array[], n: number): Uint8Array<ArrayBuffer>[] {
  const lengthBytes = data[0]?.length ?? 0;
  return Array.from({ length: n }, (_, i) =>
    combine(MODULUS, generatorRow(i, data.length), data, lengthBytes),
  );
}

const without = (rows: Rows, row: number, column: number): Rows =>
  rows.filter((_, r) => r !== row).map((values) => values.filter((_, c) => c !== column));

/** Laplace expansion along the first row. */
export function determinant(modulus: Modulus, rows: Rows): number {
  const [first] = rows;
  if (first === undefined) return 1;
  return first.reduce(
    (sum, value, c) => sum ^ multiply(modulus, value, determinant(modulus, without(rows, 0, c))),
    0,
  );
}

/** The inverse by Cramer's rule: cofactors over the determinant. */
export function inverse(modulus: Modulus, rows: Rows): number[][] {
  const scale = invert(modulus, determinant(modulus, rows));
  return rows.map((_, r) =>
    rows.map((_, c) => multiply(modulus, scale, determinant(modulus, without(rows, c, r)))),
  );
}

/** The k data cells out of k shards, given with their positions. */
export function decode(shards: ReadonlyMap<number, Uint8Array>): Uint8Array<ArrayBuffer>[] {
  const positions = [...shards.keys()];
  const rows = positions.map((i) => generatorRow(i, positions.length));
  const cells = [...shards.values()];
  return inverse(MODULUS, rows).map((row) => combine(MODULUS, row, cells, cells[0]?.length ?? 0));
}
