import * as fc from "fast-check";
import { concatBytes } from "../../../src/core/bytes";
import { createScalarKernel } from "../../../src/core/codec/kernel";
import { createWasmKernel } from "../../../src/core/codec/wasm-kernel";
import { shardBytes, type Suite } from "../../../src/core/format/parameters";
import { createSealedCoder } from "../../../src/core/format/sealed-segment";
import { createSharedCoder } from "../../../src/core/format/shared-segment";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { sealSegment } from "../../reference/segments";
import { hexOf, pick, positionSubsets, range, shapes, testBytes } from "../support";
import { createKit } from "./segment-kit";

const ALL: [suite: Suite, k: number, n: number][] = [
  ...shapes(6).map(([k, n]): [Suite, number, number] => [1, k, n]),
  ...shapes(6, 2).map(([k, n]): [Suite, number, number] => [2, k, n]),
];

describe.each(ALL)("suite %i, %i of %i", (suite, k, n) => {
  const full = k * 64;

  it.each([0, 1, full - 1, full, full + 1])(
    "a stream of %i bytes: shards as the twin makes them; every k-subset opens, k - 1 do not",
    async (sizeBytes) => {
      const kit = await createKit({ suite, k, n });
      const stream = testBytes(sizeBytes, "stream");
      const count = Math.max(1, Math.ceil(sizeBytes / full));
      const read = new Map(
        positionSubsets(n, k).map((chosen) => [chosen.join(), new Uint8Array()]),
      );
      for (const j of range(count)) {
        const plaintext = stream.slice(j * full, (j + 1) * full);
        const final = j === count - 1;
        const { shards, expected } = await kit.seal(0, j, final, plaintext);
        expect(hexOf(shards.values())).toEqual(
          hexOf(sealSegment(kit.setup, 0, j, final, plaintext)),
        );
        for (const positions of positionSubsets(n, k)) {
          const chosen = pick(shards, positions);
          const [candidate, ...others] = await kit.reader[0].candidates(j, chosen, expected);
          expect(others).toEqual([]);
          expect(candidate).toMatchObject({ ...expected, wrong: [] });
          expect([...candidate!.fitting].sort()).toEqual(positions);
          expect(await kit.reader[0].candidates(j, chosen)).toEqual([candidate]);
          const key = positions.join();
          read.set(key, concatBytes(read.get(key)!, candidate!.plaintext));
        }
        for (const positions of positionSubsets(n, k - 1)) {
          expect(await kit.reader[0].candidates(j, pick(shards, positions), expected)).toEqual([]);
        }
        const all = await kit.reader[0].candidates(j, shards, expected);
        expect(all).toMatchObject([{ plaintext, wrong: [] }]);
        expect([...all[0]!.fitting].sort()).toEqual(range(n));
      }
      for (const bytes of hexOf(read.values())) expect([bytes]).toEqual(hexOf([stream]));
    },
  );

  it("rebuilds the shard of every position from every k others", async () => {
    const kit = await createKit({ suite, k, n });
    for (const sizeBytes of [1, full - 1, full]) {
      const { shards } = await kit.seal(1, 0, true, testBytes(sizeBytes, "rebuilt"));
      for (const positions of positionSubsets(n, k)) {
        const chosen = pick(shards, positions);
        const [candidate] = await kit.reader[1].candidates(0, chosen);
        for (const lost of range(n).filter((i) => !positions.includes(i))) {
          const out = new Uint8Array(shards.get(lost)!.length);
          await kit.reader[1].rebuild(0, candidate!, chosen, lost, out);
          expect(hexOf([out])).toEqual(hexOf([shards.get(lost)!]));
        }
      }
    }
  });
});

const anySegment = fc
  .record({
    suite: fc.constantFrom<Suite>(1, 2),
    n: fc.integer({ min: 2, max: 16 }),
    z: fc.integer({ min: 6, max: 8 }),
    stream: fc.constantFrom<0 | 1>(0, 1),
    j: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 22 - 1 })),
  })
  .chain((shape) =>
    fc.record({ shape: fc.constant(shape), k: fc.integer({ min: 2, max: shape.n }) }),
  )
  .chain(({ shape, k }) =>
    fc.record({
      ...{ shape: fc.constant({ ...shape, k }) },
      plaintext: fc.uint8Array({ minLength: 1, maxLength: k * 2 ** shape.z, size: "max" }),
      positions: fc.shuffledSubarray(range(shape.n), { minLength: k, maxLength: k }),
    }),
  );

it("seals as the twin and opens by any k of up to 16, for any z, j, stream and plaintext", async () => {
  await fc.assert(
    fc.asyncProperty(anySegment, async ({ shape, plaintext, positions }) => {
      const { stream, j, ...parameters } = shape;
      const kit = await createKit(parameters);
      const { shards } = await kit.seal(stream, j, true, plaintext);
      expect(hexOf(shards.values())).toEqual(
        hexOf(sealSegment(kit.setup, stream, j, true, plaintext)),
      );
      const chosen = new Map(positions.map((i) => [i, shards.get(i)!]));
      expect(await kit.reader[stream].candidates(j, chosen)).toMatchObject([
        { plaintext, final: true, wrong: [] },
      ]);
    }),
    { numRuns: 40 },
  );
});

it.each([
  [1, createSealedCoder],
  [2, createSharedCoder],
] as const)("suite %i: the scalar kernel seals and opens the same bytes", async (suite, create) => {
  const kit = await createKit({ suite, k: 3, n: 5 });
  const plaintext = testBytes(191, "either kernel");
  const expected = sealSegment(kit.setup, 0, 0, true, plaintext);
  for (const kernel of [createScalarKernel(), createWasmKernel()]) {
    const { parameters, setup, keys } = kit;
    const id = new Uint8Array(setup.id);
    const coder = await create({
      ...{ prims: nodePrimitives, kernel, parameters, id },
      ...{ stream: 0, keys: keys[0] },
    });
    const out = range(5).map(() => new Uint8Array(shardBytes(parameters, 191)));
    await coder.seal(0, true, plaintext, out);
    expect(out).toEqual(expected);
    const chosen = new Map([1, 3, 4].map((i) => [i, out[i]!]));
    expect(await coder.candidates(0, chosen)).toMatchObject([{ plaintext }]);
  }
});

it.each([1, 2] as const)("suite %i: sealing again gives the same bytes", async (suite) => {
  const kit = await createKit({ suite });
  const plaintext = testBytes(100, "again");
  const first = await kit.seal(0, 7, false, testBytes(128, "full"));
  await kit.seal(0, 8, true, plaintext);
  const again = await kit.seal(0, 7, false, testBytes(128, "full"));
  expect(again).toEqual(first);
});

it.each([1, 2] as const)("suite %i: writes the plaintext where it is told to", async (suite) => {
  const kit = await createKit({ suite });
  const { shards, expected } = await kit.seal(0, 0, true, testBytes(99, "into"));
  const into = new Uint8Array(128).fill(0xaa);
  const [candidate] = await kit.reader[0].candidates(0, shards, expected, into);
  expect(candidate!.plaintext.buffer).toBe(into.buffer);
  expect(into.subarray(0, 99)).toEqual(testBytes(99, "into"));
  expect(into.subarray(99)).toEqual(new Uint8Array(29).fill(0xaa));
});
