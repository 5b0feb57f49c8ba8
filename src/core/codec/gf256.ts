/** Arithmetic in the two fields of 256 elements that the format uses. Addition is XOR. */

/** A field GF(2)[x] / polynomial, by its tables. */
export interface Field {
  multiply(a: number, b: number): number;
  /** The multiplicative inverse. Throws RangeError for 0, which has none. */
  invert(a: number): number;
  /** Products of `coefficient` with 0..15 and with 0x00, 0x10 .. 0xf0: 32 bytes for a SIMD look-up. */
  nibbleTable(coefficient: number): Uint8Array;
}

/** Multiplies bit by bit; slow, and the base of every table. */
function multiplyByBits(a: number, b: number, polynomial: number): number {
  let product = 0;
  let shifted = a;
  for (let bit = 0; bit < 8; bit += 1) {
    if ((b >> bit) & 1) product ^= shifted;
    shifted <<= 1;
    if (shifted & 0x100) shifted ^= polynomial;
  }
  return product;
}

function createField(polynomial: number, generator: number): Field {
  const powers = new Uint8Array(510);
  const logarithms = new Uint8Array(256);
  let power = 1;
  for (let exponent = 0; exponent < 255; exponent += 1) {
    powers[exponent] = power;
    powers[exponent + 255] = power;
    logarithms[power] = exponent;
    power = multiplyByBits(power, generator, polynomial);
  }
  const multiply = (a: number, b: number): number =>
    a === 0 || b === 0 ? 0 : (powers[(logarithms[a] ?? 0) + (logarithms[b] ?? 0)] ?? 0);
  const nibbleTables = new Map<number, Uint8Array>();
  return {
    multiply,
    invert(a) {
      if (a === 0) throw new RangeError("0 has no inverse");
      return powers[255 - (logarithms[a] ?? 0)] ?? 0;
    },
    nibbleTable(coefficient) {
      let table = nibbleTables.get(coefficient);
      if (table === undefined) {
        table = Uint8Array.from({ length: 32 }, (_, index) =>
          multiply(coefficient, index < 16 ? index : (index - 16) << 4),
        );
        nibbleTables.set(coefficient, table);
      }
      return table;
    },
  };
}

/** x^8 + x^4 + x^3 + x^2 + 1, generator 2: the field of Reed-Solomon codes in storage. */
export const FIELD_11D: Field = createField(0x11d, 2);

/** x^8 + x^4 + x^3 + x + 1, generator 3: the field of AES (FIPS 197), used for secret sharing. */
export const FIELD_11B: Field = createField(0x11b, 3);
