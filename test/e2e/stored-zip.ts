/** Reads a ZIP whose files are stored, by its directory and its local headers, which must agree. */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "../../src/platform/browser/worker/crc32";
import type { Bytes } from "../../src/core/bytes";

export interface StoredEntry {
  readonly path: string;
  readonly bytes: Bytes;
  readonly modified: string | undefined;
}

/** Where a file of a ZIP stands in it. */
interface Place {
  readonly path: string;
  readonly at: number;
  readonly sizeBytes: number;
  readonly crc: number;
}

type Read = (at: number, lengthBytes: number) => Buffer;

const TAIL_BYTES = 1 << 16;

function placesIn(read: Read, zipBytes: number): Place[] {
  const tail = read(Math.max(0, zipBytes - TAIL_BYTES), Math.min(zipBytes, TAIL_BYTES));
  const end = tail.lastIndexOf(Buffer.from("504b0506", "hex"));
  const directory = read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const places: Place[] = [];
  let at = 0;
  for (let left = tail.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [crc, sizeBytes] = [directory.readUInt32LE(at + 16), directory.readUInt32LE(at + 24)];
    const [nameBytes, extraBytes] = [
      directory.readUInt16LE(at + 28),
      directory.readUInt16LE(at + 30),
    ];
    const header = directory.readUInt32LE(at + 42);
    const path = directory.toString("utf8", at + 46, at + 46 + nameBytes);
    const local = read(header, 30 + nameBytes);
    const isSame = local.toString("utf8", 30) === path && local.readUInt32LE(14) === crc;
    if (!isSame) throw new Error("they differ");
    places.push({ path, at: header + 30 + nameBytes + local.readUInt16LE(28), sizeBytes, crc });
    at += 46 + nameBytes + extraBytes;
  }
  return places;
}

export function readStoredZip(zip: Bytes): StoredEntry[] {
  const buffer = Buffer.from(zip);
  const read: Read = (at, lengthBytes) => buffer.subarray(at, at + lengthBytes);
  return placesIn(read, zip.length).map(({ path, at, sizeBytes, crc }) => {
    const bytes = new Uint8Array(read(at, sizeBytes));
    if (crc32(bytes) !== crc) throw new Error("a wrong sum");
    return { path, bytes, modified: undefined };
  });
}

const PIECE_BYTES = 1 << 22;

/** Path to SHA-256 of each file in a ZIP on the disk of up to 4 GB; of a folder, which ends with "/", to "". */
export function sumsInZip(zipPath: string): Map<string, string> {
  const file = openSync(zipPath, "r");
  const read: Read = (at, lengthBytes) => {
    const bytes = Buffer.alloc(lengthBytes);
    readSync(file, bytes, 0, lengthBytes, at);
    return bytes;
  };
  const sum = ({ path, at, sizeBytes }: Place): string => {
    if (path.endsWith("/")) return "";
    const hash = createHash("sha256");
    for (let done = 0; done < sizeBytes; done += PIECE_BYTES) {
      hash.update(read(at + done, Math.min(PIECE_BYTES, sizeBytes - done)));
    }
    return hash.digest("hex");
  };
  const places = placesIn(read, fstatSync(file).size);
  const sums = new Map(places.map((place) => [place.path, sum(place)] as const));
  closeSync(file);
  return sums;
}
