/** The schemes that tests run over, and the files that they send. */
import { patternBytes, type MemoryFile } from "./memory-tree";
import type { Scheme } from "./world";

const SIZES = [
  [1, 1],
  [2, 2],
  [2, 3],
  [3, 4],
  [4, 6],
] as const;

/** Suite 2 begins at k = 2. */
export const SCHEMES: readonly Scheme[] = ([1, 2] as const).flatMap((suite) =>
  SIZES.filter(([k]) => suite === 1 || k >= 2).map(([k, n]) => ({ suite, k, n })),
);

export const SMALL_SCHEMES: readonly Scheme[] = [
  { suite: 1, k: 2, n: 3 },
  { suite: 2, k: 2, n: 3 },
];

/** Some 12 kB: with small cells that is more packs than are in flight at once. */
export const FILES: readonly MemoryFile[] = [
  { path: "empty at the beginning", bytes: new Uint8Array(0) },
  { path: "a/one", bytes: patternBytes(3_000, "one"), modified: "2026-01-02T03:04:05.678Z" },
  { path: "a/byte", bytes: patternBytes(1, "byte") },
  { path: "a/b/empty", bytes: new Uint8Array(0), modified: "1999-12-31T23:59:59.999Z" },
  { path: "ümläut/two", bytes: patternBytes(9_001, "two"), modified: "2026-06-30T00:00:00.000Z" },
];

/** One file of a size. */
export function oneFile(lengthBytes: number, seed = "file"): MemoryFile[] {
  return [{ path: "file", bytes: patternBytes(lengthBytes, seed) }];
}
