import { FIELD_11B, FIELD_11D, type Field } from "../../../src/core/codec/gf256";
import * as twin from "../../reference/gf256";
import { range } from "../support";

const FIELDS: [name: string, field: Field, modulus: twin.Modulus][] = [
  ["0x11B, the field of the keys", FIELD_11B, 0x11b],
  ["0x11D, the field of the data", FIELD_11D, 0x11d],
];

describe.each(FIELDS)("GF(2^8)/%s", (_, field, modulus) => {
  it("gives all 65,536 products as the bitwise twin does", () => {
    for (const a of range(256)) {
      const products = range(256).map((b) => field.multiply(a, b));
      expect(products).toEqual(range(256).map((b) => twin.multiply(modulus, a, b)));
    }
  });

  it("inverts every element but 0", () => {
    expect(range(255, 1).map((a) => field.invert(a))).toEqual(
      range(255, 1).map((a) => twin.invert(modulus, a)),
    );
    expect(() => field.invert(0)).toThrow(RangeError);
  });

  it("tabulates the products of every coefficient with both half bytes", () => {
    for (const coefficient of range(256)) {
      const low = range(16).map((b) => twin.multiply(modulus, coefficient, b));
      const high = range(16).map((b) => twin.multiply(modulus, coefficient, b << 4));
      expect([...field.nibbleTable(coefficient)]).toEqual([...low, ...high]);
    }
  });
});

it("knows the products that FIPS 197, section 4.2 works out", () => {
  expect(FIELD_11B.multiply(0x57, 0x83)).toBe(0xc1);
  expect(FIELD_11B.multiply(0x57, 0x13)).toBe(0xfe);
});

it("keeps the two fields apart", () => {
  expect(FIELD_11B.multiply(0x80, 2)).toBe(0x1b);
  expect(FIELD_11D.multiply(0x80, 2)).toBe(0x1d);
});
