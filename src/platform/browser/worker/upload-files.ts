/** What uploads send: files of the browser's own storage, written again and again, or Blobs. */
import type { Bytes } from "../../../core/bytes";
import type { Env } from "../../../core/env";
import { AppError } from "../../../core/errors";
import type { UploadBody, UploadEnd } from "../../../core/fetch-http";
import type { Suite } from "../../../core/format/parameters";
import { isChromium } from "../is-chromium";
import { spend } from "../spent-memory";

const FOLDER = "uploads";
/** What is smaller costs less as a Blob. */
const LEAST_BYTES = 256 * 1024;
/** Storage that has not answered by then is done without. */
const LATE_MS = 5_000;

interface Place {
  readonly handle: FileSystemFileHandle;
  readonly access: FileSystemSyncAccessHandle;
}

/**
 * The bytes of a Blob are copied into memory of this process, then into new memory of the browser's own, and from
 * there to the network. A file that was written before lies in memory that the system has already, and the browser
 * reads it as it goes (docs/decisions/0029-uploads-through-files.md). Blobs are sent where there is no such storage,
 * where it is full, late or cleared, and in sends whose fragments no cipher protects.
 */
export class UploadFiles {
  readonly #env: Env;
  readonly #free: Place[] = [];
  /** Of the sends that run. */
  readonly #suites: Suite[] = [];
  #isBroken = false;
  /** What closed pages have left is removed; what open ones use cannot be. */
  readonly #folder = isChromium ? openFolder().catch(() => undefined) : undefined;

  constructor(env: Env) {
    this.#env = env;
  }

  /** Large uploads may be files while `work`, a send, runs; with the last one the files go. */
  async during<Value>(suite: Suite, work: () => Promise<Value>): Promise<Value> {
    this.#suites.push(suite);
    try {
      return await work();
    } finally {
      this.#suites.splice(this.#suites.indexOf(suite), 1);
      if (this.#suites.length === 0) this.#finish();
    }
  }

  async toBody(bytes: Bytes): Promise<UploadBody> {
    const isFile = this.#mayBeFiles() && bytes.length >= LEAST_BYTES;
    const made = isFile ? await this.#inTime(this.#fileOf(bytes)) : undefined;
    if (made !== undefined) return made;
    // Its bytes stay in the browser's memory until the collector finds it, which does not count them.
    spend(bytes.length);
    return { body: new Blob([bytes]), end: () => undefined };
  }

  /** In suite 2 whoever has k fragments has what is in them. */
  #mayBeFiles(): boolean {
    const isSealed = this.#suites.every((suite) => suite === 1);
    return isChromium && this.#suites.length > 0 && isSealed && !this.#isBroken;
  }

  async #inTime(making: Promise<UploadBody>): Promise<UploadBody | undefined> {
    const timer = new AbortController();
    const late = this.#env.sleep(LATE_MS, timer.signal).then(() => {
      throw new RangeError("late");
    });
    try {
      return await Promise.race([making, late]);
    } catch {
      this.#isBroken = true;
      making.then(
        ({ end }) => {
          end("not-taken");
        },
        () => undefined,
      );
      return undefined;
    } finally {
      timer.abort(new AppError("cancelled"));
    }
  }

  async #fileOf(bytes: Bytes): Promise<UploadBody> {
    const place = this.#free.pop() ?? (await this.#newPlace());
    try {
      const { handle, access } = place;
      if (access.getSize() !== bytes.length) access.truncate(bytes.length);
      const writtenBytes = access.write(bytes, { at: 0 });
      const body = await handle.getFile();
      if (writtenBytes !== bytes.length || body.size !== bytes.length) throw new RangeError("cut");
      const end = (how: UploadEnd): void => {
        void this.#end(place, body, how);
      };
      return { body, end };
    } catch (error) {
      await this.#remove(place);
      throw error;
    }
  }

  async #end(place: Place, body: Blob, how: UploadEnd): Promise<void> {
    if (how === "taken" && this.#suites.length > 0) {
      this.#free.push(place);
      return;
    }
    // Whoever clears the browser's storage takes the files away, and fetch does not say that this is why it fails.
    if (how === "failed" && !(await isReadable(body))) this.#isBroken = true;
    // It may still be read: it is not written to any more.
    await this.#remove(place);
  }

  #finish(): void {
    this.#isBroken = false;
    for (const place of this.#free.splice(0)) void this.#remove(place);
  }

  async #newPlace(): Promise<Place> {
    const folder = await this.#folder;
    if (folder === undefined) throw new RangeError("no storage");
    const handle = await folder.getFileHandle(crypto.randomUUID(), { create: true });
    return { handle, access: await handle.createSyncAccessHandle() };
  }

  async #remove({ handle, access }: Place): Promise<void> {
    access.close();
    const folder = await this.#folder;
    // What cannot be removed now is when a page is opened again.
    await folder?.removeEntry(handle.name).catch(() => undefined);
  }
}

async function isReadable(file: Blob): Promise<boolean> {
  try {
    await file.slice(-1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const own = await navigator.storage.getDirectory();
  const folder = await own.getDirectoryHandle(FOLDER, { create: true });
  for await (const name of folder.keys()) {
    await folder.removeEntry(name).catch(() => undefined);
  }
  return folder;
}
