/** Files of a browser as the payload of a transfer. */
import { encodeBase64Url, utf8, type Bytes } from "../../../core/bytes";
import { AppError } from "../../../core/errors";
import { fillingReader, whileReading } from "../../../core/filling-reader";
import type { ManifestFile } from "../../../core/format/manifest";
import type { Primitives } from "../../../core/format/primitives";
import { piecesOf, startsOf, type Piece } from "../../../core/transfer/pieces";
import type { Source, SourceListing } from "../../../core/transfer/source";
import type { Arranged, ArrangedFile } from "./arrange";
import { errorName } from "./dom-errors";

/** Pieces from here on are read one after the other, each straight into its place. */
const LARGE_BYTES = 256 * 1024;
/** Other pieces are of at most so many bytes and read as several at once: each asks the browser's own process. */
const SLICE_BYTES = 4 * 2 ** 20;
const PARALLEL_SLICES = 8;

/** Undefined for a time that no date can hold. */
function isoTime(timeMs: number): string | undefined {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

async function listingOf(prims: Primitives, { files, dirs }: Arranged): Promise<SourceListing> {
  const listed: ManifestFile[] = [];
  const lines: string[] = [];
  let totalBytes = 0;
  for (const { path, file } of files) {
    const modified = isoTime(file.lastModified);
    listed.push({ path, size: file.size, ...(modified !== undefined && { modified }) });
    totalBytes += file.size;
    lines.push(`${path}\0${String(file.size)}\0${String(file.lastModified)}`);
  }
  const digest = await prims.hash(utf8([...lines, "", ...dirs].join("\0")));
  return { files: listed, dirs, totalBytes, fingerprint: encodeBase64Url(digest) };
}

interface Slice extends Piece {
  readonly file: ArrangedFile;
}

const changed = ({ file }: Slice, cause?: unknown): AppError =>
  new AppError("source-changed", { subject: file.path, cause });

const blobOf = ({ file, position, sizeBytes }: Slice): Blob =>
  file.file.slice(position, position + sizeBytes);

async function readSlice(slice: Slice, into: Bytes): Promise<void> {
  let bytes: ArrayBuffer;
  try {
    bytes = await blobOf(slice).arrayBuffer();
  } catch (error) {
    // The browser notices that a file is not the one that was picked: it was written to, or is gone.
    const reason = errorName(error);
    if (reason === "NotReadableError" || reason === "NotFoundError") throw changed(slice, error);
    const details = { reason };
    throw new AppError("source-unreadable", { details, subject: slice.file.path, cause: error });
  }
  if (bytes.byteLength !== slice.sizeBytes) throw changed(slice);
  into.set(new Uint8Array(bytes), slice.start);
}

async function readSlices(slices: readonly Slice[], into: Bytes, signal: AbortSignal) {
  const left = slices.values();
  const readSome = async (): Promise<void> => {
    for (const slice of left) {
      signal.throwIfAborted();
      await readSlice(slice, into);
    }
  };
  // They share one iterator, so each slice is read once.
  await Promise.all(Array.from({ length: PARALLEL_SLICES }, readSome));
}

/**
 * Reads into a place in a buffer, which moves to the stream and back. Rejects with whatever the stream says; the
 * buffer is lost then.
 */
async function fillSlice(slice: Slice, into: Bytes): Promise<Bytes> {
  const reader = blobOf(slice).stream().getReader({ mode: "byob" });
  return whileReading(reader, () => fillBy(reader, slice, into));
}

async function fillBy(reader: ReadableStreamBYOBReader, slice: Slice, into: Bytes): Promise<Bytes> {
  const { byteOffset, byteLength } = into;
  let { buffer } = into;
  let done = 0;
  while (done < slice.sizeBytes) {
    const min = slice.sizeBytes - done;
    const view = new Uint8Array(buffer, byteOffset + slice.start + done, min);
    const { value } = await reader.read(view, { min });
    if (value === undefined || value.length === 0) throw changed(slice);
    buffer = value.buffer;
    done += value.length;
  }
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A file that was written to after it was picked rejects with `source-changed`. */
export async function createFileSource(prims: Primitives, arranged: Arranged): Promise<Source> {
  const { files } = arranged;
  const starts = startsOf(files.map(({ file }) => file.size));
  const canFill = fillingReader(new Blob().stream()) !== undefined;
  const [minFillBytes, mostBytes] = canFill ? [LARGE_BYTES, Infinity] : [Infinity, SLICE_BYTES];
  const slicesOf = (offset: number, totalBytes: number, most: number): Slice[] =>
    [...piecesOf(starts, offset, totalBytes, most)].map((piece) => {
      const file = files[piece.at];
      if (file === undefined) throw new RangeError("not in the payload");
      return { ...piece, file };
    });
  return {
    listing: await listingOf(prims, arranged),
    async read(offset, into, signal) {
      signal.throwIfAborted();
      const { byteOffset, byteLength } = into;
      const bufferBytes = into.buffer.byteLength;
      const slices = slicesOf(offset, byteLength, mostBytes);
      const isLarge = ({ sizeBytes }: Slice): boolean => sizeBytes >= minFillBytes;
      await readSlices(
        slices.filter((slice) => !isLarge(slice)),
        into,
        signal,
      );
      try {
        let filled = into;
        for (const slice of slices.filter(isLarge)) {
          signal.throwIfAborted();
          filled = await fillSlice(slice, filled);
        }
        return filled;
      } catch {
        signal.throwIfAborted();
        // A stream does not say what is wrong with a file: the way that does is taken for all of them.
        const again = slicesOf(offset, byteLength, SLICE_BYTES);
        const fresh = new Uint8Array(new ArrayBuffer(bufferBytes), byteOffset, byteLength);
        await readSlices(again, fresh, signal);
        return fresh;
      }
    },
  };
}
