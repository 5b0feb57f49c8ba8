/** What was dropped or pasted: folders are read through, empty ones are kept. */
import { AppError } from "../../core/errors";
import type { Picked, PickedFile } from "./picked";

/** In Chromium, and not yet in TypeScript's library. */
interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

function unreadable(subject: string, cause: unknown): AppError {
  const details = { reason: cause instanceof Error ? cause.name : "unknown" };
  return new AppError("source-unreadable", { details, subject, cause });
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, (cause) => {
      reject(unreadable(entry.fullPath, cause));
    });
  });
}

/** readEntries gives about a hundred at a time and nothing at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, (cause) => {
        reject(unreadable(folder.fullPath, cause));
      });
    });
    if (some.length === 0) return children;
    children.push(...some);
  }
}

interface Found {
  readonly files: PickedFile[];
  readonly dirs: string[];
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function walkEntry(found: Found, entry: FileSystemEntry, path: string): Promise<void> {
  if (isFile(entry)) {
    found.files.push({ path, file: await fileOf(entry) });
  } else if (isFolder(entry)) {
    const children = await childrenOf(entry);
    for (const child of children) await walkEntry(found, child, `${path}/${child.name}`);
    if (children.length === 0) found.dirs.push(path);
  }
}

/**
 * Names that Chromium leaves out, without a word, when it lists a folder by its handle. (Entries, which
 * this file reads, are complete.)
 */
const UNLISTED =
  /[<>:"|?*\\~\p{Cc}\p{Cf}]|^\s|[\s.]$|\.(?:lnk|scf|url|local)$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

const isListed = (path: string): boolean =>
  path.split("/").every((component) => !UNLISTED.test(component));

/** Handles for a later visit, if going through them then will find the same files. */
function keptHandles(
  { files, dirs }: Found,
  handles: readonly (FileSystemHandle | null | undefined)[],
): readonly FileSystemHandle[] {
  const known = handles.flatMap((handle) => handle ?? []);
  const isComplete =
    known.length === handles.length &&
    files.every(({ path }) => isListed(path)) &&
    dirs.every(isListed);
  return isComplete ? known : [];
}

/**
 * To be called in the event of the drop or paste: what it carries can be asked for only there. Throws
 * `source-unreadable` with the path as subject.
 */
export async function readDrop(data: DataTransfer): Promise<Picked> {
  const items = [...data.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry());
  const files = items.map((item) => item.getAsFile());
  const asking = items.map(async (item: HandleItem) =>
    item.getAsFileSystemHandle?.().catch(() => undefined),
  );
  const found: Found = { files: [], dirs: [] };
  for (const [at, entry] of entries.entries()) {
    const file = files[at];
    if (entry !== null) await walkEntry(found, entry, entry.name);
    else if (file instanceof File) found.files.push({ path: file.name, file });
  }
  return { ...found, handles: keptHandles(found, await Promise.all(asking)) };
}
