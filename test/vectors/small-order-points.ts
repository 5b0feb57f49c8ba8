/**
 * Every encoding of a point of small order on edwards25519, as hexadecimal: whoever presents one as a
 * public key can show a "signature" of any message. Canonical and non-canonical ones.
 *
 * Source: the blocklist of libsodium (crypto_core/ed25519/ref10/ed25519_ref10.c, ge25519_has_small_order)
 * and its values with the sign bit set; the tests show that OpenSSL by itself falls for each.
 */
export const SMALL_ORDER_POINTS: readonly string[] = [
  // y = 0, order 4
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  // y = 1, the neutral element
  "0100000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000080",
  // order 8
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  // y = p - 1, order 2
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  // y = p, a non-canonical 0
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  // y = p + 1, a non-canonical 1
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];
