import * as fc from "fast-check";
import { FIELD_11B, FIELD_11D } from "../../../src/core/codec/gf256";
import { invertMatrix, type Matrix } from "../../../src/core/codec/matrix";
import { shardRow } from "../../../src/core/codec/reed-solomon";
import { subsets } from "../../../src/core/codec/subsets";
import * as twin from "../../reference/gf256";
import { determinant, inverse } from "../../reference/reed-solomon";
import { range } from "../support";

function product(modulus: twin.Modulus, left: Matrix, right: Matrix): number[][] {
  return left.map((row) =>
    range(right.length).map((column) =>
      row.reduce((sum, value, at) => sum ^ twin.multiply(modulus, value, right[at]![column]!), 0),
    ),
  );
}

const identity = (size: number): number[][] =>
  range(size).map((row) => range(size).map((column) => Number(row === column)));

const byte = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
const squareMatrix = fc.integer({ min: 1, max: 5 }).chain((size) =>
  fc.array(fc.array(byte, { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
);

describe.each([
  [0x11b, FIELD_11B],
  [0x11d, FIELD_11D],
] as const)("matrices over GF(2^8)/%i", (modulus, field) => {
  it("inverts as Cramer's rule does, and refuses exactly the singular ones", () => {
    fc.assert(
      fc.property(squareMatrix, (matrix) => {
        if (determinant(modulus, matrix) === 0) {
          expect(() => invertMatrix(field, matrix)).toThrow(RangeError);
        } else {
          expect(invertMatrix(field, matrix)).toEqual(inverse(modulus, matrix));
        }
      }),
      { numRuns: 200 },
    );
  });
});

it("finds every k rows of the systematic Cauchy matrix of 8 of 16 invertible", () => {
  let inverted = 0;
  for (const positions of subsets(range(16), 8)) {
    invertMatrix(
      FIELD_11D,
      positions.map((position) => shardRow(position, 8)),
    );
    inverted += 1;
  }
  expect(inverted).toBe(12_870);
  const parity = range(8, 8).map((position) => shardRow(position, 8));
  expect(product(0x11d, parity, invertMatrix(FIELD_11D, parity))).toEqual(identity(8));
});
