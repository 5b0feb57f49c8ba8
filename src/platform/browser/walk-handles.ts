/** Files and folders that the browser can find again: read through by their handles. */
import { AppError } from "../../core/errors";
import type { Picked, PickedFile } from "./picked";

/** Many files of a folder are asked for at once: each is a round trip to the browser's own process. */
const PARALLEL_FILES = 32;

const isFile = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === "file";
const isFolder = (handle: FileSystemHandle): handle is FileSystemDirectoryHandle =>
  handle.kind === "directory";

interface Found {
  readonly files: PickedFile[];
  readonly dirs: string[];
}

async function addFiles(
  found: Found,
  handles: readonly { readonly path: string; readonly handle: FileSystemFileHandle }[],
): Promise<void> {
  for (let at = 0; at < handles.length; at += PARALLEL_FILES) {
    const some = handles.slice(at, at + PARALLEL_FILES).map(async ({ path, handle }) => {
      try {
        return { path, file: await handle.getFile() };
      } catch (cause) {
        const details = { reason: cause instanceof Error ? cause.name : "unknown" };
        throw new AppError("source-unreadable", { details, subject: path, cause });
      }
    });
    found.files.push(...(await Promise.all(some)));
  }
}

async function walk(
  found: Found,
  handles: readonly FileSystemHandle[],
  parent: string,
): Promise<void> {
  const pathOf = ({ name }: FileSystemHandle): string => parent + name;
  const files = handles.filter(isFile).map((handle) => ({ path: pathOf(handle), handle }));
  await addFiles(found, files);
  for (const folder of handles.filter(isFolder)) {
    const children: FileSystemHandle[] = [];
    for await (const child of folder.values()) children.push(child);
    await walk(found, children, `${pathOf(folder)}/`);
    if (children.length === 0) found.dirs.push(pathOf(folder));
  }
}

/** Throws `source-unreadable` with the path as subject. */
export async function walkHandles(handles: readonly FileSystemHandle[]): Promise<Picked> {
  const found: Found = { files: [], dirs: [] };
  await walk(found, handles, "");
  return { ...found, handles };
}

/** In Chromium, and not yet in TypeScript's library. */
interface PermissionHandle extends FileSystemHandle {
  requestPermission?(wish: { readonly mode: "read" | "readwrite" }): Promise<PermissionState>;
}

/**
 * The same files in a later visit. To be called in a click: the browser may ask the user. Throws
 * `source-unreadable` when the user or the browser says no.
 */
export async function reopenHandles(handles: readonly FileSystemHandle[]): Promise<Picked> {
  for (const handle of handles as readonly PermissionHandle[]) {
    const state = await handle.requestPermission?.({ mode: "read" });
    if (state !== undefined && state !== "granted") {
      const details = { reason: "NotAllowedError" };
      throw new AppError("source-unreadable", { details, subject: handle.name });
    }
  }
  return walkHandles(handles);
}
