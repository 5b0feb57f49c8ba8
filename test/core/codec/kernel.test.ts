import type { Bytes } from "../../../src/core/bytes";
import { FIELD_11B, FIELD_11D, type Field } from "../../../src/core/codec/gf256";
import { createScalarKernel, type Kernel } from "../../../src/core/codec/kernel";
import { createKernel, createWasmKernel } from "../../../src/core/codec/wasm-kernel";
import * as twin from "../../reference/gf256";
import { range, testBytes } from "../support";

const FIELDS: [field: Field, modulus: twin.Modulus][] = [
  [FIELD_11B, 0x11b],
  [FIELD_11D, 0x11d],
];

const POOL = testBytes(1_024 + 64 + 16, "sources and coefficients");

/** Writes the sources one after another from `first` on, with a gap that keeps them unaligned. */
function place(kernel: Kernel, sources: readonly Bytes[], first: number): number[] {
  const strideBytes = (sources[0]?.length ?? 0) + 3;
  const arena = kernel.arena(first + sources.length * strideBytes);
  return sources.map((source, s) => {
    arena.set(source, first + s * strideBytes);
    return first + s * strideBytes;
  });
}

describe.each([
  ["wasm-simd", createWasmKernel],
  ["scalar", createScalarKernel],
] as const)("the %s kernel", (kind, create) => {
  it("says what it is", () => {
    expect(create().kind).toBe(kind);
  });

  it.each(FIELDS)("gives all 65,536 products of the twin, field %#", (field, modulus) => {
    const kernel = create();
    const arena = kernel.arena(512);
    arena.set(range(256));
    for (const coefficient of range(256)) {
      const combination = { field, coefficients: [coefficient], sources: [0], target: 256 };
      kernel.combine({ ...combination, lengthBytes: 256 });
      const expected = range(256).map((b) => twin.multiply(modulus, coefficient, b));
      expect([...arena.subarray(256, 512)]).toEqual(expected);
    }
  });

  it.each(FIELDS)("combines 1..16 sources of every length 0..64, field %#", (field, modulus) => {
    const kernel = create();
    for (const count of range(16, 1)) {
      for (const lengthBytes of range(65)) {
        const sources = range(count).map((s) => POOL.subarray(64 * s, 64 * s + lengthBytes));
        const coefficients = [...POOL.subarray(1_024 + lengthBytes).subarray(0, count)];
        const offsets = place(kernel, sources, 101);
        const arena = kernel.arena(0);
        arena.fill(0xa5, 0, 101);
        kernel.combine({ field, coefficients, sources: offsets, target: 17, lengthBytes });
        const expected = twin.combine(modulus, coefficients, sources, lengthBytes);
        expect(Buffer.compare(arena.subarray(17, 17 + lengthBytes), expected)).toBe(0);
        expect(arena.subarray(0, 17).every((b) => b === 0xa5)).toBe(true);
        expect(arena.subarray(17 + lengthBytes, 101).every((b) => b === 0xa5)).toBe(true);
        expect(Buffer.compare(arena.subarray(101, 101 + lengthBytes), sources[0]!)).toBe(0);
      }
    }
  });

  it("takes coefficients 0 and 1 like any other", () => {
    const kernel = create();
    const sources = range(3).map((s) => testBytes(40, String(s)));
    const offsets = place(kernel, sources, 100);
    const arena = kernel.arena(0);
    for (const coefficients of [
      [0, 0, 0],
      [0, 1, 0],
      [1, 1, 1],
    ]) {
      kernel.combine({
        field: FIELD_11D,
        coefficients,
        sources: offsets,
        target: 0,
        lengthBytes: 40,
      });
      const expected = twin.combine(0x11d, coefficients, sources, 40);
      expect(Buffer.compare(arena.subarray(0, 40), expected)).toBe(0);
    }
  });

  it("keeps what was written when the arena grows, and counts on from the same offsets", () => {
    const kernel = create();
    kernel.arena(1_000).set(testBytes(64), 900);
    const larger = kernel.arena(1_000_000);
    expect(larger.length).toBeGreaterThanOrEqual(1_000_000);
    expect(Buffer.compare(larger.subarray(900, 964), testBytes(64))).toBe(0);
    const target = 999_000;
    kernel.combine({
      ...{ field: FIELD_11D, coefficients: [1], sources: [900] },
      ...{ target, lengthBytes: 64 },
    });
    expect(Buffer.compare(larger.subarray(target, target + 64), testBytes(64))).toBe(0);
  });
});

it("compiles to WebAssembly where that is allowed", () => {
  expect(createKernel().kind).toBe("wasm-simd");
});

it("falls back to the scalar twin, and says so, where WebAssembly is forbidden", () => {
  const compile = jest.spyOn(WebAssembly, "Module").mockImplementation(() => {
    throw new WebAssembly.CompileError("forbidden by the content security policy");
  });
  try {
    expect(createKernel().kind).toBe("scalar");
  } finally {
    compile.mockRestore();
  }
});
