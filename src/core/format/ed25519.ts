/**
 * What strict verification asks of an Ed25519 public key beside the signature's equation, which the
 * platforms check: a canonical encoding (RFC 8032, 5.1.3) of a point that is not of small order. A key of
 * small order has signatures that fit many messages. S < L is checked by every platform.
 */
import { encodeHex, type Bytes } from "../bytes";

/** y of the points of order 1, 2, 4 and 8, little-endian, without the sign of x. */
const SMALL_ORDER = new Set([
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/** Whether y < p = 2^255 - 19. */
function isCanonical(y: Bytes): boolean {
  return (y[0] ?? 0) < 0xed || y[31] !== 0x7f || y.subarray(1, 31).some((byte) => byte !== 0xff);
}

/** Whether a verifier may use this public key (32 bytes). */
export function isStrictPublicKey(publicKey: Bytes): boolean {
  if (publicKey.length !== 32) return false;
  const y = publicKey.slice();
  y[31] = (y[31] ?? 0) & 0x7f;
  return isCanonical(y) && !SMALL_ORDER.has(encodeHex(y));
}
