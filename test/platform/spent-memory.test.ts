import { nodePrimitives } from "../../src/platform/node/primitives";

const MEBIBYTE = 2 ** 20;

test("what ciphers leave behind is collected before it gathers", async () => {
  const aead = await nodePrimitives.aead(new Uint8Array(32));
  const plaintext = new Uint8Array(128 * 1024);
  const sealed = new Uint8Array(plaintext.length + 16);
  const startBytes = process.memoryUsage().arrayBuffers;
  let mostBytes = 0;
  for (let round = 0; round < 256; round += 1) {
    await aead.seal(new Uint8Array(12), new Uint8Array(0), plaintext, sealed);
    mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - startBytes);
  }
  // 32 MiB were made; V8 by itself begins to look at them there.
  expect(mostBytes).toBeLessThan(6 * MEBIBYTE);
});
