/** The SIMD kernel: kernel/combine.ts compiled to WebAssembly, carried as text in the bundle. */
import { KERNEL_BASE64 } from "./kernel-binary";
import { createScalarKernel, type Kernel } from "./kernel";

const PAGE_BYTES = 65_536;
/** The first page holds what a call needs: the tables (16 x 32 bytes) and the addresses of the sources. */
const TABLES = 1_024;
const SOURCES = 3_072;

type CombineExport = (
  tables: number,
  sources: number,
  count: number,
  target: number,
  length: number,
) => void;

function compileKernel(): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (c) => c.charCodeAt(0)));
}

/** Throws WebAssembly.CompileError where SIMD is missing or a content security policy forbids WASM. */
export function createWasmKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(compileKernel(), { env: { memory, abort: () => 0 } });
  const combine = instance.exports["combine"] as CombineExport;
  return {
    kind: "wasm-simd",
    arena(sizeBytes) {
      const missing = Math.ceil((PAGE_BYTES + sizeBytes - memory.buffer.byteLength) / PAGE_BYTES);
      if (missing > 0) memory.grow(missing);
      return new Uint8Array(memory.buffer, PAGE_BYTES);
    },
    combine({ field, coefficients, sources, target, lengthBytes }) {
      const bytes = new Uint8Array(memory.buffer);
      const addresses = new DataView(memory.buffer);
      for (const [index, source] of sources.entries()) {
        bytes.set(field.nibbleTable(coefficients[index] ?? 0), TABLES + 32 * index);
        addresses.setUint32(SOURCES + 4 * index, PAGE_BYTES + source, true);
      }
      combine(TABLES, SOURCES, sources.length, PAGE_BYTES + target, lengthBytes);
    },
  };
}

/** The fastest kernel that this platform allows; its `kind` says which, so nobody is fooled. */
export function createKernel(): Kernel {
  try {
    return createWasmKernel();
  } catch {
    return createScalarKernel();
  }
}
