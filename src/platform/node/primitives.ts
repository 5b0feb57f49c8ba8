/**
 * The primitives on Node: node:crypto for what is hot, @noble/curves for strict Ed25519, hash-wasm for
 * Argon2id, which Node 20 lacks.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  randomFillSync,
  type Cipher,
  type Decipher,
} from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { argon2id } from "hash-wasm";
import type { Bytes } from "../../core/bytes";
import type { Aead, Primitives } from "../../core/format/primitives";

const TAG_BYTES = 16;
/**
 * Node's ciphers allocate what they return. In pieces of this size the allocator uses the same memory
 * again; in pieces of a whole cell it asks the system for new pages each time.
 */
const PIECE_BYTES = 32 * 1024;

/** The same memory as plain bytes; Node hands out ordinary, not shared buffers here. */
function plain(buffer: Buffer | Uint8Array): Bytes {
  return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength);
}

function updateInto(cipher: Cipher | Decipher, input: Bytes, out: Bytes): void {
  for (let start = 0; start < input.length; start += PIECE_BYTES) {
    out.set(cipher.update(input.subarray(start, start + PIECE_BYTES)), start);
  }
}

function createAead(rawKey: Bytes): Aead {
  const key = createSecretKey(rawKey);
  return {
    seal(nonce, aad, plaintext, out) {
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      cipher.setAAD(aad);
      updateInto(cipher, plaintext, out);
      cipher.final();
      out.set(cipher.getAuthTag(), plaintext.length);
    },
    open(nonce, aad, sealed, out) {
      if (sealed.length !== out.length + TAG_BYTES) return false;
      const decipher = createDecipheriv("aes-256-gcm", key, nonce);
      decipher.setAAD(aad);
      decipher.setAuthTag(sealed.subarray(out.length));
      updateInto(decipher, sealed.subarray(0, out.length), out);
      try {
        decipher.final();
        return true;
      } catch {
        return false;
      }
    },
  };
}

export const nodePrimitives: Primitives = {
  random: (sizeBytes) => randomFillSync(new Uint8Array(sizeBytes)),
  hash: (data) => plain(createHash("sha256").update(data).digest()),
  hmac(key, ...parts) {
    const mac = createHmac("sha256", key);
    for (const part of parts) mac.update(part);
    return plain(mac.digest());
  },
  aead: createAead,
  keystream(key, out) {
    const cipher = createCipheriv("aes-256-ctr", key, new Uint8Array(16));
    out.fill(0);
    updateInto(cipher, out, out);
  },
  publicKey: (seed) => plain(ed25519.getPublicKey(seed)),
  sign: (seed, message) => plain(ed25519.sign(message, seed)),
  verify(publicKey, message, signature) {
    try {
      // zip215: false is RFC 8032 and refuses public keys of small order.
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
  async argon2id(password, salt) {
    const cost = { memorySize: 65_536, iterations: 3, parallelism: 1, hashLength: 32 };
    return plain(await argon2id({ password, salt, ...cost, outputType: "binary" }));
  },
};
