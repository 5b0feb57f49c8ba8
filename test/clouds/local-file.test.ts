/** What a network gives, in whatever pieces, is in the file. */
import { once } from "node:events";
import { open, readFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
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

/** A file whose writes wait until they are let go on. */
async function heldBack(body: Readable) {
  const path = join(tempFolder("file"), "object");
  const handle = await open(path, "wx");
  let goOn: (error?: Error) => void = () => undefined;
  const gate = new Promise<void>((resolve, reject) => {
    goOn = (error) => {
      if (error) reject(error);
      else resolve();
    };
  });
  const writev = (pieces: Buffer[]) => gate.then(() => handle.writev(pieces));
  const written = writeStream(
    Object.assign(Object.create(handle) as FileHandle, { writev }),
    body,
  ).finally(() => handle.close());
  written.catch(() => undefined);
  return { path, goOn, written };
}

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

/** 3 MiB in pieces, and whatever is asked of it. */
function largeBody() {
  let givenBytes = 0;
  const body = new Readable({
    highWaterMark: 1,
    read() {
      const piece = CONTENT.subarray(0, 65_536);
      givenBytes += piece.length;
      this.push(givenBytes > 48 * 65_536 ? null : piece);
    },
  });
  return { body, given: () => givenBytes };
}

it("a body waits for a slow disk, and comes to its end", async () => {
  const { body, given } = largeBody();
  const { path, goOn, written } = await heldBack(body);
  await waitFor(() => body.isPaused());
  // Half a MiB is being written, another waits.
  expect(given()).toBeLessThanOrEqual(2 ** 20 + 65_536);
  goOn();
  await written;
  expect(await readFile(path)).toHaveLength(48 * 65_536);
});

it("a write that fails while its body waits is told, and the rest of the body can still be read", async () => {
  const { body, given } = largeBody();
  const { goOn, written } = await heldBack(body);
  await waitFor(() => body.isPaused());
  const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
  goOn(full);
  await expect(written).rejects.toBe(full);
  const before = given();
  await turn();
  expect(given()).toBe(before);
  let restBytes = 0;
  body.on("data", (piece: Buffer) => (restBytes += piece.length));
  body.resume();
  await once(body, "end");
  expect(restBytes).toBeGreaterThan(2 ** 20);
});

it("a body that ends too early while it waits is told", async () => {
  const { body } = largeBody();
  const { goOn, written } = await heldBack(body);
  await waitFor(() => body.isPaused());
  body.destroy();
  await expect(written).rejects.toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
  goOn();
});

it("a body that was paused before is read", async () => {
  const { body } = largeBody();
  body.pause();
  const { path, goOn, written } = await heldBack(body);
  goOn();
  await written;
  expect(await readFile(path)).toHaveLength(48 * 65_536);
});
