/** What a network gives, in whatever pieces, is in the file. */
import { open, readFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { writeStream } from "../../src/clouds/local-file";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";

const CONTENT = Buffer.from(patternBytes(1_500_000, "content"));

function* piecesOf(sizeBytes: number): Generator<Buffer> {
  for (let at = 0; at < CONTENT.length; at += sizeBytes) yield CONTENT.subarray(at, at + sizeBytes);
}

async function write(
  pieces: Iterable<Buffer>,
  of = (handle: FileHandle) => handle,
): Promise<Buffer> {
  const path = join(tempFolder("file"), "object");
  const handle = await open(path, "wx");
  try {
    await writeStream(of(handle), Readable.from(pieces, { objectMode: false }));
  } finally {
    await handle.close();
  }
  return readFile(path);
}

it.each([7, 1_000, 65_536, 524_288, 700_000, 1_500_000])(
  "in pieces of %d bytes",
  async (sizeBytes) => {
    expect((await write(piecesOf(sizeBytes))).equals(CONTENT)).toBe(true);
  },
);

it("nothing at all", async () => {
  expect(await write([])).toHaveLength(0);
});

it("where the disk takes a part only, what it left is written then", async () => {
  const half = (handle: FileHandle): FileHandle => {
    const writev: FileHandle["writev"] = async (pieces) => {
      const taken = pieces.slice(0, pieces.length / 2) as Buffer[];
      const { bytesWritten } = await handle.writev(taken);
      return { bytesWritten, buffers: pieces };
    };
    return new Proxy(handle, {
      get(target, name) {
        if (name === "writev") return writev;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  };
  expect((await write(piecesOf(1_000), half)).equals(CONTENT)).toBe(true);
});

it("what the disk says, when it takes no more", async () => {
  const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
  const refusing = (handle: FileHandle): FileHandle =>
    Object.assign(Object.create(handle) as FileHandle, { writev: () => Promise.reject(full) });
  await expect(write(piecesOf(65_536), refusing)).rejects.toBe(full);
});
