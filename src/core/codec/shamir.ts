/**
 * Shamir's secret sharing (CACM 22(11), 1979): share i is the polynomial with the secret as constant
 * term at x = i + 1. Keys are shared over GF(2^8)/0x11B, the segments of suite 2 over 0x11D. The other coefficients are uniform and may be zero: forcing the
 * leading one to be non-zero, as some libraries do, tells a share holder which value the secret is not.
 */
import type { Bytes } from "../bytes";
import { FIELD_11B, type Field } from "./gf256";

/** 1, x, x^2 .. x^(k-1) at x = position + 1: what makes a share out of secret and coefficients. */
export function shareRow(field: Field, position: number, k: number): readonly number[] {
  const row: number[] = [1];
  while (row.length < k) row.push(field.multiply(row[row.length - 1] ?? 0, position + 1));
  return row;
}

/**
 * The Lagrange coefficients that give the polynomial's value at `x` from its values at
 * x = position + 1. x = 0 is the secret, x = i + 1 the share of position i.
 */
export function interpolationRow(
  field: Field,
  positions: readonly number[],
  x: number,
): readonly number[] {
  return positions.map((own) => {
    let coefficient = 1;
    for (const other of positions) {
      if (other === own) continue;
      const quotient = field.invert((own + 1) ^ (other + 1));
      coefficient = field.multiply(coefficient, field.multiply(x ^ (other + 1), quotient));
    }
    return coefficient;
  });
}

function combineSmall(row: readonly number[], parts: readonly Uint8Array[]): Bytes {
  const combined = new Uint8Array(parts[0]?.length ?? 0);
  for (const [index, part] of parts.entries()) {
    const factor = row[index] ?? 0;
    for (const [at, byte] of part.entries()) {
      combined[at] = (combined[at] ?? 0) ^ FIELD_11B.multiply(factor, byte);
    }
  }
  return combined;
}

/**
 * Cuts a short secret (a key) into n shares of its own length. `coefficients` are k - 1 strings of
 * uniformly random bytes, as long as the secret each.
 */
export function splitSecret(secret: Bytes, coefficients: readonly Bytes[], n: number): Bytes[] {
  const parts = [secret, ...coefficients];
  return Array.from({ length: n }, (_, i) =>
    combineSmall(shareRow(FIELD_11B, i, parts.length), parts),
  );
}

/** The secret of k shares, each given with its position. Wrong shares give a wrong secret. */
export function joinSecret(shares: ReadonlyMap<number, Bytes>): Bytes {
  return combineSmall(interpolationRow(FIELD_11B, [...shares.keys()], 0), [...shares.values()]);
}

/** The share of `position` out of k other ones: how a lost store is rebuilt. */
export function interpolateShare(shares: ReadonlyMap<number, Bytes>, position: number): Bytes {
  return combineSmall(interpolationRow(FIELD_11B, [...shares.keys()], position + 1), [
    ...shares.values(),
  ]);
}
