/**
 * The slow and obvious twin of src/core/codec/gf256.ts: bytes as polynomials over GF(2), multiplied like
 * at school and divided with remainder. No tables, no generator, nothing to share a mistake with.
 */

/** The two moduli of the format: 0x11b for keys, 0x11d for data. */
export type Modulus = 0x11b | 0x11d;

/** The product of two polynomials of degree 7 at most: degree 14 at most, not reduced. */
function schoolProduct(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) if ((b >> bit) & 1) product ^= a << bit;
  return product;
}

/** What is left of a polynomial of degree 14 at most after division by the modulus. */
function remainder(polynomial: number, modulus: Modulus): number {
  let rest = polynomial;
  for (let degree = 14; degree >= 8; degree -= 1) {
    if ((rest >> degree) & 1) rest ^= modulus << (degree - 8);
  }
  return rest;
}

export function multiply(modulus: Modulus, a: number, b: number): number {
  return remainder(schoolProduct(a, b), modulus);
}

/** The inverse, found by trying every element. */
export function invert(modulus: Modulus, a: number): number {
  for (let b = 1; b < 256; b += 1) if (multiply(modulus, a, b) === 1) return b;
  throw new RangeError("0 has no inverse");
}

export function power(modulus: Modulus, base: number, exponent: number): number {
  let product = 1;
  for (let step = 0; step < exponent; step += 1) product = multiply(modulus, product, base);
  return product;
}

/** XOR over s of coefficients[s] * sources[s], byte by byte. */
export function combine(
  modulus: Modulus,
  coefficients: readonly number[],
  sources: readonly Uint8Array[],
  lengthBytes: number,
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: lengthBytes }, (_, at) =>
    sources.reduce(
      (sum, source, s) => sum ^ multiply(modulus, coefficients[s] ?? 0, source[at] ?? 0),
      0,
    ),
  );
}
