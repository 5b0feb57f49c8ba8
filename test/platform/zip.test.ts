/** ZIP files as the restore page makes them: the sums, and the layout as other programs read it. */
import { execFileSync } from "node:child_process";
import { closeSync, openSync, statSync, ftruncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { concatBytes, utf8, type Bytes } from "../../src/core/bytes";
import { crc32 } from "../../src/platform/browser/worker/crc32";
import {
  centralHeader,
  endOfZip,
  localHeader,
  planZip,
} from "../../src/platform/browser/worker/zip-layout";
import { ZipSums } from "../../src/platform/browser/worker/zip-sums";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";

/** One bit at a time, from the definition. */
function slowCrc32(bytes: Bytes): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe("CRC-32", () => {
  it("of the digits 1 to 9 is the check value of its catalogue", () => {
    expect(crc32(utf8("123456789"))).toBe(0xcbf43926);
  });

  it("is what the definition gives, however the bytes are cut", () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(bytes, bytes, (first, second) => {
        const whole = concatBytes(first, second);
        expect(crc32(whole)).toBe(slowCrc32(whole));
        expect(crc32(new Uint8Array(second), crc32(new Uint8Array(first)))).toBe(crc32(whole));
      }),
    );
  });
});

describe("sums of files that come by", () => {
  const bytes = patternBytes(1_000);
  const crc = crc32(bytes);

  it("are known at the end of the file, and not before", () => {
    const sums = new ZipSums();
    sums.take(3, 0, bytes.subarray(0, 600));
    expect(sums.of(3, 1_000)).toBeUndefined();
    sums.take(3, 600, bytes.subarray(600));
    expect(sums.of(3, 1_000)).toBe(crc);
  });

  it("forget what was read back last when it is written anew", () => {
    const sums = new ZipSums();
    sums.take(0, 0, bytes.subarray(0, 500));
    sums.take(0, 500, patternBytes(500, "wrong"));
    sums.take(0, 500, bytes.subarray(500));
    expect(sums.of(0, 1_000)).toBe(crc);
  });

  it("begin again with the file, and are unknown after a gap", () => {
    const sums = new ZipSums();
    sums.take(0, 0, patternBytes(700, "wrong"));
    sums.take(0, 0, bytes);
    expect(sums.of(0, 1_000)).toBe(crc);
    sums.take(1, 10, bytes.subarray(10));
    expect(sums.of(1, 1_000)).toBeUndefined();
    expect(sums.of(2, 0)).toBe(0);
  });
});

/** Reads a ZIP with the library of Python, which has nothing of ours in it. */
const READ = `
import sys, json, zipfile, hashlib
with zipfile.ZipFile(sys.argv[1]) as z:
  out = []
  for i in z.infolist():
    head = z.open(i).read(1000) if not i.is_dir() else b""
    out.append([i.filename, i.file_size, i.is_dir(), i.external_attr >> 16, head.hex()])
  if sys.argv[2] == "test": assert z.testzip() is None
print(json.dumps(out))
`;
const readZip = (path: string, mode: "test" | "list"): unknown =>
  JSON.parse(
    execFileSync("python3", ["-c", READ, path, mode], { encoding: "utf8", maxBuffer: 2 ** 26 }),
  );

interface TestFile {
  readonly path: string;
  readonly bytes: Bytes;
  /** Larger than `bytes`: the rest is a hole. */
  readonly size?: number;
}

function writeZip(files: readonly TestFile[], dirs: readonly string[]): string {
  const path = join(tempFolder("zip"), "a.zip");
  const modified = "2020-02-29T12:34:56.789Z";
  const listed = files.map((file) => ({
    path: file.path,
    size: file.size ?? file.bytes.length,
    modified,
  }));
  const layout = planZip({ files: listed, dirs }, (name) => name);
  const descriptor = openSync(path, "w");
  let at = layout.centralAt;
  for (const [number, entry] of layout.entries.entries()) {
    const bytes = files[number]?.bytes ?? new Uint8Array(0);
    const crc = crc32(bytes);
    const header = localHeader(entry, crc);
    if (header.length !== entry.dataAt - entry.headerAt) throw new Error("not as planned");
    writeSync(descriptor, header, 0, header.length, entry.headerAt);
    writeSync(descriptor, bytes, 0, bytes.length, entry.dataAt);
    const central = centralHeader(entry, crc);
    writeSync(descriptor, central, 0, central.length, at);
    at += central.length;
  }
  const end = endOfZip(layout, at - layout.centralAt);
  writeSync(descriptor, end, 0, end.length, at);
  ftruncateSync(descriptor, at + end.length);
  closeSync(descriptor);
  return path;
}

const hexOf = (bytes: Bytes): string => Buffer.from(bytes).toString("hex");

describe("a ZIP", () => {
  it("is read by others: odd names, empty files and folders", () => {
    const files = [
      { path: "0", bytes: new Uint8Array(0) },
      { path: "a/見積書 2026.pdf", bytes: patternBytes(300) },
      { path: 'a/odd: <>"|?*.', bytes: patternBytes(1) },
    ];
    expect(readZip(writeZip(files, ["an/empty/folder"]), "test")).toEqual([
      ...files.map(({ path, bytes }) => [path, bytes.length, false, 0o100644, hexOf(bytes)]),
      ["an/empty/folder/", 0, true, 0o40755, ""],
    ]);
  });

  it("holds files beyond 4 GiB, by size and by place", () => {
    const size = 5 * 2 ** 30;
    const files = [
      { path: "large", bytes: patternBytes(1_000), size },
      { path: "behind it", bytes: patternBytes(7) },
    ];
    const path = writeZip(files, []);
    expect(statSync(path).size).toBeGreaterThan(size);
    expect(readZip(path, "list")).toEqual([
      ["large", size, false, 0o100644, hexOf(files[0]!.bytes)],
      ["behind it", 7, false, 0o100644, hexOf(files[1]!.bytes)],
    ]);
  });

  it("holds more than 65,535 files", () => {
    const files = Array.from({ length: 66_000 }, (_, at) => ({
      path: `many/${String(at)}`,
      bytes: new Uint8Array(0),
    }));
    expect(readZip(writeZip(files, []), "list")).toHaveLength(66_000);
  });
});
