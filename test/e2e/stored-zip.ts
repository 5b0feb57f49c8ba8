/** Reads a small ZIP whose files are stored, by its directory and its local headers, which must agree. */
import { crc32 } from "../../src/platform/browser/worker/crc32";
import type { Bytes } from "../../src/core/bytes";

export interface StoredEntry {
  readonly path: string;
  readonly bytes: Bytes;
  readonly modified: string | undefined;
}

export function readStoredZip(zip: Bytes): StoredEntry[] {
  const buffer = Buffer.from(zip);
  const end = buffer.lastIndexOf(Buffer.from("504b0506", "hex"));
  let at = buffer.readUInt32LE(end + 16);
  const entries: StoredEntry[] = [];
  for (let left = buffer.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [crc, size] = [buffer.readUInt32LE(at + 16), buffer.readUInt32LE(at + 24)];
    const [nameBytes, extraBytes] = [buffer.readUInt16LE(at + 28), buffer.readUInt16LE(at + 30)];
    const header = buffer.readUInt32LE(at + 42);
    const path = buffer.toString("utf8", at + 46, at + 46 + nameBytes);
    const local = buffer.toString("utf8", header + 30, header + 30 + nameBytes);
    if (local !== path || buffer.readUInt32LE(header + 14) !== crc) throw new Error("they differ");
    const data = header + 30 + nameBytes + buffer.readUInt16LE(header + 28);
    const bytes = new Uint8Array(buffer.subarray(data, data + size));
    if (crc32(bytes) !== crc) throw new Error("a wrong sum");
    entries.push({ path, bytes, modified: undefined });
    at += 46 + nameBytes + extraBytes;
  }
  return entries;
}
