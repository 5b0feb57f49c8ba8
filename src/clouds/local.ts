/**
 * A folder on a disk as a store: object T/name is the file `<folder>/<T>/<name>`.
 *
 * Limits: whatever the file system has. Permissions needed: read and write in the folder. An object is
 * written beside the others' folders (`.incoming`) and linked to its name when it is whole, so that it
 * appears at once or never, and never in the place of another one.
 */
import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, lstat, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { encodeBase64Url, equalBytes, type Bytes } from "../core/bytes";
import { AppError, isAppError } from "../core/errors";
import { isSlotName, type StateStore } from "../core/store/state-store";
import type { ByteRange, CallOptions, ObjectStore, StoredBytes } from "../core/store/store";
import { errnoOf, isDiskFull } from "../platform/node/file-errors";
import { identifyProcess } from "../platform/node/processes";

export interface LocalStore {
  readonly objects: ObjectStore;
  readonly states: StateStore;
}

export interface LocalStoreOptions {
  readonly id: string;
  readonly folder: string;
  /** T of the transfer. */
  readonly transferId: Bytes;
  /** Flushes every object to the disk before it counts as stored; costs the speed of the disk. */
  readonly durable: boolean;
}

/** Neither a link nor a pipe that someone put in an object's place is opened or waited for. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** No permission, or something else than a file in the place of an object. */
const REFUSALS = ["EACCES", "EPERM", "EROFS", "ELOOP", "ENXIO", "EISDIR"];
const OBJECT_NAME = /^[A-Za-z0-9_-]{1,64}$/;
const MAX_SLOT_BYTES = 16 * 1024;
/** What a killed process left in `.incoming` is removed by the next one after this time. */
const STALE_MS = 3_600_000;

/** Tells this host's leftovers from those of others that share the disk. */
const HOST_TAG = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

function storeError(error: unknown, storeId: string): unknown {
  if (isAppError(error)) return error;
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  const details = { storeId, reason: errno };
  if (isDiskFull(error)) return new AppError("store-full", { details, cause: error });
  const isRefused = REFUSALS.includes(errno);
  return new AppError(isRefused ? "store-refused" : "store-unavailable", { details, cause: error });
}

class LocalFolder {
  readonly #options: LocalStoreOptions;
  readonly #folder: string;
  readonly #incoming: string;
  #prepared: Promise<void> | undefined;

  constructor(options: LocalStoreOptions) {
    this.#options = options;
    this.#folder = `${options.folder}/${encodeBase64Url(options.transferId)}`;
    this.#incoming = `${options.folder}/.incoming`;
  }

  /** Runs a call under the store's guarantees on signals and errors. */
  async guard<Value>({ signal }: CallOptions, call: () => Promise<Value>): Promise<Value> {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      throw storeError(error, this.#options.id);
    }
  }

  async put(name: string, bytes: Bytes, signal: AbortSignal): Promise<void> {
    if (await this.#isStored(name, bytes)) return;
    await this.#prepare();
    const incoming = this.#incomingPath(name);
    try {
      await this.#writeFile(incoming, bytes);
      signal.throwIfAborted();
      await this.#linkNew(incoming, this.#pathOf(name), name, bytes);
      await this.#syncFolder();
    } finally {
      await rm(incoming, { force: true });
    }
  }

  async get(
    name: string,
    range: ByteRange | undefined,
    into?: Bytes,
  ): Promise<StoredBytes | undefined> {
    const handle = await this.#openObject(name);
    if (handle === undefined) return undefined;
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) {
        const details = { storeId: this.#options.id, reason: "ENOTSUP" };
        throw new AppError("store-refused", { details });
      }
      const { offset, lengthBytes } = range ?? { offset: 0, lengthBytes: stats.size };
      const wanted = Math.max(0, Math.min(lengthBytes, stats.size - offset));
      const fits = into !== undefined && into.length >= wanted;
      const bytes = fits ? into.subarray(0, wanted) : new Uint8Array(wanted);
      let done = 0;
      while (done < wanted) {
        const { bytesRead } = await handle.read(bytes, done, wanted - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return { bytes: bytes.subarray(0, done), sizeBytes: stats.size };
    } finally {
      await handle.close();
    }
  }

  async sizeOf(name: string): Promise<number | undefined> {
    try {
      return (await lstat(this.#pathOf(name))).size;
    } catch (error) {
      return this.#absent(error);
    }
  }

  /** The slots that are there. */
  async listSlots(): Promise<string[]> {
    return (await this.#list()).filter((name) => isSlotName(name) && OBJECT_NAME.test(name));
  }

  /** All that is not a slot, also what others left beside ours: a sync program its conflict copies. */
  async listFragments(): Promise<string[]> {
    return (await this.#list()).filter((name) => !isSlotName(name));
  }

  async #list(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      await this.#absent(error);
      return [];
    }
  }

  /** Writes a small object in the place of whatever stands there. */
  async replace(name: string, bytes: Bytes): Promise<void> {
    await this.#prepare();
    const incoming = this.#incomingPath(name);
    try {
      await this.#writeFile(incoming, bytes);
      await rename(incoming, this.#pathOf(name));
      await this.#syncFolder();
    } finally {
      await rm(incoming, { force: true });
    }
  }

  async remove(name: string): Promise<void> {
    this.#pathOf(name);
    await this.removeEntry(name);
  }

  /** Removes an entry that `listFragments` named. */
  async removeEntry(name: string): Promise<void> {
    await rm(`${this.#folder}/${name}`, { force: true, recursive: true });
  }

  #pathOf(name: string): string {
    if (!OBJECT_NAME.test(name)) throw new RangeError("not the name of an object");
    return `${this.#folder}/${name}`;
  }

  /** Undefined for what is not there; an error when the whole store's folder is gone. */
  async #absent(error: unknown): Promise<undefined> {
    if (errnoOf(error) !== "ENOENT") throw error;
    await stat(this.#options.folder);
    return undefined;
  }

  async #openObject(name: string) {
    try {
      return await open(this.#pathOf(name), READ_FLAGS);
    } catch (error) {
      return this.#absent(error);
    }
  }

  /** Makes the transfer's folder once; one that vanishes later is an error, never made again. */
  #prepare(): Promise<void> {
    this.#prepared ??= (async () => {
      for (const folder of [this.#incoming, this.#folder]) {
        await mkdir(folder).catch((error: unknown) => {
          if (errnoOf(error) !== "EEXIST") throw error;
        });
      }
      await this.#sweepIncoming();
    })();
    this.#prepared.catch(() => (this.#prepared = undefined));
    return this.#prepared;
  }

  /** Removes what killed processes left: those of this host at once, others after a time. */
  async #sweepIncoming(): Promise<void> {
    for (const name of await readdir(this.#incoming)) {
      const path = `${this.#incoming}/${name}`;
      const [, host, pid] = /\.([0-9a-f]{8})\.(\d+)\.[0-9a-f]+$/.exec(name) ?? [];
      const stats = await stat(path).catch(() => undefined);
      const isStale = stats !== undefined && Date.now() - stats.mtimeMs > STALE_MS;
      const isOrphan = host === HOST_TAG && identifyProcess(Number(pid)) === undefined;
      if (isStale || isOrphan) await rm(path, { force: true });
    }
  }

  #incomingPath(name: string): string {
    const unique = randomBytes(6).toString("hex");
    return `${this.#incoming}/${name}.${HOST_TAG}.${String(process.pid)}.${unique}`;
  }

  async #writeFile(path: string, bytes: Bytes): Promise<void> {
    const handle = await open(path, "wx");
    try {
      await handle.writeFile(bytes);
      if (this.#options.durable) await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  /** A name is durable only when its folder is. */
  async #syncFolder(): Promise<void> {
    if (!this.#options.durable) return;
    const handle = await open(this.#folder);
    await handle.sync().finally(() => handle.close());
  }

  async #linkNew(from: string, to: string, name: string, bytes: Bytes): Promise<void> {
    try {
      await link(from, to);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === "EEXIST" && (await this.#isStored(name, bytes))) return;
      if (errno === "ENOENT") throw error;
      // No hard links here (exFAT, some network shares): a rename, after a look.
      if ((await this.#isStored(name, bytes)) || errno === "EEXIST") return;
      await rename(from, to);
    }
  }

  /** Whether the object is there already. Throws `store-conflict` when another one is. */
  async #isStored(name: string, bytes: Bytes): Promise<boolean> {
    const existing = await this.get(name, { offset: 0, lengthBytes: bytes.length });
    if (existing === undefined) return false;
    const isSame = existing.sizeBytes === bytes.length && equalBytes(existing.bytes, bytes);
    if (!isSame) throw new AppError("store-conflict", { details: { storeId: this.#options.id } });
    return true;
  }
}

/** One transfer at a local store. Nothing is created before the first put. */
export function openLocalStore(options: LocalStoreOptions): LocalStore {
  const folder = new LocalFolder(options);
  const { id } = options;
  const objects: ObjectStore = {
    id,
    put: (name, bytes, call) => folder.guard(call, () => folder.put(name, bytes, call.signal)),
    get: (name, range, call) => folder.guard(call, () => folder.get(name, range, call.into)),
    sizeOf: (name, call) => folder.guard(call, () => folder.sizeOf(name)),
  };
  const states: StateStore = {
    id,
    list: (call) => folder.guard(call, () => folder.listSlots()),
    read: (slot, call) =>
      folder.guard(call, async () => {
        const found = await folder.get(slot, { offset: 0, lengthBytes: MAX_SLOT_BYTES });
        return found?.bytes;
      }),
    write: (slot, bytes, call) => folder.guard(call, () => folder.replace(slot, bytes)),
    remove: (name, call) => folder.guard(call, () => folder.remove(name)),
    removeFragments: (first, call) =>
      folder.guard(call, async () => {
        const names = await folder.listFragments();
        for (const name of first) if (names.includes(name)) await folder.removeEntry(name);
        if (first.length > 0) call.onFirstRemoved?.();
        for (const name of names) await folder.removeEntry(name);
        if (first.length === 0) call.onFirstRemoved?.();
        const left = await folder.listFragments();
        return { removed: names.length - left.length, left: left.length };
      }),
  };
  return { objects, states };
}
