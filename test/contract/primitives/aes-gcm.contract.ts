/** AES-256-GCM and the AES-256-CTR keystream, against known answers. */
import { createCipheriv } from "node:crypto";
import * as fc from "fast-check";
import { concatBytes, encodeHex } from "../../../src/core/bytes";
import type { Primitives } from "../../../src/core/format/primitives";
import { AES256_ZERO_KEY_BLOCKS } from "../../vectors/known-answers";
import { WYCHEPROOF } from "../../vectors/wycheproof";
import { flipBit, hex, range, testBytes } from "../../core/support";

export function aesGcmContract(name: string, prims: Primitives): void {
  describe(name, () => {
    const named = WYCHEPROOF.aesGcm256.map(
      (vector) => [vector.tcId, vector.comment || vector.result, vector] as const,
    );

    it.each(named)("AES-256-GCM, Wycheproof %i: %s", async (_, __, vector) => {
      const { key, iv, aad, msg, ct, tag, result } = vector;
      const aead = await prims.aead(hex(key));
      const sealed = concatBytes(hex(ct), hex(tag));
      const opened = new Uint8Array(hex(ct).length);
      expect(await aead.open(hex(iv), hex(aad), sealed, opened)).toBe(result === "valid");
      if (result === "valid") expect(encodeHex(opened)).toBe(msg);
      const out = new Uint8Array(sealed.length);
      await aead.seal(hex(iv), hex(aad), hex(msg), out);
      // An invalid case differs from the right sealing in its tag, and in nothing else.
      expect(encodeHex(out.subarray(0, -16))).toBe(ct);
      expect(encodeHex(out.subarray(-16)) === tag).toBe(result === "valid");
    });

    describe("AES-256-GCM", () => {
      const nonce = testBytes(12, "nonce");
      const aad = testBytes(20, "aad");
      const plaintext = testBytes(37, "plaintext");

      it("opens with nothing but its own key, nonce, data, ciphertext and tag", async () => {
        const aead = await prims.aead(testBytes(32, "key"));
        const sealed = new Uint8Array(53);
        await aead.seal(nonce, aad, plaintext, sealed);
        const opens = async (...[n, a, s]: [typeof nonce, typeof aad, typeof sealed]) =>
          aead.open(n, a, s, new Uint8Array(Math.max(0, s.length - 16)));
        expect(await opens(nonce, aad, sealed)).toBe(true);
        for (const at of range(53))
          expect(await opens(nonce, aad, flipBit(sealed, at))).toBe(false);
        for (const at of range(20))
          expect(await opens(nonce, flipBit(aad, at), sealed)).toBe(false);
        for (const at of range(12))
          expect(await opens(flipBit(nonce, at), aad, sealed)).toBe(false);
        expect(await opens(nonce, aad.subarray(1), sealed)).toBe(false);
        const other = await prims.aead(testBytes(32, "another key"));
        expect(await other.open(nonce, aad, sealed, new Uint8Array(37))).toBe(false);
      });

      it("refuses a tag of another length: one that is cut proves less", async () => {
        const aead = await prims.aead(testBytes(32, "key"));
        const sealed = new Uint8Array(53);
        await aead.seal(nonce, aad, plaintext, sealed);
        for (const length of range(53)) {
          expect(await aead.open(nonce, aad, sealed.slice(0, length), new Uint8Array(37))).toBe(
            false,
          );
        }
        const longer = concatBytes(sealed, new Uint8Array(1));
        expect(await aead.open(nonce, aad, longer, new Uint8Array(37))).toBe(false);
      });

      it.each([32_767, 32_768, 32_769, 65_536, 100_000])(
        "is, over %i bytes, what one call of OpenSSL gives",
        async (length) => {
          const message = testBytes(length, "long");
          const cipher = createCipheriv("aes-256-gcm", testBytes(32, "key"), nonce).setAAD(aad);
          const expected = Buffer.concat([
            cipher.update(message),
            cipher.final(),
            cipher.getAuthTag(),
          ]);
          const aead = await prims.aead(testBytes(32, "key"));
          const sealed = new Uint8Array(length + 16);
          await aead.seal(nonce, aad, message, sealed);
          expect(Buffer.compare(sealed, expected)).toBe(0);
          const opened = new Uint8Array(length);
          expect(await aead.open(nonce, aad, sealed, opened)).toBe(true);
          expect(Buffer.compare(opened, message)).toBe(0);
        },
      );

      it("opens into several parts, one after the other, that are together as long as it must be", async () => {
        const aead = await prims.aead(testBytes(32, "key"));
        const message = testBytes(40_000, "parts");
        const sealed = new Uint8Array(40_016);
        await aead.seal(nonce, aad, message, sealed);
        for (const first of [0, 1, 32, 33_000, 40_000]) {
          const parts = [new Uint8Array(first), new Uint8Array(40_000 - first)];
          expect(await aead.open(nonce, aad, sealed, ...parts)).toBe(true);
          expect(Buffer.compare(concatBytes(...parts), message)).toBe(0);
          const more = [...parts, new Uint8Array(1)];
          expect(await aead.open(nonce, aad, sealed, ...more)).toBe(false);
        }
        expect(await aead.open(nonce, aad, sealed, new Uint8Array(32))).toBe(false);
        expect(await aead.open(nonce, aad, sealed)).toBe(false);
      });

      it("works on views into larger memory, which stays as it was around them", async () => {
        await fc.assert(
          fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (message) => {
            const aead = await prims.aead(testBytes(32, "key"));
            const memory = new Uint8Array(500).fill(0xa5);
            memory.set(message, 7);
            const sealed = memory.subarray(250, 250 + message.length + 16);
            await aead.seal(nonce, aad, memory.subarray(7, 7 + message.length), sealed);
            const opened = memory.subarray(7, 7 + message.length).fill(0);
            expect(await aead.open(nonce, aad, sealed, opened)).toBe(true);
            expect(opened).toEqual(message);
            const around = [memory.subarray(0, 7), memory.subarray(7 + message.length, 250)];
            for (const part of [...around, memory.subarray(250 + message.length + 16)]) {
              expect(part.every((byte) => byte === 0xa5)).toBe(true);
            }
          }),
        );
      });
    });

    describe("the AES-256-CTR keystream", () => {
      it("begins at counter block 0", async () => {
        const out = new Uint8Array(48).fill(0xff);
        await prims.keystream(new Uint8Array(32), out);
        expect(encodeHex(out)).toBe(AES256_ZERO_KEY_BLOCKS.join(""));
      });

      it("is the encryption of the counter, block by block, at any length", async () => {
        const key = testBytes(32, "key");
        for (const length of [0, 1, 15, 16, 17, 5_000, 32_768, 70_001]) {
          const ecb = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
          const counters = Buffer.concat(
            range(Math.ceil(length / 16)).map((block) => {
              const counter = Buffer.alloc(16);
              counter.writeUInt32BE(block, 12);
              return counter;
            }),
          );
          const out = testBytes(length, "to be overwritten");
          await prims.keystream(key, out);
          expect(Buffer.from(out)).toEqual(ecb.update(counters).subarray(0, length));
        }
      });
    });
  });
}
