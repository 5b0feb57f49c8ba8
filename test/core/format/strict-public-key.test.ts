/** Which public keys strict Ed25519 takes. */
import type { Bytes } from "../../../src/core/bytes";
import { isStrictPublicKey } from "../../../src/core/format/ed25519";
import { hex, range } from "../support";

describe("strict public keys", () => {
  const p = 2n ** 255n - 19n;
  const encode = (y: bigint, sign: boolean): Bytes => {
    const bytes = hex(y.toString(16).padStart(64, "0")).reverse();
    if (sign) bytes[31]! |= 0x80;
    return bytes;
  };

  it("are encodings below p of 32 bytes", () => {
    for (const sign of [false, true]) {
      for (const y of range(19).map((above) => p + BigInt(above))) {
        expect(isStrictPublicKey(encode(y, sign))).toBe(false);
      }
      for (const y of [p - 2n, p - 255n, p - 2n ** 248n, 2n, 2n ** 254n]) {
        expect(isStrictPublicKey(encode(y, sign))).toBe(true);
      }
    }
    for (const length of [0, 31, 33]) expect(isStrictPublicKey(new Uint8Array(length))).toBe(false);
  });

  it("leave what they are asked about as it was", () => {
    const key = encode(5n, true);
    isStrictPublicKey(key);
    expect(key).toEqual(encode(5n, true));
  });
});
