/** base64 of whole attachments, in slices: the page stays usable while 25 MB are converted. */
import type { Bytes } from "../core/bytes";
import { AppError } from "../core/errors";

/** A multiple of 12, so that neither side of a cut is padded: about ten milliseconds. */
const SLICE = 768 * 1_024;

/** Lets clicks and drawing come in between. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const decodeSlice = (text: string): Bytes => {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
};

/**
 * A Blob of slices: to copy 18 MB in one go would hold the page up for 70 ms. Rejects with `mail-refused`
 * when it is not base64.
 */
export async function decodeBase64(text: string): Promise<Blob> {
  const parts: Blob[] = [];
  const clean = text.includes("\n") ? text.replace(/\s+/g, "") : text;
  try {
    for (let at = 0; at < clean.length; at += SLICE) {
      if (at > 0) await breathe();
      parts.push(new Blob([decodeSlice(clean.slice(at, at + SLICE))]));
    }
  } catch (cause) {
    throw new AppError("mail-refused", {
      details: { call: "getAttachmentContentAsync", officeCode: 0 },
      cause,
    });
  }
  return new Blob(parts);
}

const CHARACTERS_AT_ONCE = 8_192;

function encodeSlice(bytes: Bytes): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHARACTERS_AT_ONCE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHARACTERS_AT_ONCE));
  }
  return btoa(binary);
}

export async function encodeBase64(bytes: Bytes): Promise<string> {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += SLICE) {
    if (at > 0) await breathe();
    parts.push(encodeSlice(bytes.subarray(at, at + SLICE)));
  }
  return parts.join("");
}
