/** What is looked at before a restore into a folder begins: that nothing is in its way, and that it fits. */
import { lstatSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/errors";

interface Target {
  readonly folder: string;
  readonly overwrite: boolean;
}

/**
 * Nothing that exists may be replaced unasked, and a folder never by a file. Throws `target-exists`.
 * Paths are relative to the folder.
 */
export function assertFree(
  { folder, overwrite }: Target,
  files: readonly string[],
  dirs: readonly string[],
): void {
  const statOf = (path: string) => lstatSync(join(folder, path), { throwIfNoEntry: false });
  const taken: string[] = [];
  const roots = new Map<string, boolean>();
  for (const path of files) {
    const root = path.split("/", 1)[0] ?? path;
    const isThere = roots.get(root) ?? statOf(root) !== undefined;
    roots.set(root, isThere);
    const stats = isThere ? statOf(path) : undefined;
    if (stats !== undefined && (stats.isDirectory() || !overwrite)) taken.push(path);
  }
  for (const path of dirs) if (statOf(path)?.isDirectory() === false) taken.push(path);
  const [first] = taken;
  if (first === undefined) return;
  const details = { count: taken.length };
  throw new AppError("target-exists", { details, subject: join(folder, first) });
}

/** Throws `disk-full` when the disk of the folder has less room. */
export function assertRoom(folder: string, neededBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= neededBytes) return;
  const details = { neededBytes, freeBytes: bavail * bsize };
  throw new AppError("disk-full", { details, subject: folder });
}
