/** The codec and the primitives by themselves, in one thread. */
import { createCipheriv, createHash, randomBytes, randomFillSync } from "node:crypto";
import { createScalarKernel, type Kernel } from "../src/core/codec/kernel";
import { encodeParity } from "../src/core/codec/reed-solomon";
import { createWasmKernel } from "../src/core/codec/wasm-kernel";
import { throughput } from "./measure";

const CELL_BYTES = 2 ** 17;

export interface CodecFigure {
  readonly what: string;
  readonly bytesPerSecond: number;
}

function encodeRate(kernel: Kernel, k: number, n: number): number {
  const offsets = Array.from({ length: n }, (_, i) => i * (CELL_BYTES + 32));
  randomFillSync(kernel.arena(n * (CELL_BYTES + 32)));
  const cells = { offsets, lengthBytes: CELL_BYTES };
  return throughput(k * CELL_BYTES, () => {
    encodeParity(kernel, cells, k);
  });
}

/** Bytes of data a second. */
export function measureCodec(): CodecFigure[] {
  const figures: CodecFigure[] = [];
  for (const [k, n] of [
    [2, 3],
    [3, 4],
    [3, 5],
    [10, 14],
  ] as const) {
    const name = `${String(k)}+${String(n - k)}`;
    for (const kernel of [createWasmKernel(), createScalarKernel()]) {
      const what = `Reed-Solomon ${name}, ${kernel.kind}`;
      figures.push({ what, bytesPerSecond: encodeRate(kernel, k, n) });
    }
  }
  const data = randomBytes(3 * CELL_BYTES);
  const key = randomBytes(32);
  const nonce = randomBytes(12);
  const hash = throughput(data.length, () => createHash("sha256").update(data).digest());
  const seal = throughput(CELL_BYTES, () => {
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    cipher.update(data.subarray(0, CELL_BYTES));
    cipher.final();
  });
  figures.push({ what: "SHA-256, node:crypto", bytesPerSecond: hash });
  figures.push({ what: "AES-256-GCM, node:crypto", bytesPerSecond: seal });
  return figures;
}
