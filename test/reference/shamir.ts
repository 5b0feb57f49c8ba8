/** The slow and obvious twin of src/core/codec/shamir.ts: polynomials evaluated and interpolated. */
import { invert, multiply, power, type Modulus } from "./gf256";

/** The value at x of the polynomial with these coefficients, the constant term first. */
export function evaluate(modulus: Modulus, coefficients: readonly number[], x: number): number {
  return coefficients.reduce(
    (sum, coefficient, exponent) =>
      sum ^ multiply(modulus, coefficient, power(modulus, x, exponent)),
    0,
  );
}

/** Share i of every secret byte: parts[0] is the secret, parts[e] what stands before x^e. */
export function share(
  modulus: Modulus,
  parts: readonly Uint8Array[],
  i: number,
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts[0] ?? [], (_, at) =>
    evaluate(
      modulus,
      parts.map((part) => part[at] ?? 0),
      i + 1,
    ),
  );
}

/** Lagrange: the value at x of the one polynomial of least degree through these points. */
export function interpolate(
  modulus: Modulus,
  points: readonly (readonly [x: number, y: number])[],
  x: number,
): number {
  return points.reduce((sum, [own, y]) => {
    let term = y;
    for (const [other] of points) {
      if (other === own) continue;
      term = multiply(modulus, term, multiply(modulus, x ^ other, invert(modulus, own ^ other)));
    }
    return sum ^ term;
  }, 0);
}

/** The value at x, byte by byte, through shares given with their positions. */
export function interpolateBytes(
  modulus: Modulus,
  shares: ReadonlyMap<number, Uint8Array>,
  x: number,
): Uint8Array<ArrayBuffer> {
  const [first] = shares.values();
  return Uint8Array.from(first ?? [], (_, at) =>
    interpolate(
      modulus,
      [...shares].map(([i, bytes]) => [i + 1, bytes[at] ?? 0] as const),
      x,
    ),
  );
}

/** The coefficient before the highest power: the sum of y / (product of the differences of x). */
export function leadingCoefficient(
  modulus: Modulus,
  points: readonly (readonly [x: number, y: number])[],
): number {
  return points.reduce((sum, [own, y]) => {
    let term = y;
    for (const [other] of points) {
      if (other !== own) term = multiply(modulus, term, invert(modulus, own ^ other));
    }
    return sum ^ term;
  }, 0);
}
