import * as fc from "fast-check";
import {
  areValidParameters,
  chooseLayout,
  headBytes,
  MAX_SEGMENTS,
  packBytes,
  packCount,
  plaintextBytes,
  segmentBytes,
  segmentCount,
  shardBytes,
  shardRunBytes,
  type Parameters,
  type Suite,
} from "../../../src/core/format/parameters";
import { range, shapes } from "../support";
import { smallPlan, writeTransfer } from "./writer";

const GOOD: Parameters = { suite: 1, k: 2, n: 3, z: 17, p: 5, flags: 0 };

describe("limits", () => {
  it.each<Partial<Parameters>>([
    {},
    { k: 1, n: 1 },
    { k: 16, n: 16 },
    { z: 6 },
    { z: 24 },
    { p: 0 },
    { p: 8 },
    { flags: 1 },
    { suite: 2 },
    { suite: 2, k: 2, n: 2 },
  ])("allow %j", (change) => {
    expect(areValidParameters({ ...GOOD, ...change })).toBe(true);
  });

  it.each<Partial<Record<keyof Parameters, number>>>([
    { suite: 0 },
    { suite: 3 },
    { k: 0 },
    { k: 4 },
    { n: 0 },
    { n: 17 },
    { k: 17, n: 17 },
    { z: 5 },
    { z: 25 },
    { p: -1 },
    { p: 9 },
    { flags: 2 },
    { flags: 3 },
    { flags: -1 },
    { suite: 2, k: 1 },
    { suite: 2, flags: 1 },
    { k: 1.5 },
    { z: Number.NaN },
  ])("refuse %j", (change) => {
    expect(areValidParameters({ ...GOOD, ...change } as Parameters)).toBe(false);
  });
});

describe("sizes", () => {
  const anyStream = fc
    .record({
      suite: fc.constantFrom<Suite>(1, 2),
      shape: fc.constantFrom(...shapes(16, 2)),
      z: fc.integer({ min: 6, max: 9 }),
      p: fc.integer({ min: 0, max: 3 }),
    })
    .chain(({ suite, shape: [k, n], z, p }) =>
      fc.record({
        parameters: fc.constant<Parameters>({ suite, k, n, z, p, flags: 0 }),
        total: fc.integer({ min: 0, max: 40 * k * 2 ** z }),
      }),
    );

  /** Shard sizes of a stream, one segment after another, as format.md writes them. */
  function* shardSizes({ suite, k, z }: Parameters, total: number): Generator<number> {
    let left = total;
    do {
      const plen = Math.min(left, k * 2 ** z);
      yield suite === 1 ? 8 + 12 + 32 + Math.max(1, Math.ceil(plen / k)) + 16 : 8 + 32 + plen + 32;
      left -= plen;
    } while (left > 0);
  }

  it("of packs, runs and counts follow from the sizes of the shards", () => {
    fc.assert(
      fc.property(anyStream, ({ parameters, total }) => {
        const sizes = [...shardSizes(parameters, total)];
        const perPack = 2 ** parameters.p;
        const sum = (first: number, count: number): number =>
          sizes.slice(first, first + count).reduce((bytes, size) => bytes + size, 0);
        expect(segmentCount(parameters, total)).toBe(sizes.length);
        expect(packCount(parameters, total)).toBe(Math.ceil(sizes.length / perPack));
        for (const q of range(packCount(parameters, total))) {
          expect(packBytes(parameters, total, q)).toBe(sum(q * perPack, perPack));
        }
        for (const first of range(Math.min(sizes.length, 8))) {
          for (const count of range(sizes.length - first, 1).slice(0, 8)) {
            expect(shardRunBytes(parameters, total, first, count)).toBe(sum(first, count));
          }
        }
        const plain = sizes.map((_, j) => plaintextBytes(parameters, total, j));
        expect(plain.reduce((bytes, size) => bytes + size, 0)).toBe(total);
        expect(plain.map((bytes) => shardBytes(parameters, bytes))).toEqual(sizes);
      }),
    );
  });

  it.each<[Suite, number, number]>([
    [1, 1, 156],
    [1, 16, 636],
    [2, 2, 172],
    [2, 16, 620],
  ])("of a head of suite %i with %i stores: %i bytes", (suite, n, sizeBytes) => {
    expect(headBytes({ ...GOOD, suite, n })).toBe(sizeBytes);
  });

  it.each([1, 2] as const)("are those of what suite %i writes", async (suite) => {
    for (const sizeBytes of [0, 1, 127, 128, 129, 700]) {
      const { plan, stores, manifest } = await writeTransfer(smallPlan({ suite }, sizeBytes));
      const { parameters } = plan;
      const packsOf = (total: number): number[] =>
        range(packCount(parameters, total)).map((q) => packBytes(parameters, total, q));
      const expected = [headBytes(parameters), ...packsOf(sizeBytes), ...packsOf(manifest.length)];
      for (const store of stores) {
        expect([...store.values()].map(({ length }) => length)).toEqual(expected);
      }
    }
  });
});

describe("the writer's layout", () => {
  const MIB = 2 ** 20;
  const GIB = 2 ** 30;
  const shape = { suite: 1, k: 2, n: 3, flags: 0 } as const;

  it.each([
    [0, 17],
    [16 * GIB, 17],
    [16 * GIB + 1, 20],
    [2 * 2 ** 20 * MAX_SEGMENTS, 20],
    [2 * 2 ** 20 * MAX_SEGMENTS + 1, 21],
    [2 * 2 ** 24 * MAX_SEGMENTS, 24],
  ])("takes, for %i bytes at k = 2, z = %i", (totalBytes, z) => {
    expect(chooseLayout(shape, totalBytes).z).toBe(z);
  });

  it("refuses what 2^22 segments of the largest cells do not hold", () => {
    for (const k of [1, 2, 3]) {
      const most = k * 2 ** 24 * MAX_SEGMENTS;
      expect(chooseLayout({ ...shape, k }, most).z).toBe(24);
      expect(() => chooseLayout({ ...shape, k }, most + 1)).toThrow(
        expect.objectContaining({ code: "source-too-large" }) as Error,
      );
    }
  });

  it("gives packs of 4 MiB by default", () => {
    expect(chooseLayout(shape, 1)).toEqual({ ...shape, z: 17, p: 5 });
    expect(chooseLayout(shape, 17 * GIB)).toEqual({ ...shape, z: 20, p: 2 });
  });

  it("keeps every shape valid, packs at most 4 MiB or one segment, a row at most 16 MiB or that", () => {
    const totals = fc.oneof(
      fc.integer({ min: 0, max: 100 * MIB }),
      fc.integer({ min: 0, max: 64 * 2 ** 40 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom<Suite>(1, 2),
        fc.constantFrom(...shapes(16, 2)),
        totals,
        (suite, [k, n], total) => {
          const layout = chooseLayout({ suite, k, n, flags: 0 }, total);
          const contentBytes = (suite === 1 ? 1 : k) * 2 ** layout.z;
          expect(areValidParameters(layout)).toBe(true);
          expect(segmentCount(layout, total)).toBeLessThanOrEqual(MAX_SEGMENTS);
          if (layout.p > 0) {
            expect(contentBytes * 2 ** layout.p).toBeLessThanOrEqual(4 * MIB);
            expect(contentBytes * 2 ** layout.p * n).toBeLessThanOrEqual(16 * MIB);
          }
          // No needlessly small packs: twice as many segments would not fit.
          const limit = Math.min(4 * MIB, (16 * MIB) / n);
          if (layout.p < 8) expect(contentBytes * 2 ** (layout.p + 1)).toBeGreaterThan(limit);
        },
      ),
    );
  });

  it("says how large a segment of plaintext is", () => {
    expect(segmentBytes(chooseLayout(shape, 1))).toBe(2 * 131_072);
  });
});
