/** A file that is no longer the one that was listed is never sent. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { createTreeSource } from "../../src/platform/node/tree-source";
import { walkPaths } from "../../src/platform/node/walk";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import { never, outcome } from "../fakes/world";

const MTIME = new Date("2024-05-06T07:08:09.000Z");

async function listed(sizeBytes: number) {
  const tree = join(tempFolder("source"), "tree");
  mkdirSync(tree);
  const path = join(tree, "file");
  writeFileSync(path, patternBytes(sizeBytes));
  utimesSync(path, MTIME, MTIME);
  const source = createTreeSource(await walkPaths([tree]));
  const read = () => source.read(0, new Uint8Array(source.listing.totalBytes), never());
  return { tree, path, source, read };
}

const changes: readonly [string, (path: string) => void][] = [
  [
    "a byte is appended",
    (path) => {
      appendFileSync(path, "x");
    },
  ],
  [
    "it is cut",
    (path) => {
      truncateSync(path, 10);
    },
  ],
  [
    "it is emptied",
    (path) => {
      truncateSync(path, 0);
    },
  ],
  [
    "it is touched",
    (path) => {
      utimesSync(path, MTIME, new Date());
    },
  ],
  [
    "it is removed",
    (path) => {
      rmSync(path);
    },
  ],
  [
    "a link takes its place",
    (path) => {
      rmSync(path);
      symlinkSync("/etc/passwd", path);
    },
  ],
  [
    "a folder takes its place",
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
  [
    "a pipe takes its place",
    (path) => {
      rmSync(path);
      execFileSync("mkfifo", [path]);
    },
  ],
  [
    "its folder is moved away",
    (path) => {
      renameSync(join(path, ".."), join(path, "..", "..", "gone"));
    },
  ],
];

describe.each([1_000, 600_000])("a file of %d bytes", (sizeBytes) => {
  it.each(changes)("source-changed once %s", async (_, change) => {
    const { path, read } = await listed(sizeBytes);
    await read();
    change(path);
    const { error } = await outcome(read());
    expect(error).toMatchObject({ code: "source-changed", subject: path });
  });

  it("is read though its mode or its neighbours change", async () => {
    const { path, tree, read } = await listed(sizeBytes);
    chmodSync(path, 0o600);
    writeFileSync(join(tree, "another"), "new");
    expect((await read()).length).toBe(sizeBytes);
  });
});

it("the fingerprint differs when a file is touched, added, renamed or replaced", async () => {
  const { tree, path } = await listed(100);
  const fingerprint = async () => createTreeSource(await walkPaths([tree])).listing.fingerprint;
  const seen = [await fingerprint()];
  expect(await fingerprint()).toBe(seen[0]);
  utimesSync(path, MTIME, new Date("2024-05-06T07:08:10.000Z"));
  seen.push(await fingerprint());
  writeFileSync(join(tree, "another"), "");
  seen.push(await fingerprint());
  renameSync(join(tree, "another"), join(tree, "other"));
  seen.push(await fingerprint());
  mkdirSync(join(tree, "folder"));
  seen.push(await fingerprint());
  const mtime = new Date("2024-05-06T07:08:10.000Z");
  writeFileSync(join(tree, "new"), patternBytes(100, "same size and time"));
  utimesSync(join(tree, "new"), mtime, mtime);
  renameSync(join(tree, "new"), path);
  seen.push(await fingerprint());
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.join()).not.toContain("another");
});

it("the fingerprint differs when a file is written to and its time is set back", async () => {
  const { tree, path, source } = await listed(1_000);
  writeFileSync(path, patternBytes(1_000, "other"));
  utimesSync(path, MTIME, MTIME);
  const { listing } = createTreeSource(await walkPaths([tree]));
  expect(listing.fingerprint).not.toBe(source.listing.fingerprint);
  expect(listing.files).toEqual(source.listing.files);
});

it("a sparse file larger than memory is listed and read in pieces", async () => {
  const path = join(tempFolder("sparse"), "huge");
  writeFileSync(path, "");
  truncateSync(path, 2 ** 40);
  const source = createTreeSource(await walkPaths([path]));
  expect(source.listing.totalBytes).toBe(2 ** 40);
  const piece = await source.read(2 ** 40 - 300_000, new Uint8Array(300_000).fill(1), never());
  expect(piece.every((byte) => byte === 0)).toBe(true);
});

describe("small files are read by one reader after the other", () => {
  async function three() {
    const tree = join(tempFolder("turns"), "tree");
    mkdirSync(tree);
    // Small ones on both sides of a large one, which needs no turn.
    for (const [name, sizeBytes] of [
      ["a", 1_000],
      ["b", 600_000],
      ["c", 2_000],
    ] as const) {
      writeFileSync(join(tree, name), patternBytes(sizeBytes, name));
    }
    return { tree, source: createTreeSource(await walkPaths([tree])) };
  }
  const expected = Buffer.concat([
    patternBytes(1_000, "a"),
    patternBytes(600_000, "b"),
    patternBytes(2_000, "c"),
  ]);

  it("and each gets its own bytes, whatever the others read at the time", async () => {
    const { source } = await three();
    const reads = [0, 500, 900, 1_000, 300_000, 601_000, 602_999].map(async (offset) => {
      const bytes = await source.read(offset, new Uint8Array(603_000 - offset), never());
      expect(expected.subarray(offset).equals(bytes)).toBe(true);
    });
    await Promise.all(reads);
  });

  it("and one that fails or is stopped lets the next one go on", async () => {
    const { tree, source } = await three();
    appendFileSync(join(tree, "a"), "x");
    const stop = new AbortController();
    const reads = [
      source.read(0, new Uint8Array(10), never()),
      source.read(601_000, new Uint8Array(2_000), stop.signal),
      source.read(601_000, new Uint8Array(2_000), never()),
    ].map(outcome);
    stop.abort(new Error("stopped"));
    const [failed, stopped, read] = await Promise.all(reads);
    expect(failed?.error).toMatchObject({ code: "source-changed" });
    expect(stopped?.error).toMatchObject({ message: "stopped" });
    expect(expected.subarray(601_000).equals(read?.value ?? new Uint8Array(0))).toBe(true);
  });
});
