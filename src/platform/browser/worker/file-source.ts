/** Files of a browser as the payload of a transfer. */
import { encodeBase64Url, utf8, type Bytes } from "../../../core/bytes";
import { AppError } from "../../../core/errors";
import type { ManifestFile } from "../../../core/format/manifest";
import type { Primitives } from "../../../core/format/primitives";
import { pieceAt, startsOf } from "../../../core/transfer/pieces";
import type { Source, SourceListing } from "../../../core/transfer/source";
import type { Arranged, ArrangedFile } from "./arrange";
import { errorName } from "./dom-errors";

/** Larger pieces are read as several at once: each is a round trip to the browser's own process. */
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

interface Slice {
  readonly file: ArrangedFile;
  readonly position: number;
  readonly into: Bytes;
}

function* slicesOf(
  files: readonly ArrangedFile[],
  starts: Float64Array,
  offset: number,
  into: Bytes,
): Generator<Slice> {
  let done = 0;
  for (let at = pieceAt(starts, offset); done < into.length; at += 1) {
    const file = files[at];
    if (file === undefined) throw new RangeError("not in the payload");
    let position = offset + done - (starts[at] ?? 0);
    while (position < file.file.size && done < into.length) {
      const length = Math.min(into.length - done, file.file.size - position, SLICE_BYTES);
      yield { file, position, into: into.subarray(done, done + length) };
      done += length;
      position += length;
    }
  }
}

async function readSlice({ file, position, into }: Slice): Promise<void> {
  const changed = (cause?: unknown): AppError =>
    new AppError("source-changed", { subject: file.path, cause });
  let bytes: ArrayBuffer;
  try {
    bytes = await file.file.slice(position, position + into.length).arrayBuffer();
  } catch (error) {
    // The browser notices that a file is not the one that was picked: it was written to, or is gone.
    const reason = errorName(error);
    if (reason === "NotReadableError" || reason === "NotFoundError") throw changed(error);
    const details = { reason };
    throw new AppError("source-unreadable", { details, subject: file.path, cause: error });
  }
  if (bytes.byteLength !== into.length) throw changed();
  into.set(new Uint8Array(bytes));
}

/** A file that was written to after it was picked rejects with `source-changed`. */
export async function createFileSource(prims: Primitives, arranged: Arranged): Promise<Source> {
  const { files } = arranged;
  const starts = startsOf(files.map(({ file }) => file.size));
  return {
    listing: await listingOf(prims, arranged),
    async read(offset, into, signal) {
      signal.throwIfAborted();
      const slices = slicesOf(files, starts, offset, into);
      const readSome = async (): Promise<void> => {
        for (const slice of slices) {
          signal.throwIfAborted();
          await readSlice(slice);
        }
      };
      // They share one generator, so each slice is read once.
      await Promise.all(Array.from({ length: PARALLEL_SLICES }, readSome));
      return into;
    },
  };
}
