/** The folders of the browser's own storage in which restores are staged, and what is left in them. */
import { encodeBase64Url, utf8, type Bytes } from "../../../core/bytes";
import { AppError } from "../../../core/errors";
import type { Primitives } from "../../../core/format/primitives";

const ROOT = "restores";
const DAY_MS = 86_400_000;
/** A broken restore can be gone on with for a week; a finished one has been downloaded by then. */
const KEPT_MS = 7 * DAY_MS;

/** What distinguishes restores of the same transfer; says nothing about the index. */
export async function stagingKey(
  prims: Primitives,
  id: Bytes,
  only: string | undefined,
): Promise<string> {
  const digest = await prims.hash(utf8(`${encodeBase64Url(id)} ${only ?? ""}`));
  return encodeBase64Url(digest.subarray(0, 12));
}

async function rootFolder(): Promise<FileSystemDirectoryHandle> {
  try {
    const own = await navigator.storage.getDirectory();
    return await own.getDirectoryHandle(ROOT, { create: true });
  } catch (cause) {
    const details = { reason: "no-storage" };
    throw new AppError("disk-error", { details, cause });
  }
}

export async function stagingFolder(key: string): Promise<FileSystemDirectoryHandle> {
  return (await rootFolder()).getDirectoryHandle(key, { create: true });
}

interface Leftover {
  readonly name: string;
  readonly sizeBytes: number;
  readonly touchedMs: number;
}

async function leftovers(root: FileSystemDirectoryHandle): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for await (const folder of root.values()) {
    if (folder.kind !== "directory") continue;
    let [sizeBytes, touchedMs] = [0, 0];
    for await (const entry of folder.values()) {
      if (entry.kind !== "file") continue;
      const file = await entry.getFile();
      sizeBytes += file.size;
      touchedMs = Math.max(touchedMs, file.lastModified);
    }
    found.push({ name: folder.name, sizeBytes, touchedMs });
  }
  return found;
}

/** Bytes of broken restores and of downloads that were made. */
export async function leftoverBytes(): Promise<number> {
  const found = await leftovers(await rootFolder());
  return found.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/**
 * Removes what was not touched since `untilMs` and is not being written to. Resolves with the bytes that
 * became free.
 */
export async function removeLeftovers(untilMs: number): Promise<number> {
  const root = await rootFolder();
  let freedBytes = 0;
  for (const { name, sizeBytes, touchedMs } of await leftovers(root)) {
    if (touchedMs > untilMs) continue;
    try {
      await root.removeEntry(name, { recursive: true });
      freedBytes += sizeBytes;
    } catch {
      // A restore is writing to it.
    }
  }
  return freedBytes;
}

/** What nobody will come back to. Never rejects: where nothing can be stored nothing is left. */
export async function removeOldLeftovers(nowMs: number): Promise<void> {
  await removeLeftovers(nowMs - KEPT_MS).catch(() => undefined);
}
