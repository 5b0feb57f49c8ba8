/** Strict Ed25519, against known answers and known tricks. */
import { createPublicKey, verify as opensslVerify } from "node:crypto";
import { concatBytes, encodeHex, type Bytes } from "../../../src/core/bytes";
import type { Primitives } from "../../../src/core/format/primitives";
import { ED25519, ED25519_SEED_1024 } from "../../vectors/known-answers";
import { SMALL_ORDER_POINTS } from "../../vectors/small-order-points";
import { WYCHEPROOF } from "../../vectors/wycheproof";
import { flipBit, hex, range, testBytes } from "../../core/support";

export function ed25519Contract(name: string, prims: Primitives): void {
  describe(name, () => {
    /** L, the order of the base point. */
    const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
    const NEUTRAL = hex(`01${"00".repeat(31)}`);

    const verify = (
      publicKey: Bytes,
      message: Bytes,
      signature: Bytes,
    ): boolean | Promise<boolean> => prims.verify(publicKey, message, signature);

    it.each(ED25519)("RFC 8032, section 7.1, $test", async ({ seed, pk, msg, sig }) => {
      expect(encodeHex(await prims.publicKey(hex(seed)))).toBe(pk);
      expect(encodeHex(await prims.sign(hex(seed), hex(msg)))).toBe(sig);
      expect(await verify(hex(pk), hex(msg), hex(sig))).toBe(true);
    });

    it("RFC 8032, section 7.1, TEST 1024", async () => {
      const { pk, msg, sig } = WYCHEPROOF.ed25519.find(({ tcId }) => tcId === 83)!;
      expect(encodeHex(await prims.publicKey(hex(ED25519_SEED_1024)))).toBe(pk);
      expect(encodeHex(await prims.sign(hex(ED25519_SEED_1024), hex(msg)))).toBe(sig);
    });

    it.each(WYCHEPROOF.ed25519.map((vector) => [vector.tcId, vector.comment, vector] as const))(
      "Wycheproof %i: %s",
      async (_, __, { pk, msg, sig, result }) => {
        expect(await verify(hex(pk), hex(msg), hex(sig))).toBe(result === "valid");
      },
    );

    describe("a signature", () => {
      const seed = testBytes(32, "seed");
      const message = testBytes(60, "message");

      it("fits its key and message only, whichever byte changes", async () => {
        const publicKey = await prims.publicKey(seed);
        const signature = await prims.sign(seed, message);
        expect(await verify(publicKey, message, signature)).toBe(true);
        for (const at of range(64)) {
          expect(await verify(publicKey, message, flipBit(signature, at))).toBe(false);
        }
        for (const at of range(32)) {
          expect(await verify(flipBit(publicKey, at), message, signature)).toBe(false);
        }
        for (const at of range(60)) {
          expect(await verify(publicKey, flipBit(message, at), signature)).toBe(false);
        }
      });

      it("is refused when S is not below L, though it is the same scalar", async () => {
        const publicKey = await prims.publicKey(seed);
        const signature = await prims.sign(seed, message);
        const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`);
        for (const factor of range(15, 1)) {
          const larger = (s + BigInt(factor) * ORDER).toString(16).padStart(64, "0");
          const malleable = concatBytes(signature.subarray(0, 32), hex(larger).reverse());
          expect(await verify(publicKey, message, malleable)).toBe(false);
        }
      });

      it("is refused, and nothing is thrown, at any other length of key or signature", async () => {
        const publicKey = await prims.publicKey(seed);
        const signature = await prims.sign(seed, message);
        for (const length of [0, 1, 31, 33, 64]) {
          expect(await verify(new Uint8Array(length), message, signature)).toBe(false);
        }
        for (const length of [0, 1, 32, 63, 65, 96]) {
          expect(await verify(publicKey, message, new Uint8Array(length))).toBe(false);
        }
      });
    });

    /** OpenSSL by itself, which takes every key that is a point. */
    function isBelievedByOpenssl(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
      const prefix = hex("302a300506032b6570032100");
      const der = Buffer.from(concatBytes(prefix, publicKey));
      const key = createPublicKey({ key: der, format: "der", type: "spki" });
      return opensslVerify(null, message, key, signature);
    }

    describe.each(SMALL_ORDER_POINTS)("the public key %s", (point) => {
      // R = the neutral element and S = 0: for these keys that "signs" one message in eight or more.
      const forged = concatBytes(NEUTRAL, new Uint8Array(32));
      const messages = range(100).map((number) => Uint8Array.of(number));

      it("is of small order: OpenSSL by itself believes it messages that nobody signed", () => {
        const believed = messages.filter((message) =>
          isBelievedByOpenssl(hex(point), message, forged),
        );
        expect(believed).not.toEqual([]);
      });

      it("is refused, whatever the message and R", async () => {
        for (const message of messages.slice(0, 6)) {
          expect(await verify(hex(point), message, forged)).toBe(false);
          for (const other of SMALL_ORDER_POINTS) {
            const signature = concatBytes(hex(other), new Uint8Array(32));
            expect(await verify(hex(point), message, signature)).toBe(false);
          }
        }
      });
    });
  });
}
