/** SHA-256, HMAC, HKDF as the format builds it, Argon2id and the random generator. */
import { encodeHex, utf8, type Bytes } from "../../../src/core/bytes";
import type { Primitives } from "../../../src/core/format/primitives";
import { ARGON2ID, HKDF_SHA256, HMAC_SHA256, SHA256 } from "../../vectors/known-answers";
import { WYCHEPROOF } from "../../vectors/wycheproof";
import { hex, range, testBytes } from "../../core/support";

export function hashesContract(name: string, prims: Primitives): void {
  describe(name, () => {
    it.each(SHA256)("SHA-256 of $text", async ({ text, digest }) => {
      expect(encodeHex(await prims.hash(utf8(text)))).toBe(digest);
    });

    it.each(HMAC_SHA256)("HMAC, RFC 4231, key $key", async ({ key, data, mac }) => {
      expect(encodeHex(await prims.hmac(hex(key), hex(data)))).toBe(mac);
    });

    it("HMAC of parts is HMAC of the whole", async () => {
      const data = testBytes(100);
      const whole = await prims.hmac(testBytes(32, "key"), data);
      for (const at of [0, 1, 64, 100]) {
        const parts = [data.subarray(0, at), new Uint8Array(0), data.subarray(at)];
        expect(await prims.hmac(testBytes(32, "key"), ...parts)).toEqual(whole);
      }
      expect(await prims.hmac(testBytes(32, "key"))).toEqual(
        await prims.hmac(testBytes(32, "key"), new Uint8Array(0)),
      );
    });

    describe("HKDF-SHA-256 as two calls of HMAC, one block out", () => {
      const expandOneBlock = (prk: Bytes, info: Bytes): Bytes | Promise<Bytes> =>
        prims.hmac(prk, info, Uint8Array.of(1));

      it.each(HKDF_SHA256.map((vector, at) => [at + 1, vector] as const))(
        "RFC 5869, A.%i",
        async (_, { ikm, salt, info, prk, okm }) => {
          const extracted = await prims.hmac(hex(salt), hex(ikm));
          expect(encodeHex(extracted)).toBe(prk);
          expect(encodeHex(await expandOneBlock(extracted, hex(info)))).toBe(okm.slice(0, 64));
        },
      );

      it.each(
        WYCHEPROOF.hkdfSha256.map((vector) => [vector.tcId, vector.comment, vector] as const),
      )("Wycheproof %i: %s", async (_, __, { ikm, salt, info, okm }) => {
        const prk = await prims.hmac(hex(salt), hex(ikm));
        const block = encodeHex(await expandOneBlock(prk, hex(info)));
        expect(block.slice(0, okm.length)).toBe(okm.slice(0, 64));
      });
    });

    it.each(ARGON2ID)("Argon2id of $password", async ({ password, salt, key }) => {
      expect(encodeHex(await prims.argon2id(utf8(password), utf8(salt)))).toBe(key);
    });

    describe("the random generator", () => {
      it("gives as many bytes as are asked for, never the same, in memory of their own", () => {
        const drawn = range(200).map(() => prims.random(16));
        expect(new Set(drawn.map(encodeHex)).size).toBe(200);
        expect(drawn.every(({ buffer }) => buffer.byteLength === 16)).toBe(true);
        expect(prims.random(0)).toHaveLength(0);
      });

      it("leaves no bit at rest", () => {
        const ones = new Uint32Array(256);
        for (const bytes of range(1_000).map(() => prims.random(32))) {
          for (const bit of range(256)) ones[bit]! += (bytes[bit >> 3]! >> (bit % 8)) & 1;
        }
        // Mean 500, standard deviation 15.8: nine of these are left by one of 256 bits in 1e16 runs.
        expect(ones.every((count) => count > 357 && count < 643)).toBe(true);
      });
    });
  });
}
