/** Which stores a reader asks first: those that answered fast, named and failing ones last. */
import type { Verdicts } from "./verdicts";

export interface Ranking {
  /** Notes how long a store took for so many bytes. */
  measured(position: number, durationMs: number, sizeBytes: number): void;
  /** Notes that a store had not answered when it was no longer needed: it is at least that slow. */
  overtaken(position: number, durationMs: number, sizeBytes: number): void;
  /** The positions, best first. */
  order(): readonly number[];
  /** How many of them are in order as far as is known: the first ones of `order`. */
  goodCount(): number;
  /** How long to wait for the stores asked before another one is asked too. */
  hedgeDelayMs(): number;
}

const MEMORY = 64;
const LEAST_HEDGE_MS = 250;
/** Weight of the newest measurement. */
const WEIGHT = 0.3;

/**
 * `eligible` are the positions that may be asked. Speeds are compared by powers of two, so that noise
 * does not make a reader decode parity where the plain cells are as near.
 */
export function createRanking(eligible: readonly number[], verdicts: Verdicts): Ranking {
  const msPerMebibyte = new Map<number, number>();
  const durationsMs: number[] = [];
  const msPerMebibyteOf = (durationMs: number, sizeBytes: number): number =>
    durationMs / Math.max(sizeBytes / 2 ** 20, 1 / 16);
  const speedClass = (position: number): number =>
    Math.floor(Math.log2(Math.max(8, msPerMebibyte.get(position) ?? 8)));
  const penalty = (position: number): number => {
    const verdict = verdicts.of(position);
    if (verdict === "good") return 0;
    return verdict === "lied" ? 2 : 1;
  };
  return {
    measured(position, durationMs, sizeBytes) {
      durationsMs.push(durationMs);
      if (durationsMs.length > MEMORY) durationsMs.shift();
      const now = msPerMebibyteOf(durationMs, sizeBytes);
      const before = msPerMebibyte.get(position) ?? now;
      msPerMebibyte.set(position, before + WEIGHT * (now - before));
    },
    overtaken(position, durationMs, sizeBytes) {
      const before = msPerMebibyte.get(position) ?? 0;
      // It is slower than whoever overtook it, though nobody knows how much: a class at least.
      const atLeast = 2 * msPerMebibyteOf(durationMs, sizeBytes);
      msPerMebibyte.set(position, Math.max(before, atLeast));
    },
    order: () =>
      [...eligible].sort(
        (a, b) => penalty(a) - penalty(b) || speedClass(a) - speedClass(b) || a - b,
      ),
    goodCount: () => eligible.filter((position) => verdicts.of(position) === "good").length,
    hedgeDelayMs() {
      const sorted = [...durationsMs].sort((a, b) => a - b);
      const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
      return Math.max(LEAST_HEDGE_MS, 2 * p95);
    },
  };
}
