/** Small helpers of the tests of core: bytes that look random and do not change from run to run. */
import type { Bytes } from "../../src/core/bytes";
import { subsets } from "../../src/core/codec/subsets";
import { createTestDrbg } from "../reference/drbg";

/** Bytes of a hexadecimal text. */
export function hex(text: string): Bytes {
  return new Uint8Array(Buffer.from(text, "hex"));
}

/** As many bytes of no pattern, the same for the same seed. */
export function testBytes(sizeBytes: number, seed = "bytes"): Bytes {
  return createTestDrbg(seed)(sizeBytes);
}

/** Bytes as hexadecimal texts: quick to compare, and easy to read where they differ. */
export function hexOf(list: Iterable<Uint8Array>): string[] {
  return Array.from(list, (bytes) => Buffer.from(bytes).toString("hex"));
}

/** A copy with one bit of one byte flipped. */
export function flipBit(bytes: Uint8Array, at: number, bit = at % 8): Bytes {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}

/** A copy with one byte replaced. */
export function withByte(bytes: Uint8Array, at: number, value: number): Bytes {
  const copy = new Uint8Array(bytes);
  copy[at] = value;
  return copy;
}

export function range(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}

/** Every (k, n) with least <= k <= n <= most. */
export function shapes(most: number, least = 1): [k: number, n: number][] {
  return range(most, 1).flatMap((n) =>
    range(n, 1)
      .filter((k) => k >= least)
      .map((k): [number, number] => [k, n]),
  );
}

/** The entries of a map at these keys. */
export function pick<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  keys: readonly Key[],
): Map<Key, Value> {
  return new Map([...map].filter(([key]) => keys.includes(key)));
}

/** All sets of k of the positions 0..n-1. */
export function positionSubsets(n: number, k: number): (readonly number[])[] {
  return [...subsets(range(n), k)];
}
