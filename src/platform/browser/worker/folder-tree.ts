/** A folder of the File System Access API, reached by paths. */
import { AppError } from "../../../core/errors";
import { errorName } from "./dom-errors";

/** In browsers where files can be moved, and not yet in TypeScript's library. */
interface MovableHandle extends FileSystemFileHandle {
  move?(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
}

/** Whether files can be moved in this folder; Chromium does not let a page move in every one. */
export async function canMoveIn(folder: FileSystemDirectoryHandle): Promise<boolean> {
  try {
    const probe: MovableHandle = await folder.getFileHandle("probe-1", { create: true });
    await moveFile(probe, folder, "probe-2");
    return true;
  } catch {
    return false;
  } finally {
    await folder.removeEntry("probe-1").catch(() => undefined);
    await folder.removeEntry("probe-2").catch(() => undefined);
  }
}

export async function moveFile(
  file: FileSystemFileHandle,
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  const movable: MovableHandle = file;
  if (movable.move === undefined) throw new AppError("disk-error", { details: { reason: "move" } });
  await movable.move(folder, name);
}

export class FolderTree {
  readonly #folders = new Map<string, Promise<FileSystemDirectoryHandle>>();

  constructor(root: FileSystemDirectoryHandle) {
    this.#folders.set("", Promise.resolve(root));
  }

  /** The folder at a path, made where it is missing. */
  folder(path: string): Promise<FileSystemDirectoryHandle> {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const [parent, name] = split(path);
    const made = this.folder(parent).then((folder) =>
      folder.getDirectoryHandle(name, { create: true }),
    );
    this.#folders.set(path, made);
    return made;
  }

  /** A file; made where it is missing, with the folders above it. */
  async file(path: string): Promise<FileSystemFileHandle> {
    const [parent, name] = split(path);
    return (await this.folder(parent)).getFileHandle(name, { create: true });
  }

  /** A file that is there, and nothing is made. */
  async findFile(path: string): Promise<FileSystemFileHandle | undefined> {
    const found = await this.find(path);
    return found?.kind === "file" ? (found as FileSystemFileHandle) : undefined;
  }

  /** What stands at a path, file or folder; undefined when nothing does. */
  async find(path: string): Promise<FileSystemHandle | undefined> {
    let at: FileSystemHandle | undefined = await this.folder("");
    for (const name of path.split("/")) {
      if (at?.kind !== "directory") return undefined;
      at = await findIn(at as FileSystemDirectoryHandle, name);
    }
    return at;
  }

  async move(file: FileSystemFileHandle, path: string): Promise<void> {
    const [parent, name] = split(path);
    await moveFile(file, await this.folder(parent), name);
  }

  async remove(path: string): Promise<void> {
    const [parent, name] = split(path);
    await (await this.folder(parent)).removeEntry(name);
  }
}

function split(path: string): readonly [string, string] {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? ["", path] : [path.slice(0, slash), path.slice(slash + 1)];
}

async function findIn(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemHandle | undefined> {
  try {
    return await folder.getFileHandle(name);
  } catch (error) {
    const reason = errorName(error);
    if (reason === "NotFoundError" || reason === "TypeError") return undefined;
    if (reason === "TypeMismatchError") return folder.getDirectoryHandle(name);
    throw error;
  }
}
