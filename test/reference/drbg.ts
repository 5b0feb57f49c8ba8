/** The generator of test bytes that the note of sd1-vectors.json describes. */
import { createHash } from "node:crypto";
import type { Bytes } from "../../src/core/bytes";

/** Each draw takes whole blocks and is cut: block c = SHA-256("sd1-test-drbg" || label || u64 c). */
export function createTestDrbg(label: string): (sizeBytes: number) => Bytes {
  let counter = 0n;
  const nextBlock = (): Buffer => {
    const counterBytes = Buffer.alloc(8);
    counterBytes.writeBigUInt64BE(counter);
    counter += 1n;
    return createHash("sha256")
      .update(`sd1-test-drbg${label}`, "ascii")
      .update(counterBytes)
      .digest();
  };
  return (sizeBytes) => {
    const blocks: Buffer[] = [];
    while (blocks.length * 32 < sizeBytes) blocks.push(nextBlock());
    return new Uint8Array(Buffer.concat(blocks).subarray(0, sizeBytes));
  };
}
