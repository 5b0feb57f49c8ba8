/** Strict Ed25519: the browser's own, or @noble/curves in browsers that have none (Chromium below 137). */
import { concatBytes, decodeBase64Url, type Bytes } from "../../core/bytes";
import { isStrictPublicKey } from "../../core/format/ed25519";

export interface Ed25519 {
  publicKey(seed: Bytes): Promise<Bytes>;
  sign(seed: Bytes, message: Bytes): Promise<Bytes>;
  /** Never rejects. */
  verify(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean>;
}

const { subtle } = crypto;
const SIGNATURE_BYTES = 64;

/** What stands in front of a private key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = Uint8Array.of(
  ...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22],
  ...[0x04, 0x20],
);

function privateKeyOf(seed: Bytes): Promise<CryptoKey> {
  return subtle.importKey("pkcs8", concatBytes(PKCS8_PREFIX, seed), "Ed25519", true, ["sign"]);
}

export const nativeEd25519: Ed25519 = {
  async publicKey(seed) {
    const { x = "" } = await subtle.exportKey("jwk", await privateKeyOf(seed));
    const publicKey = decodeBase64Url(x);
    if (publicKey?.length !== 32) throw new RangeError("a public key of Ed25519 is 32 bytes");
    return publicKey;
  },
  async sign(seed, message) {
    return new Uint8Array(await subtle.sign("Ed25519", await privateKeyOf(seed), message));
  },
  async verify(publicKey, message, signature) {
    if (!isStrictPublicKey(publicKey) || signature.length !== SIGNATURE_BYTES) return false;
    try {
      const key = await subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
      return await subtle.verify("Ed25519", key, signature, message);
    } catch {
      // Some browsers refuse to import 32 bytes that are no point of the curve.
      return false;
    }
  },
};

const curves = async () => (await import("@noble/curves/ed25519.js")).ed25519;

export const scriptedEd25519: Ed25519 = {
  async publicKey(seed) {
    return new Uint8Array((await curves()).getPublicKey(seed));
  },
  async sign(seed, message) {
    return new Uint8Array((await curves()).sign(message, seed));
  },
  async verify(publicKey, message, signature) {
    if (!isStrictPublicKey(publicKey) || signature.length !== SIGNATURE_BYTES) return false;
    try {
      return (await curves()).verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
};

let chosen: Promise<Ed25519> | undefined;

/** Asked once: whether the browser knows the algorithm cannot be told without using it. */
function choose(): Promise<Ed25519> {
  chosen ??= privateKeyOf(new Uint8Array(32)).then(
    () => nativeEd25519,
    () => scriptedEd25519,
  );
  return chosen;
}

export const ed25519: Ed25519 = {
  publicKey: async (seed) => (await choose()).publicKey(seed),
  sign: async (seed, message) => (await choose()).sign(seed, message),
  verify: async (publicKey, message, signature) =>
    (await choose()).verify(publicKey, message, signature),
};
