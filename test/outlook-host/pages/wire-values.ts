/** Values as they cross between a page and its test: bytes have no JSON. */

/** What a call in a page ended with: a value, or the code of an AppError. */
export type PageAnswer = { readonly value: unknown } | { readonly code: string };

interface WireBytes {
  readonly base64: string;
}

const isBytes = (value: unknown): value is WireBytes =>
  typeof value === "object" && value !== null && "base64" in value;

export function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    let binary = "";
    for (const byte of value) binary += String.fromCharCode(byte);
    return { base64: btoa(binary) };
  }
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => typeof member !== "function")
      .map(([name, member]) => [name, toWire(member)]),
  );
}

export function fromWire(value: unknown): unknown {
  if (isBytes(value)) return Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0));
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, fromWire(member)]),
  );
}
