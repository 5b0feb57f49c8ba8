/** Makes folders. Node's own recursive mkdir spins for ever where a file system refuses with ENOENT. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { errnoOf } from "./file-errors";

/** Makes the folder and those above it; says whether it was missing. Throws the system's error. */
export function ensureFolder(path: string, mode = 0o777): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return false;
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const parent = dirname(path);
    const isOther = errnoOf(error) === "EEXIST" && statSync(path).isDirectory();
    if (isOther) return false;
    if (errnoOf(error) !== "ENOENT" || parent === path || !ensureFolder(parent)) throw error;
    mkdirSync(path, { mode });
  }
  return true;
}
