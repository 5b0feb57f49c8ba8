/** Gives staged files their final names: whole folders by one rename where nothing is in the way. */
import { lstatSync, type Stats } from "node:fs";
import { link, readdir, rename, rmdir, unlink } from "node:fs/promises";
import { AppError } from "../../core/errors";
import { diskError, errnoOf } from "./file-errors";
import { ensureFolder } from "./folders";

function statIfThere(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Moves a file to a name that must be free: a hard link fails where a rename would overwrite. */
async function moveNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "EEXIST") throw new AppError("target-exists", { subject: to, cause: error });
    // Some file systems (exFAT, some network shares) have no hard links.
    if (statIfThere(to) !== undefined) throw new AppError("target-exists", { subject: to });
    await rename(from, to);
    return;
  }
  await unlink(from);
}

async function moveEntry(from: string, to: string, overwrite: boolean): Promise<void> {
  const source = statIfThere(from);
  const target = statIfThere(to);
  if (source?.isDirectory() === true) {
    if (target === undefined) await rename(from, to);
    else if (target.isDirectory()) await publishFolder(from, to, overwrite);
    else throw new AppError("target-exists", { subject: to });
  } else if (target?.isDirectory() === true) {
    throw new AppError("target-exists", { subject: to });
  } else if (overwrite) {
    await rename(from, to);
  } else {
    await moveNew(from, to);
  }
}

/**
 * Moves everything in the folder `from` into the folder `to` and removes `from`. Throws `target-exists`
 * (never after overwriting anything unasked) or an error of the disk, each with the path; what was
 * moved stays, and a second call moves the rest.
 */
export async function publishFolder(from: string, to: string, overwrite: boolean): Promise<void> {
  try {
    ensureFolder(to);
    for (const name of await readdir(from)) {
      await moveEntry(`${from}/${name}`, `${to}/${name}`, overwrite);
    }
    await rmdir(from);
  } catch (error) {
    throw diskError(error, to);
  }
}
