/**
 * The cryptographic primitives that the platform gives (platform/node, platform/browser). Every one may
 * answer at once or later; the format awaits both.
 */
import type { Bytes } from "../bytes";

export type Awaitable<Value> = Value | Promise<Value>;

/** AES-256-GCM (NIST SP 800-38D) under one key, 12-byte nonces, 16-byte tags. */
export interface Aead {
  /** Writes ciphertext and tag to `out`, which is exactly 16 bytes longer than `plaintext`. */
  seal(nonce: Bytes, aad: Bytes, plaintext: Bytes, out: Bytes): Awaitable<void>;
  /**
   * Writes the plaintext to `outs`, one after the other, and says true; false when the tag does not fit
   * (they are void then) or `sealed` is not exactly 16 bytes longer than they are together.
   */
  open(nonce: Bytes, aad: Bytes, sealed: Bytes, ...outs: readonly Bytes[]): Awaitable<boolean>;
}

export interface Primitives {
  /** Bytes of the platform's cryptographic random generator. */
  random(sizeBytes: number): Bytes;
  /** SHA-256 (FIPS 180-4). */
  hash(data: Bytes): Awaitable<Bytes>;
  /** HMAC-SHA-256 (RFC 2104) over the parts as if joined. */
  hmac(key: Bytes, ...parts: readonly Bytes[]): Awaitable<Bytes>;
  /** AES-256-GCM under a 32-byte key. */
  aead(key: Bytes): Awaitable<Aead>;
  /** Fills `out` with the AES-256-CTR keystream from counter block 0, 128-bit counter. */
  keystream(key: Bytes, out: Bytes): Awaitable<void>;
  /** Ed25519 (RFC 8032): the public key of a 32-byte seed. */
  publicKey(seed: Bytes): Awaitable<Bytes>;
  /** Ed25519 signature, 64 bytes. */
  sign(seed: Bytes, message: Bytes): Awaitable<Bytes>;
  /** Strict Ed25519: S < L, no public key of small order. Never throws. */
  verify(publicKey: Bytes, message: Bytes, signature: Bytes): Awaitable<boolean>;
  /** Argon2id 0x13 (RFC 9106): m = 65,536 KiB, t = 3, p = 1, 32 bytes. */
  argon2id(password: Bytes, salt: Bytes): Awaitable<Bytes>;
}
