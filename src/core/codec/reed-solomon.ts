/**
 * Systematic Cauchy Reed-Solomon over GF(2^8)/0x11D: shards 0..k-1 are the data, shard i >= k is
 * XOR over c < k of inv(i XOR c) * data_c. Any k shards give the data. (Blomer et al., "An XOR-Based
 * Erasure-Resilient Coding Scheme", ICSI TR-95-048.)
 */
import { FIELD_11D } from "./gf256";
import { invertMatrix } from "./matrix";
import type { Kernel } from "./kernel";

/** Where the n cells lie in the kernel's arena: cell i at offsets[i], lengthBytes each. */
export interface Cells {
  readonly offsets: readonly number[];
  readonly lengthBytes: number;
}

/** The k coefficients that make shard `position` out of the data. */
export function shardRow(position: number, k: number): readonly number[] {
  return Array.from({ length: k }, (_, column) =>
    position < k ? Number(position === column) : FIELD_11D.invert(position ^ column),
  );
}

/** Computes the shard of `position` from the k data cells at `data` into the arena at `target`. */
export function encodeShard(
  kernel: Kernel,
  position: number,
  data: readonly number[],
  target: number,
  lengthBytes: number,
): void {
  const coefficients = shardRow(position, data.length);
  kernel.combine({ field: FIELD_11D, coefficients, sources: data, target, lengthBytes });
}

/** Fills the parity cells k..n-1 from the data cells 0..k-1. */
export function encodeParity(kernel: Kernel, cells: Cells, k: number): void {
  const data = cells.offsets.slice(0, k);
  for (const [position, target] of cells.offsets.entries()) {
    if (position >= k) encodeShard(kernel, position, data, target, cells.lengthBytes);
  }
}

/**
 * Computes the data cells that are not among the k `positions` from the cells that are. Data cell c is
 * written to targets[c]; the cells that are given are neither moved nor changed.
 */
export function decodeData(
  kernel: Kernel,
  cells: Cells,
  positions: readonly number[],
  targets: readonly number[],
): void {
  const k = positions.length;
  const missing = Array.from({ length: k }, (_, c) => c).filter((c) => !positions.includes(c));
  if (missing.length === 0) return;
  const inverse = invertMatrix(
    FIELD_11D,
    positions.map((position) => shardRow(position, k)),
  );
  const sources = positions.map((position) => cells.offsets[position] ?? 0);
  for (const column of missing) {
    kernel.combine({
      field: FIELD_11D,
      coefficients: inverse[column] ?? [],
      sources,
      target: targets[column] ?? 0,
      lengthBytes: cells.lengthBytes,
    });
  }
}
