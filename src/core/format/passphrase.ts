/** From a passphrase to pw, which enters PRK1 alone (docs/format.md, "Keys"). */
import { utf8, type Bytes } from "../bytes";
import { AppError } from "../errors";
import type { Primitives } from "./primitives";

/**
 * pw, 32 bytes; empty bytes when there is no passphrase. NFC, not trimmed, so that the same words typed
 * on a Mac and on Windows are the same. Throws `passphrase-invalid` for an empty one.
 */
export async function passphraseKey(
  prims: Primitives,
  id: Bytes,
  passphrase: string | undefined,
): Promise<Bytes> {
  if (passphrase === undefined) return new Uint8Array(0);
  if (passphrase === "" || !isWellFormed(passphrase)) throw new AppError("passphrase-invalid");
  return prims.argon2id(utf8(passphrase.normalize("NFC")), id);
}

/** Whether a text has no lone surrogate, which UTF-8 cannot hold. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
