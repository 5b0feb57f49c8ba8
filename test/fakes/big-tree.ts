/** A folder as people send them, one file of it as large as wanted; and what a ZIP gave back of it. */
import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { patternBytes } from "./memory-tree";
import { tempFolder } from "./temp";

const PIECE_BYTES = 1 << 20;

/** Writes a file none of whose pieces is like another one. */
export function writeLarge(path: string, sizeBytes: number): void {
  const file = openSync(path, "w");
  const piece = Buffer.from(patternBytes(PIECE_BYTES, path));
  for (let at = 0; at < sizeBytes; at += PIECE_BYTES) {
    piece.writeUInt32LE(at / PIECE_BYTES, 0);
    writeSync(file, piece, 0, Math.min(PIECE_BYTES, sizeBytes - at));
  }
  closeSync(file);
}

/** A folder with names in Japanese, an empty folder and an empty file; returns its path. */
export function writeFolder(): string {
  const folder = join(tempFolder("tree"), "図面 2026");
  const files: Readonly<Record<string, number>> = {
    "front view.dwg": 900_000,
    "詳細/断面/断面図-①.pdf": 400_001,
    "詳細/notes.txt": 12,
    "詳細/empty.txt": 0,
  };
  for (const [path, sizeBytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), patternBytes(sizeBytes, path));
  }
  mkdirSync(join(folder, "空のフォルダー"));
  return folder;
}

export async function sumOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

/**
 * Path in the folder's parent to what `sum` makes of the file, its SHA-256 by default; of an empty folder, which ends
 * with "/", to "".
 */
export async function sumsOf(
  folder: string,
  sum: (path: string) => string | Promise<string> = sumOf,
): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(dirname(folder), path);
    if (entry.isFile()) sums.set(name, await sum(path));
    else if (readdirSync(path).length === 0) sums.set(`${name}/`, "");
  }
  return sums;
}
