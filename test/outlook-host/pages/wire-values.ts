/** Values as they cross between a page and its test: bytes have no JSON. */

/** What a call in a page ended with: a value, or the code of an AppError. */
export type PageAnswer = { readonly value: unknown } | { readonly code: string };

interface WireBytes {
  readonly base64: string;
  readonly isBlob: boolean;
}

const isBytes = (value: unknown): value is WireBytes =>
  typeof value === "object" && value !== null && "base64" in value;

export async function toWire(value: unknown): Promise<unknown> {
  const isBlob = value instanceof Blob;
  if (isBlob || value instanceof Uint8Array) {
    const bytes = isBlob ? new Uint8Array(await value.arrayBuffer()) : value;
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return { base64: btoa(binary), isBlob };
  }
  if (Array.isArray(value)) return Promise.all(value.map(toWire));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => typeof member !== "function");
  const wired = members.map(async ([name, member]) => [name, await toWire(member)] as const);
  return Object.fromEntries(await Promise.all(wired));
}

export function fromWire(value: unknown): unknown {
  if (isBytes(value)) {
    const bytes = Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0));
    return value.isBlob ? new Blob([bytes]) : bytes;
  }
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, fromWire(member)]),
  );
}
