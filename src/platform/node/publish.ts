/** Gives staged files their final names: whole folders by one rename where nothing is in the way. */
import { lstatSync, type Stats } from "node:fs";
import { link, open, readdir, rename, rmdir, unlink } from "node:fs/promises";
import { AppError } from "../../core/errors";
import { diskError, errnoOf } from "./file-errors";
import { ensureFolder } from "./folders";

const COMPARED_BYTES = 256 * 1024;

function statIfThere(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

export interface PublishOptions {
  readonly overwrite: boolean;
  /** An earlier call was broken off: a file that is there with the same bytes is in its place already. */
  readonly isContinued: boolean;
}

async function haveSameBytes(a: string, b: string): Promise<boolean> {
  const left = await open(a);
  const right = await open(b).catch(() => undefined);
  try {
    if (right === undefined || (await left.stat()).size !== (await right.stat()).size) return false;
    const [mine, other] = [Buffer.alloc(COMPARED_BYTES), Buffer.alloc(COMPARED_BYTES)];
    for (;;) {
      const { bytesRead } = await left.read(mine, 0, COMPARED_BYTES);
      const { bytesRead: otherRead } = await right.read(other, 0, COMPARED_BYTES);
      if (bytesRead !== otherRead) return false;
      if (bytesRead === 0) return true;
      if (!mine.subarray(0, bytesRead).equals(other.subarray(0, bytesRead))) return false;
    }
  } finally {
    await left.close();
    await right?.close();
  }
}

/** Moves a file to a name that must be free: a hard link fails where a rename would overwrite. */
async function moveNew(from: string, to: string, isContinued: boolean): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "EEXIST") {
      if (!isContinued || !(await haveSameBytes(from, to))) {
        throw new AppError("target-exists", { subject: to, cause: error });
      }
      await unlink(from);
      return;
    }
    // Some file systems (exFAT, some network shares) have no hard links.
    if (statIfThere(to) !== undefined) throw new AppError("target-exists", { subject: to });
    await rename(from, to);
    return;
  }
  await unlink(from);
}

async function moveEntry(from: string, to: string, options: PublishOptions): Promise<void> {
  const source = statIfThere(from);
  const target = statIfThere(to);
  if (source?.isDirectory() === true) {
    if (target === undefined) await rename(from, to);
    else if (target.isDirectory()) await publishFolder(from, to, options);
    else throw new AppError("target-exists", { subject: to });
  } else if (target?.isDirectory() === true) {
    throw new AppError("target-exists", { subject: to });
  } else if (options.overwrite) {
    await rename(from, to);
  } else {
    await moveNew(from, to, options.isContinued);
  }
}

/**
 * Moves everything in the folder `from` into the folder `to` and removes `from`. Throws `target-exists`
 * (never after overwriting anything unasked) or an error of the disk, each with the path; what was
 * moved stays, and a second call moves the rest.
 */
export async function publishFolder(
  from: string,
  to: string,
  options: PublishOptions,
): Promise<void> {
  try {
    ensureFolder(to);
    for (const name of await readdir(from)) {
      await moveEntry(`${from}/${name}`, `${to}/${name}`, options);
    }
    await rmdir(from);
  } catch (error) {
    throw diskError(error, to);
  }
}
