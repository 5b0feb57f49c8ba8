/** Lists the files and folders below some paths, as they will stand in a manifest. */
import { accessSync, constants, lstatSync, readdirSync, type Dirent, type Stats } from "node:fs";
import { basename, resolve } from "node:path";
import { AppError } from "../../core/errors";
import { isValidPath } from "../../core/format/paths";
import { nameSiblings, type Sibling } from "../../core/format/sibling-names";
import { createBurst, type Burst } from "./burst";
import { errnoOf } from "./file-errors";

/** A path of the system; bytes where the name is no UTF-8. */
export type LocalPath = string | Buffer;

export interface FoundFile {
  readonly local: LocalPath;
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Of the content or of what is known about it: nobody can set it back. */
  readonly changedMs: number;
  readonly inode: number;
}

/** Something that is not sent. */
export interface Skipped {
  readonly path: string;
  readonly kind: "link" | "socket" | "device" | "pipe" | "other" | OwnKind;
}

/** What this program keeps: the folder of a store, an index file, the state of broken sends. */
export type OwnKind = "store" | "index" | "state";

/** What is not to be sent: dev and ino are the same for every path that leads to a file or folder. */
export type OwnPlace = Pick<Stats, "dev" | "ino"> & { readonly kind: OwnKind };

export interface Found {
  readonly files: readonly FoundFile[];
  /** Folders that no file lies in. */
  readonly dirs: readonly string[];
  readonly skipped: readonly Skipped[];
  /** Names that the format or another system could not hold, as they are and as they are sent. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

interface Walk {
  readonly files: FoundFile[];
  readonly dirs: string[];
  readonly skipped: Skipped[];
  readonly renamed: { from: string; to: string }[];
  readonly own: readonly OwnPlace[];
  readonly burst: Burst;
}

/** Where the name's bytes are no UTF-8, U+FFFD takes their place and the name counts as repaired. */
interface Child extends Sibling {
  readonly local: LocalPath;
}

/** Shown to people; a name that is no UTF-8 has its bad bytes replaced. */
export function showPath(path: LocalPath): string {
  return typeof path === "string" ? path : path.toString("utf8");
}

function unreadable(error: unknown, local: LocalPath): AppError {
  const code = errnoOf(error) === "ENOENT" ? "source-missing" : "source-unreadable";
  const details = { reason: errnoOf(error) ?? "unknown" };
  return new AppError(code, { details, subject: showPath(local), cause: error });
}

function joinLocal(parent: LocalPath, name: string | Buffer): LocalPath {
  if (typeof parent === "string" && typeof name === "string") return `${parent}/${name}`;
  return Buffer.concat([Buffer.from(parent), Buffer.from("/"), Buffer.from(name)]);
}

function listChildren(local: LocalPath): Child[] {
  try {
    const entries: Dirent[] = readdirSync(local, { withFileTypes: true });
    if (!entries.some(({ name }) => name.includes("\uFFFD"))) {
      return entries.map(({ name }) => ({
        name,
        isRepaired: false,
        local: joinLocal(local, name),
      }));
    }
    // Some name is no UTF-8, or really holds U+FFFD: its bytes are the only way to open it again.
    return readdirSync(local, { encoding: "buffer" }).map((bytes) => {
      const name = bytes.toString("utf8");
      const isRepaired = !Buffer.from(name).equals(bytes);
      return { name, isRepaired, local: joinLocal(local, bytes) };
    });
  } catch (error) {
    throw unreadable(error, local);
  }
}

const byName = (a: Child, b: Child): number => (a.name < b.name ? -1 : Number(a.name > b.name));

/** Gives every child the path it is sent under. */
function nameChildren(walk: Walk, parent: string, children: readonly Child[]) {
  const sorted = [...children].sort(byName);
  const names = nameSiblings(sorted);
  return sorted.map((child, at) => {
    const name = names[at] ?? "_";
    const path = parent === "" ? name : `${parent}/${name}`;
    if (!isValidPath(path)) {
      throw new AppError("source-path-too-long", { subject: showPath(child.local) });
    }
    if (name !== child.name || child.isRepaired)
      walk.renamed.push({ from: showPath(child.local), to: path });
    return { child, path };
  });
}

function skippedKind(stats: Stats): Skipped["kind"] {
  if (stats.isSymbolicLink()) return "link";
  if (stats.isSocket()) return "socket";
  if (stats.isFIFO()) return "pipe";
  return stats.isBlockDevice() || stats.isCharacterDevice() ? "device" : "other";
}

function statOf(local: LocalPath): Stats {
  try {
    const stats = lstatSync(local);
    // A file that not everybody may read is tried now, not after an hour of sending.
    if (stats.isFile() && (stats.mode & 0o444) !== 0o444) accessSync(local, constants.R_OK);
    return stats;
  } catch (error) {
    throw unreadable(error, local);
  }
}

/** "own": there is nothing in the folder but what this program keeps there. */
type Content = "some" | "none" | "own";

async function visit(walk: Walk, parent: string, children: readonly Child[]): Promise<Content> {
  let content: Content = "none";
  for (const { child, path } of nameChildren(walk, parent, children)) {
    const pause = walk.burst.pause();
    if (pause !== undefined) await pause;
    const { local } = child;
    const stats = statOf(local);
    const own = walk.own.find(({ dev, ino }) => ino === stats.ino && dev === stats.dev);
    if (own !== undefined) {
      walk.skipped.push({ path: showPath(local), kind: own.kind });
      if (content === "none") content = "own";
    } else if (stats.isFile()) {
      const { size: sizeBytes, mtimeMs: modifiedMs, ctimeMs: changedMs, ino: inode } = stats;
      walk.files.push({ local, path, sizeBytes, modifiedMs, changedMs, inode });
      content = "some";
    } else if (stats.isDirectory()) {
      const inside = await visit(walk, path, listChildren(local));
      if (inside === "none") walk.dirs.push(path);
      if (inside !== "own") content = "some";
      else if (content === "none") content = "own";
    } else {
      walk.skipped.push({ path: showPath(local), kind: skippedKind(stats) });
    }
  }
  return content;
}

/**
 * Walks the paths. A folder becomes the first component of the paths below it. Links, sockets and
 * devices are not followed but listed, and so is what lies at `own` places. Throws `source-missing`, `source-unreadable` or
 * `source-path-too-long`, each with the path as subject.
 */
export async function walkPaths(
  paths: readonly string[],
  own: readonly OwnPlace[] = [],
): Promise<Found> {
  const walk: Walk = { files: [], dirs: [], skipped: [], renamed: [], own, burst: createBurst() };
  const seen = new Set<string>();
  const roots: Child[] = [];
  for (const path of paths) {
    const local = resolve(path);
    if (seen.has(local)) continue;
    seen.add(local);
    roots.push({ name: basename(local) || "root", isRepaired: false, local });
  }
  await visit(walk, "", roots);
  return walk;
}
