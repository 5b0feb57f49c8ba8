/** How files of a browser are read into the buffers of rows; what a real browser does is in test/e2e/ports. */
import { concatBytes, type Bytes } from "../../src/core/bytes";
import { createFileSource } from "../../src/platform/browser/worker/file-source";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { patternBytes } from "../fakes/memory-tree";
import { never, outcome } from "../fakes/world";

const CONTENTS = [
  ["a", patternBytes(700_000, "a")],
  ["b", patternBytes(1_000, "b")],
  ["c", patternBytes(300_000, "c")],
  ["d", patternBytes(2_000, "d")],
] as const;
const PAYLOAD = concatBytes(...CONTENTS.map(([, bytes]) => bytes));

afterEach(() => {
  jest.restoreAllMocks();
});

/** `streamOf` stands for what a browser's streams of files do. */
function sourceOf(streamOf?: (file: Blob) => ReadableStream<Bytes>) {
  const files = CONTENTS.map(([path, bytes]) => {
    const file = new File([bytes], path, { lastModified: 1_700_000_000_000 });
    if (streamOf !== undefined) {
      const slice = file.slice.bind(file);
      file.slice = (start, end) => {
        const part = slice(start, end);
        part.stream = () => streamOf(part);
        return part;
      };
    }
    return { path, file };
  });
  return createFileSource(nodePrimitives, { files, dirs: [], renamed: [] });
}

/** A row's buffer, of which only the beginning is needed. */
async function read(source: Awaited<ReturnType<typeof sourceOf>>, from: number, to: number) {
  const buffer = new Uint8Array(1_200_000);
  const filled = await source.read(from, buffer.subarray(0, to - from), never());
  // The whole buffer comes back, ready for the next row.
  expect([filled.byteOffset, filled.buffer.byteLength]).toEqual([0, 1_200_000]);
  expect(Buffer.compare(filled, PAYLOAD.subarray(from, to))).toBe(0);
}

const PARTS = [
  [0, PAYLOAD.length],
  [0, 700_000],
  [10, 300_000],
  [699_999, 701_001],
  [400_000, 1_002_999],
  [702_000, 702_000],
] as const;

it.each(PARTS)("bytes %d to %d are read", async (from, to) => {
  await read(await sourceOf(), from, to);
});

it.each(PARTS)("bytes %d to %d are read where streams come in pieces", async (from, to) => {
  // Neither a first answer with all of it nor one that heeds `min`.
  const inPieces = (part: Blob): ReadableStream<Bytes> => {
    let at = 0;
    return new ReadableStream({
      type: "bytes",
      async pull(controller) {
        const piece = await part.slice(at, at + 65_537).arrayBuffer();
        at += piece.byteLength;
        controller.enqueue(new Uint8Array(piece));
        if (at === part.size) controller.close();
      },
    });
  };
  await read(await sourceOf(inPieces), from, to);
});

it.each(PARTS)("bytes %d to %d are read when a stream breaks off", async (from, to) => {
  const broken = (part: Blob): ReadableStream<Bytes> => {
    let asked = 0;
    return new ReadableStream({
      type: "bytes",
      async pull(controller) {
        asked += 1;
        if (asked > 1) throw new TypeError("network error");
        controller.enqueue(new Uint8Array(await part.slice(0, 1_000).arrayBuffer()));
      },
    });
  };
  await read(await sourceOf(broken), from, to);
});

it.each(PARTS)("bytes %d to %d are read where streams cannot fill a buffer", async (from, to) => {
  const stream = jest.spyOn(Blob.prototype, "stream").mockImplementation(() => {
    return new ReadableStream<Bytes>();
  });
  await read(await sourceOf(), from, to);
  expect(stream).toHaveBeenCalledTimes(1);
});

it("a file that is shorter than it was is source-changed, by name", async () => {
  const source = await createFileSource(nodePrimitives, {
    files: [{ path: "x/long", file: shorter(new File([PAYLOAD], "long")) }],
    ...{ dirs: [], renamed: [] },
  });
  const { error } = await outcome(source.read(0, new Uint8Array(PAYLOAD.length), never()));
  expect(error).toMatchObject({ code: "source-changed", subject: "x/long" });

  function shorter(file: File): File {
    const slice = file.slice.bind(file);
    file.slice = (start, end) => slice(start, Math.min(end ?? Infinity, 500_000));
    return file;
  }
});

it("a signal stops it", async () => {
  const source = await sourceOf();
  const reason = new Error("stopped");
  const { error } = await outcome(
    source.read(0, new Uint8Array(PAYLOAD.length), AbortSignal.abort(reason)),
  );
  expect(error).toBe(reason);
});
