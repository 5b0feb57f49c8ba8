/** What uploads send: files of the browser's own storage, written again and again, or Blobs. */
import type { Bytes } from "../../../core/bytes";
import type { UploadBody, UploadEnd } from "../../../core/fetch-http";
import { isChromium } from "../is-chromium";
import { spend } from "../spent-memory";

const FOLDER = "uploads";
/** What is smaller costs less as a Blob. */
const LEAST_BYTES = 256 * 1024;

interface Place {
  readonly handle: FileSystemFileHandle;
  readonly access: FileSystemSyncAccessHandle;
}

/**
 * The bytes of a Blob are copied into memory of this process, then into new memory of the browser's own, and from
 * there to the network. A file that was written before lies in memory that the system has already, and the browser
 * reads it as it goes (docs/decisions/0029-uploads-through-files.md). Only what the stores get stands in it. Where
 * there is no such storage, it is full, or an upload out of it fails, Blobs are sent.
 */
export class UploadFiles {
  readonly #free: Place[] = [];
  #isUsed = isChromium;
  /** Files of pages that were closed while they sent are removed; those of others that are open cannot be. */
  readonly #folder = this.#isUsed
    ? openFolder().catch(() => undefined)
    : Promise.resolve(undefined);

  async toBody(bytes: Bytes): Promise<UploadBody> {
    if (this.#isUsed && bytes.length >= LEAST_BYTES) {
      try {
        return await this.#fileOf(bytes);
      } catch {
        this.#isUsed = false;
      }
    }
    // Its bytes stay in the browser's memory until the collector finds it, which does not count them.
    spend(bytes.length);
    return { body: new Blob([bytes]), end: () => undefined };
  }

  /** Removes what nobody is reading. To be called when a send has ended. */
  async tidy(): Promise<void> {
    this.#isUsed = isChromium;
    await Promise.all(this.#free.splice(0).map((place) => this.#remove(place)));
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
        this.#end(place, how);
      };
      return { body, end };
    } catch (error) {
      await this.#remove(place);
      throw error;
    }
  }

  #end(place: Place, how: UploadEnd): void {
    if (how === "taken") {
      this.#free.push(place);
      return;
    }
    // The browser may still be reading it: it is not written to any more.
    void this.#remove(place);
    // The browser refuses a file that something else has touched, and does not say so.
    if (how === "failed") this.#isUsed = false;
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

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const own = await navigator.storage.getDirectory();
  const folder = await own.getDirectoryHandle(FOLDER, { create: true });
  for await (const name of folder.keys()) {
    await folder.removeEntry(name).catch(() => undefined);
  }
  return folder;
}
