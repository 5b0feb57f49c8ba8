/** The primitives in a browser: WebCrypto, and hash-wasm for Argon2id, which WebCrypto lacks. */
import { concatBytes, joinedBytes, type Bytes } from "../../core/bytes";
import type { Aead, Primitives } from "../../core/format/primitives";
import { ed25519 } from "./ed25519";
import { giveBack } from "./spent-memory";

const TAG_BYTES = 16;
/** The most that getRandomValues gives at once (W3C WebCrypto, 10.1.1). */
const MAX_RANDOM_BYTES = 65_536;

const { subtle } = crypto;

async function createAead(rawKey: Bytes): Promise<Aead> {
  const key = await subtle.importKey("raw", rawKey, "AES-GCM", false, ["encrypt", "decrypt"]);
  const algorithm = (iv: Bytes, additionalData: Bytes) => ({ name: "AES-GCM", iv, additionalData });
  return {
    async seal(nonce, aad, plaintext, out) {
      const sealed = await subtle.encrypt(algorithm(nonce, aad), key, plaintext);
      out.set(new Uint8Array(sealed));
      giveBack(sealed);
    },
    async open(nonce, aad, sealed, ...outs) {
      const plainBytes = joinedBytes(outs);
      if (sealed.length !== plainBytes + TAG_BYTES) return false;
      try {
        const plaintext = await subtle.decrypt(algorithm(nonce, aad), key, sealed);
        let start = 0;
        for (const out of outs) {
          out.set(new Uint8Array(plaintext, start, out.length));
          start += out.length;
        }
        giveBack(plaintext);
        return true;
      } catch (error) {
        // What does not authenticate; anything else is a fault of ours (W3C WebCrypto, 25.7).
        if (error instanceof DOMException && error.name === "OperationError") return false;
        throw error;
      }
    },
  };
}

export const browserPrimitives: Primitives = {
  random(sizeBytes) {
    const bytes = new Uint8Array(sizeBytes);
    for (let start = 0; start < sizeBytes; start += MAX_RANDOM_BYTES) {
      crypto.getRandomValues(bytes.subarray(start, start + MAX_RANDOM_BYTES));
    }
    return bytes;
  },
  async hash(data) {
    return new Uint8Array(await subtle.digest("SHA-256", data));
  },
  async hmac(rawKey, ...parts) {
    // HMAC fills keys up with zeros; WebCrypto refuses an empty one.
    const filled = rawKey.length === 0 ? new Uint8Array(1) : rawKey;
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const key = await subtle.importKey("raw", filled, algorithm, false, ["sign"]);
    return new Uint8Array(await subtle.sign("HMAC", key, concatBytes(...parts)));
  },
  aead: createAead,
  async keystream(rawKey, out) {
    const key = await subtle.importKey("raw", rawKey, "AES-CTR", false, ["encrypt"]);
    const algorithm = { name: "AES-CTR", counter: new Uint8Array(16), length: 128 };
    const stream = await subtle.encrypt(algorithm, key, new Uint8Array(out.length));
    out.set(new Uint8Array(stream));
    giveBack(stream);
  },
  publicKey: (seed) => ed25519.publicKey(seed),
  sign: (seed, message) => ed25519.sign(seed, message),
  verify: (publicKey, message, signature) => ed25519.verify(publicKey, message, signature),
  async argon2id(password, salt) {
    // Loaded when it is needed: most transfers have no passphrase.
    const { argon2id } = await import("hash-wasm");
    const cost = { memorySize: 65_536, iterations: 3, parallelism: 1, hashLength: 32 };
    const key = await argon2id({ password, salt, ...cost, outputType: "binary" });
    return new Uint8Array(key);
  },
};
