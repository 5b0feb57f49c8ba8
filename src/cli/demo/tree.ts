/** A real tree of mixed files for the demonstration: random and repetitive, large and small, odd names. */
import { createHash, randomFillSync } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

const MEBIBYTE = 2 ** 20;

function writeRandom(path: string, sizeBytes: number): void {
  const block = new Uint8Array(MEBIBYTE);
  const descriptor = openSync(path, "w");
  for (let left = sizeBytes; left > 0; left -= block.length) {
    randomFillSync(block);
    writeSync(descriptor, block, 0, Math.min(left, block.length));
  }
  closeSync(descriptor);
}

/** Makes about 200 MB in some 300 files and folders below `folder`. */
export function makeTree(folder: string): void {
  const drawings = join(folder, "Drawings", "2026", "Bridge north");
  const contracts = join(folder, "契約書");
  for (const path of [drawings, contracts, join(folder, "Empty folder"), join(folder, "Notes")]) {
    mkdirSync(path, { recursive: true });
  }
  writeRandom(join(drawings, "point cloud.e57"), 120 * MEBIBYTE);
  writeRandom(join(drawings, "section A-A.dwg"), 48 * MEBIBYTE + 17);
  writeRandom(join(contracts, "見積書_2026.pdf"), 18 * MEBIBYTE + 1);
  for (let number = 1; number <= 40; number += 1) {
    writeRandom(join(contracts, `別紙 ${String(number)}.pdf`), 300_000 + number * 1_000);
  }
  for (let number = 1; number <= 250; number += 1) {
    const line = `Note ${String(number)}: the quick brown fox\n`;
    writeFileSync(join(folder, "Notes", `note ${String(number)}.txt`), line.repeat(number));
  }
  writeFileSync(join(folder, "Notes", "empty.txt"), "");
}

/** Every path below `folder` with the SHA-256 of its bytes; folders have none. */
export function fingerprintTree(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const digest = entry.isFile() ? createHash("sha256").update(readFileSync(path)) : undefined;
    found.set(path.slice(folder.length), digest?.digest("hex") ?? "folder");
  }
  return found;
}

/** How many paths of two trees differ; 0 = every byte and every name is the same. */
export function countDifferences(a: string, b: string): number {
  const left = fingerprintTree(a);
  const right = fingerprintTree(b);
  const paths = new Set([...left.keys(), ...right.keys()]);
  return [...paths].filter((path) => left.get(path) !== right.get(path)).length;
}
