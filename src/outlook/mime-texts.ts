/** The small texts inside a forwarded mail: where an index may lie. Reads what mail programs write, believes nothing. */
import { decodeBase64Url } from "../core/bytes";

const MAX_DEPTH = 8;
const MAX_PARTS = 500;
/** Encoded: an index has less than 100 bytes, a text of this length is none. */
const MAX_CHARACTERS = 4_096;

interface Part {
  readonly headers: string;
  readonly body: string;
}

function split(text: string): Part {
  const end = /\r?\n\r?\n/.exec(text.slice(0, 64 * 1_024));
  if (end === null) return { headers: "", body: text };
  const headers = text.slice(0, end.index).replace(/\r?\n[ \t]+/g, " ");
  return { headers, body: text.slice(end.index + end[0].length) };
}

const header = ({ headers }: Part, name: string): string =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(headers)?.[1]?.trim() ?? "";

const boundaryOf = (type: string): string | undefined => {
  const match = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  return match?.[1] ?? match?.[2];
};

function partsOf(body: string, boundary: string): string[] {
  const pieces = `\n${body}`.split(`\n--${boundary}`).slice(1, MAX_PARTS);
  const last = pieces.findIndex((piece) => piece.startsWith("--"));
  return (last < 0 ? pieces : pieces.slice(0, last)).map((piece) =>
    piece.replace(/^[ \t]*\r?\n/, ""),
  );
}

function decode(part: Part): string | undefined {
  const body = part.body.trim();
  const encoding = header(part, "content-transfer-encoding").toLowerCase();
  if (encoding === "base64") {
    const letters = body.replace(/\s+/g, "").replace(/=+$/, "");
    const bytes = decodeBase64Url(letters.replace(/\+/g, "-").replace(/\//g, "_"));
    return bytes && String.fromCharCode(...bytes);
  }
  if (encoding !== "quoted-printable") return body;
  return body
    .replace(/=[ \t]*\r?\n/g, "")
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function collect(text: string, depth: number, found: string[]): void {
  if (depth > MAX_DEPTH || found.length >= MAX_PARTS) return;
  const part = split(text);
  const type = header(part, "content-type").toLowerCase();
  if (type.startsWith("message/rfc822")) {
    collect(part.body, depth + 1, found);
    return;
  }
  const boundary = boundaryOf(header(part, "content-type"));
  if (type.startsWith("multipart/") && boundary !== undefined) {
    for (const piece of partsOf(part.body, boundary)) collect(piece, depth + 1, found);
    return;
  }
  if (part.body.length > MAX_CHARACTERS) return;
  const small = decode(part);
  if (small !== undefined) found.push(small);
}

/** The decoded small leaves of a MIME source, those of nested mails included; never throws. */
export function smallTexts(source: string): readonly string[] {
  const found: string[] = [];
  collect(source, 0, found);
  return found;
}
