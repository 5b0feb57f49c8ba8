/** Files and folders of the disk as the payload of a transfer. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { open } from "node:fs/promises";
import type { Bytes } from "../../core/bytes";
import { AppError } from "../../core/errors";
import type { ManifestFile } from "../../core/format/manifest";
import { createPermits } from "../../core/permits";
import { piecesOf, startsOf } from "../../core/transfer/pieces";
import type { Source, SourceListing } from "../../core/transfer/source";
import { createBurst } from "./burst";
import { errnoOf } from "./file-errors";
import { showPath, type Found, type FoundFile } from "./walk";

/** Up to here a file is read by direct calls in bursts, above by promises. */
const SMALL_BYTES = 256 * 1024;
const BATCH_FILES = 1_000;
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

/** Of paths, and of the numbers that tell whether a file is the one it was. In few calls: there may be a million files. */
function fingerprintOf({ files, dirs }: Found): string {
  const hash = createHash("sha256");
  const numbers = new Float64Array(files.length * 4);
  for (let from = 0; from < files.length; from += BATCH_FILES) {
    const batch = files.slice(from, from + BATCH_FILES);
    hash.update(batch.map(({ path }) => `${path}\0`).join(""));
    for (const [at, { sizeBytes, modifiedMs, changedMs, inode }] of batch.entries()) {
      numbers.set([sizeBytes, modifiedMs, changedMs, inode], (from + at) * 4);
    }
  }
  return hash.update(numbers).update(dirs.join("\0")).digest("base64url");
}

function listingOf(found: Found): SourceListing {
  let totalBytes = 0;
  const files = found.files.map(({ path, sizeBytes, modifiedMs }): ManifestFile => {
    totalBytes += sizeBytes;
    const modified = isoTime(modifiedMs);
    return modified === undefined ? { path, size: sizeBytes } : { path, size: sizeBytes, modified };
  });
  return { files, dirs: found.dirs, totalBytes, fingerprint: fingerprintOf(found) };
}

/**
 * What `walkPaths` found, as a source. Every read checks that the file is still the one that was found;
 * a file that grew, shrank or was written to rejects with `source-changed`.
 */
export function createTreeSource(found: Found): Source {
  const starts = startsOf(found.files.map(({ sizeBytes }) => sizeBytes));
  // One row after the other gets its small files, so that the first is coded while the next is read.
  const turns = createPermits(1);
  return {
    listing: listingOf(found),
    async read(offset, into, signal) {
      const burst = createBurst();
      let endTurn: (() => void) | undefined;
      try {
        for (const { at, position, start, sizeBytes } of piecesOf(starts, offset, into.length)) {
          const file = found.files[at];
          if (file === undefined) throw new RangeError("not in the payload");
          const piece = into.subarray(start, start + sizeBytes);
          try {
            if (sizeBytes > SMALL_BYTES) {
              endTurn?.();
              endTurn = undefined;
              await readLarge(file, position, piece);
            } else {
              endTurn ??= await turns.take(signal);
              readSmall(file, position, piece);
            }
          } catch (error) {
            throw fileError(error, file);
          }
          const pause = burst.pause();
          if (pause !== undefined) await pause;
          signal.throwIfAborted();
        }
      } finally {
        endTurn?.();
      }
      return into;
    },
  };
}
