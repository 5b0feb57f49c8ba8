import { createScalarKernel } from "../../src/core/codec/kernel";
import { createWasmKernel } from "../../src/core/codec/wasm-kernel";
import { nodePrimitives } from "../../src/platform/node/primitives";
it("loads", async () => {
  expect(createWasmKernel().kind).toBe("wasm-simd");
  expect(createScalarKernel().kind).toBe("scalar");
  expect((await nodePrimitives.publicKey(new Uint8Array(32))).length).toBe(32);
});
