/** Runs cover exactly the segments of a range, in order, and never lie in two packs. */
import fc from "fast-check";
import { segmentBytes, segmentCount, type Parameters } from "../../src/core/format/parameters";
import { runsOf, segmentsPerRun } from "../../src/core/transfer/runs";

const parameters: fc.Arbitrary<Parameters> = fc
  .record({ k: fc.integer({ min: 1, max: 5 }), z: fc.integer({ min: 6, max: 24 }), p: fc.nat(8) })
  .map(({ k, z, p }) => ({ suite: 1, k, n: k + 1, z, p, flags: 0 }));

const cases = parameters.chain((shape) => {
  const totals = fc.nat(300 * segmentBytes(shape));
  return totals.chain((total) =>
    fc.tuple(fc.nat(total), fc.nat(total)).map(([a, b]) => ({
      ...{ shape, total },
      ...{ start: Math.min(a, b), end: Math.max(a, b) },
    })),
  );
});

it("the runs of a range hold every byte of it, and no segment beside it", () => {
  fc.assert(
    fc.property(cases, ({ shape, total, start, end }) => {
      const runs = [...runsOf(shape, total, start, end)];
      const full = segmentBytes(shape);
      const [first] = runs;
      const last = runs.at(-1);
      expect(first?.firstSegment).toBe(
        Math.min(Math.floor(start / full), segmentCount(shape, total) - 1),
      );
      for (const [at, run] of runs.entries()) {
        expect(run.offset).toBe(run.firstSegment * full);
        expect(run.q).toBe(Math.floor(run.firstSegment / 2 ** shape.p));
        const lastSegment = run.firstSegment + run.segments - 1;
        expect(Math.floor(lastSegment / 2 ** shape.p)).toBe(run.q);
        expect(run.segments).toBeLessThanOrEqual(segmentsPerRun(shape));
        expect(run.plainBytes).toBe(Math.min(total, (lastSegment + 1) * full) - run.offset);
        const next = runs[at + 1];
        if (next !== undefined) expect(next.firstSegment).toBe(lastSegment + 1);
      }
      if (start < end) {
        expect(first!.offset).toBeLessThanOrEqual(start);
        expect(last!.offset + last!.plainBytes).toBeGreaterThanOrEqual(end);
        expect(last!.offset + last!.plainBytes).toBeLessThan(end + full);
      }
    }),
  );
});

it("a run is at most 16 MiB of plaintext, or one segment", () => {
  fc.assert(
    fc.property(parameters, (shape) => {
      const segments = segmentsPerRun(shape);
      expect(segments === 1 || segments * segmentBytes(shape) <= 16 * 2 ** 20).toBe(true);
    }),
  );
});

it("an empty payload has one empty run", () => {
  const shape: Parameters = { suite: 2, k: 2, n: 3, z: 17, p: 4, flags: 0 };
  expect([...runsOf(shape, 0)]).toEqual([
    { q: 0, firstSegment: 0, segments: 1, offset: 0, plainBytes: 0 },
  ]);
});
