/** Files and folders of the disk as the payload of a transfer. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { open } from "node:fs/promises";
import type { Bytes } from "../../core/bytes";
import { AppError } from "../../core/errors";
import type { ManifestFile } from "../../core/format/manifest";
import { pieceAt, startsOf } from "../../core/transfer/pieces";
import type { Source, SourceListing } from "../../core/transfer/source";
import { createBurst } from "./burst";
import { errnoOf } from "./file-errors";
import { showPath, type Found, type FoundFile } from "./walk";

/** Up to here a file is read by direct calls in bursts, above by promises. */
const SMALL_BYTES = 256 * 1024;
/** Neither a link that took the file's place nor a pipe without a writer is opened. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Another thing, or nothing, stands in the file's place. */
const GONE = ["ENOENT", "ELOOP", "ENOTDIR", "EISDIR", "ESPIPE", "ENXIO"];

const changed = (file: FoundFile, cause?: unknown): AppError =>
  new AppError("source-changed", { subject: showPath(file.local), cause });

function assertSame(file: FoundFile, stats: Stats): void {
  const isSame =
    stats.isFile() && stats.size === file.sizeBytes && stats.mtimeMs === file.modifiedMs;
  if (!isSame) throw changed(file);
}

function fileError(error: unknown, file: FoundFile): unknown {
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  if (GONE.includes(errno)) return changed(file, error);
  const details = { reason: errno };
  const subject = showPath(file.local);
  return new AppError("source-unreadable", { details, subject, cause: error });
}

function readSmall(file: FoundFile, position: number, into: Bytes): void {
  const descriptor = openSync(file.local, READ_FLAGS);
  try {
    let done = 0;
    while (done < into.length) {
      const count = readSync(descriptor, into, done, into.length - done, position + done);
      if (count === 0) throw changed(file);
      done += count;
    }
    assertSame(file, fstatSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

async function readLarge(file: FoundFile, position: number, into: Bytes): Promise<void> {
  const handle = await open(file.local, READ_FLAGS);
  try {
    let done = 0;
    while (done < into.length) {
      const left = into.length - done;
      const { bytesRead } = await handle.read(into, done, left, position + done);
      if (bytesRead === 0) throw changed(file);
      done += bytesRead;
    }
    assertSame(file, await handle.stat());
  } finally {
    await handle.close();
  }
}

/** Undefined for a time that no date can hold. */
function isoTime(timeMs: number): string | undefined {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function listingOf(found: Found): SourceListing {
  const hash = createHash("sha256");
  const files: ManifestFile[] = [];
  let totalBytes = 0;
  for (const { path, sizeBytes, modifiedMs, changedMs, inode } of found.files) {
    const modified = isoTime(modifiedMs);
    files.push({ path, size: sizeBytes, ...(modified !== undefined && { modified }) });
    totalBytes += sizeBytes;
    hash.update(`${path}\0${[sizeBytes, modifiedMs, changedMs, inode].join("\0")}\0`);
  }
  hash.update(found.dirs.join("\0"));
  return { files, dirs: found.dirs, totalBytes, fingerprint: hash.digest("base64url") };
}

/**
 * What `walkPaths` found, as a source. Every read checks that the file is still the one that was found;
 * a file that grew, shrank or was written to rejects with `source-changed`.
 */
export function createTreeSource(found: Found): Source {
  const starts = startsOf(found.files.map(({ sizeBytes }) => sizeBytes));
  return {
    listing: listingOf(found),
    async read(offset, into, signal) {
      const burst = createBurst();
      let done = 0;
      for (let at = pieceAt(starts, offset); done < into.length; at += 1) {
        const file = found.files[at];
        const start = starts[at] ?? 0;
        if (file === undefined) throw new RangeError("not in the payload");
        const position = offset + done - start;
        const piece = into.subarray(
          done,
          done + Math.min(into.length - done, file.sizeBytes - position),
        );
        done += piece.length;
        if (piece.length === 0) continue;
        try {
          if (piece.length > SMALL_BYTES) await readLarge(file, position, piece);
          else readSmall(file, position, piece);
        } catch (error) {
          throw fileError(error, file);
        }
        const pause = burst.pause();
        if (pause !== undefined) await pause;
        signal.throwIfAborted();
      }
      return into;
    },
  };
}
