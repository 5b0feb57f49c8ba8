import * as fc from "fast-check";
import type { Bytes } from "../../../src/core/bytes";
import { createScalarKernel, type Kernel } from "../../../src/core/codec/kernel";
import {
  decodeData,
  encodeParity,
  encodeShard,
  shardRow,
} from "../../../src/core/codec/reed-solomon";
import { createWasmKernel } from "../../../src/core/codec/wasm-kernel";
import * as twin from "../../reference/reed-solomon";
import { positionSubsets, range, shapes, testBytes } from "../support";

const LENGTH = 37;

/** Cells 0..n-1, then k places for decoded data, all of LENGTH bytes in the kernel's arena. */
function layOut(kernel: Kernel, k: number, n: number) {
  const arena = kernel.arena((n + k) * LENGTH);
  const offsets = range(n).map((i) => i * LENGTH);
  const targets = range(k).map((c) => (n + c) * LENGTH);
  const at = (offset: number): Bytes => arena.slice(offset, offset + LENGTH);
  return { arena, cells: { offsets, lengthBytes: LENGTH }, offsets, targets, at };
}

const dataOf = (k: number): Bytes[] => range(k).map((c) => testBytes(LENGTH, `data ${String(c)}`));

describe.each([
  ["wasm-simd", createWasmKernel],
  ["scalar", createScalarKernel],
] as const)("Reed-Solomon on the %s kernel", (_, create) => {
  it.each(shapes(6))("%i of %i: parity as defined, every k-subset gives the data", (k, n) => {
    const kernel = create();
    const { arena, cells, offsets, targets, at } = layOut(kernel, k, n);
    const data = dataOf(k);
    const shards = twin.encode(data, n);
    data.forEach((cell, c) => {
      arena.set(cell, offsets[c]);
    });
    encodeParity(kernel, cells, k);
    expect(offsets.map(at)).toEqual(shards);
    for (const positions of positionSubsets(n, k)) {
      arena.fill(0xee);
      for (const i of positions) arena.set(shards[i]!, offsets[i]);
      decodeData(kernel, cells, positions, targets);
      const decoded = range(k).map((c) => at((positions.includes(c) ? offsets : targets)[c]!));
      expect(decoded).toEqual(data);
      expect(positions.map((i) => at(offsets[i]!))).toEqual(positions.map((i) => shards[i]));
      expect(twin.decode(new Map(positions.map((i) => [i, shards[i]!])))).toEqual(data);
    }
  });
});

it("makes one shard alone as it makes all of them", () => {
  const kernel = createWasmKernel();
  const { arena, cells, offsets, targets, at } = layOut(kernel, 4, 16);
  dataOf(4).forEach((cell, c) => {
    arena.set(cell, offsets[c]);
  });
  encodeParity(kernel, cells, 4);
  const [spare = 0] = targets;
  for (const i of range(16)) {
    encodeShard(kernel, i, offsets.slice(0, 4), spare, LENGTH);
    expect(at(spare)).toEqual(at(offsets[i]!));
  }
});

it("writes the generator of the format for every shape up to 16", () => {
  for (const [k, n] of shapes(16)) {
    for (const i of range(n)) expect(shardRow(i, k)).toEqual(twin.generatorRow(i, k));
  }
});

it("decodes any k of up to 16 shards, in whatever order they are named", () => {
  const anyChoice = fc
    .integer({ min: 1, max: 16 })
    .chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.shuffledSubarray(range(n), { minLength: 1 }),
        fc.uint8Array({ minLength: 16 * LENGTH, maxLength: 16 * LENGTH }),
      ),
    );
  const kernel = createWasmKernel();
  fc.assert(
    fc.property(anyChoice, ([n, positions, bytes]) => {
      const k = positions.length;
      const { arena, cells, offsets, targets, at } = layOut(kernel, k, n);
      arena.set(bytes.subarray(0, k * LENGTH));
      const data = offsets.slice(0, k).map(at);
      encodeParity(kernel, cells, k);
      for (const i of range(n))
        if (!positions.includes(i)) arena.fill(0xee, offsets[i], offsets[i]! + LENGTH);
      decodeData(kernel, cells, positions, targets);
      expect(range(k).map((c) => at((positions.includes(c) ? offsets : targets)[c]!))).toEqual(
        data,
      );
    }),
    { numRuns: 100 },
  );
});
