import * as fc from "fast-check";
import type { Bytes } from "../../../src/core/bytes";
import { FIELD_11B, FIELD_11D } from "../../../src/core/codec/gf256";
import {
  interpolateShare,
  interpolationRow,
  joinSecret,
  shareRow,
  splitSecret,
} from "../../../src/core/codec/shamir";
import * as twin from "../../reference/shamir";
import { pick, positionSubsets, range, shapes, testBytes } from "../support";

const SECRET = testBytes(32, "secret");

function split(k: number, n: number): { parts: Bytes[]; shares: Map<number, Bytes> } {
  const coefficients = range(k - 1).map((e) => testBytes(32, `coefficient ${String(e)}`));
  const shares = splitSecret(SECRET, coefficients, n);
  return { parts: [SECRET, ...coefficients], shares: new Map(shares.entries()) };
}

it.each(shapes(6))("%i of %i: shares as defined; every k-subset joins and rebuilds", (k, n) => {
  const { parts, shares } = split(k, n);
  expect([...shares.values()]).toEqual(range(n).map((i) => twin.share(0x11b, parts, i)));
  for (const positions of positionSubsets(n, k)) {
    const chosen = pick(shares, positions);
    expect(joinSecret(chosen)).toEqual(SECRET);
    expect(range(n).map((i) => interpolateShare(chosen, i))).toEqual([...shares.values()]);
  }
});

it("joins k of up to 16 shares in whatever order they come", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(range(16), { minLength: 1 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      (positions, bytes) => {
        const [secret, ...coefficients] = positions.map((_, at) => bytes.slice(at, at + 1));
        const shares = splitSecret(secret!, coefficients, 16);
        const chosen = new Map(positions.map((i) => [i, shares[i]!]));
        expect(joinSecret(chosen)).toEqual(secret);
        expect(joinSecret(chosen)).toEqual(twin.interpolateBytes(0x11b, chosen, 0));
      },
    ),
  );
});

describe.each([
  [0x11b, FIELD_11B],
  [0x11d, FIELD_11D],
] as const)("rows over GF(2^8)/%i", (modulus, field) => {
  it("holds the powers of x = position + 1", () => {
    for (const i of range(16)) {
      const unit = (e: number): number[] => range(16).map((at) => Number(at === e));
      const powers = range(16).map((e) => twin.evaluate(modulus, unit(e), i + 1));
      expect(shareRow(field, i, 16)).toEqual(powers);
    }
  });

  it("interpolates at every x, on the points themselves too", () => {
    const positions = [0, 3, 4, 9];
    for (const x of range(17)) {
      const row = interpolationRow(field, positions, x);
      const unit = (own: number): (readonly [number, number])[] =>
        positions.map((i) => [i + 1, Number(i === own)] as const);
      expect(row).toEqual(positions.map((own) => twin.interpolate(modulus, unit(own), x)));
    }
  });
});

it("tells k - 1 shares nothing: each secret byte is equally possible", () => {
  // 2 of n: for any share byte there is exactly one coefficient for each of the 256 secrets.
  for (const i of range(3)) {
    const secrets = range(256).map((coefficient) => {
      const share = splitSecret(Uint8Array.of(0), [Uint8Array.of(coefficient)], 3)[i]!;
      return share[0]!;
    });
    expect(new Set(secrets).size).toBe(256);
  }
});

it("gives a wrong secret, and no error, for fewer shares than k", () => {
  const { shares } = split(3, 5);
  expect(joinSecret(pick(shares, [0, 1]))).not.toEqual(SECRET);
});
