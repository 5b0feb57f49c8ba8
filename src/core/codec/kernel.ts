/**
 * The one inner loop of the codec: a linear combination of byte vectors over a field of 256 elements.
 * Reed-Solomon and Shamir are both nothing but this with other coefficients.
 */
import type { Bytes } from "../bytes";
import type { Field } from "./gf256";

/** One combination. Sources and target are offsets into the kernel's arena and must not overlap. */
export interface Combination {
  readonly field: Field;
  readonly coefficients: readonly number[];
  readonly sources: readonly number[];
  readonly target: number;
  readonly lengthBytes: number;
}

export interface Kernel {
  readonly kind: "wasm-simd" | "scalar";
  /**
   * The working memory, at least that large. A later call with a larger size may move it: what was
   * written stays, views that were taken before do not.
   */
  arena(sizeBytes: number): Bytes;
  /** arena[target + b] = XOR over s of coefficients[s] * arena[sources[s] + b], for b < lengthBytes. */
  combine(combination: Combination): void;
}

/** Plain TypeScript: for platforms that forbid WebAssembly or have no SIMD. */
export function createScalarKernel(): Kernel {
  let memory: Bytes = new Uint8Array(0);
  return {
    kind: "scalar",
    arena(sizeBytes) {
      if (memory.length < sizeBytes) {
        const larger = new Uint8Array(sizeBytes);
        larger.set(memory);
        memory = larger;
      }
      return memory;
    },
    combine({ field, coefficients, sources, target, lengthBytes }) {
      memory.fill(0, target, target + lengthBytes);
      for (const [index, source] of sources.entries()) {
        const coefficient = coefficients[index] ?? 0;
        const products = Uint8Array.from({ length: 256 }, (_, b) => field.multiply(coefficient, b));
        for (let offset = 0; offset < lengthBytes; offset += 1) {
          const product = products[memory[source + offset] ?? 0] ?? 0;
          memory[target + offset] = (memory[target + offset] ?? 0) ^ product;
        }
      }
    },
  };
}
