/** The primitives on Node: node:crypto, and hash-wasm for Argon2id, which Node 20 lacks. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  randomFillSync,
  sign,
  verify,
  type Cipher,
  type Decipher,
  type KeyObject,
} from "node:crypto";
import { joinedBytes, type Bytes } from "../../core/bytes";
import { isStrictPublicKey } from "../../core/format/ed25519";
import type { Aead, Primitives } from "../../core/format/primitives";
import { copyInto } from "./copy";
import { spend } from "./spent-memory";

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

/** What stands in front of a key of Ed25519 in PKCS #8 and in SubjectPublicKeyInfo (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

function privateKeyOf(seed: Bytes): KeyObject {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

function updateInto(cipher: Cipher | Decipher, input: Bytes, out: Bytes): void {
  for (let start = 0; start < input.length; start += PIECE_BYTES) {
    const piece = cipher.update(input.subarray(start, start + PIECE_BYTES));
    copyInto(out, start, piece);
    spend(piece.length);
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
      copyInto(out, plaintext.length, cipher.getAuthTag());
    },
    open(nonce, aad, sealed, ...outs) {
      const plainBytes = joinedBytes(outs);
      if (sealed.length !== plainBytes + TAG_BYTES) return false;
      const decipher = createDecipheriv("aes-256-gcm", key, nonce);
      decipher.setAAD(aad);
      decipher.setAuthTag(sealed.subarray(plainBytes));
      let start = 0;
      for (const out of outs) {
        updateInto(decipher, sealed.subarray(start, start + out.length), out);
        start += out.length;
      }
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
  publicKey(seed) {
    const spki = createPublicKey(privateKeyOf(seed)).export({ format: "der", type: "spki" });
    return plain(spki).slice(-32);
  },
  sign: (seed, message) => plain(sign(null, message, privateKeyOf(seed))),
  verify(publicKey, message, signature) {
    if (!isStrictPublicKey(publicKey) || signature.length !== 64) return false;
    const der = Buffer.concat([SPKI_PREFIX, publicKey]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(null, message, key, signature);
  },
  async argon2id(password, salt) {
    // Loaded when it is needed: most transfers have no passphrase.
    const { argon2id } = await import("hash-wasm");
    const cost = { memorySize: 65_536, iterations: 3, parallelism: 1, hashLength: 32 };
    return plain(await argon2id({ password, salt, ...cost, outputType: "binary" }));
  },
};
