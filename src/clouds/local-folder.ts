/** The files of one transfer in the folder of a local store. Rejects with the system's own errors. */
import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import {
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  type FileHandle,
} from "node:fs/promises";
import { hostname } from "node:os";
import type { Readable } from "node:stream";
import { encodeBase64Url, equalBytes, type Bytes } from "../core/bytes";
import { AppError } from "../core/errors";
import { isSlotName } from "../core/store/state-store";
import type { ByteRange, StoredBytes } from "../core/store/store";
import { errnoOf } from "../platform/node/file-errors";
import { identifyProcess } from "../platform/node/processes";
import { haveSameContent, writeStream } from "./local-file";

export interface LocalStoreOptions {
  readonly id: string;
  readonly folder: string;
  /** T of the transfer. */
  readonly transferId: Bytes;
  /** Flushes every object to the disk before it counts as stored; costs the speed of the disk. */
  readonly durable: boolean;
}

export interface OpenObject {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
}

/** Neither a link nor a pipe that someone put in an object's place is opened or waited for. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const OBJECT_NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** What a killed process left in `.incoming` is removed by the next one after this time. */
const STALE_MS = 3_600_000;

/** Looking for them is not worth more than once in this time. */
const SWEEP_INTERVAL_MS = 60_000;
const sweptMs = new Map<string, number>();

/** Tells this host's leftovers from those of others that share the disk. */
const HOST_TAG = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** The folder of one transfer at one store. */
export class LocalFolder {
  readonly #options: LocalStoreOptions;
  readonly #folder: string;
  readonly #incoming: string;
  #prepared: Promise<void> | undefined;

  constructor(options: LocalStoreOptions) {
    this.#options = options;
    this.#folder = `${options.folder}/${encodeBase64Url(options.transferId)}`;
    this.#incoming = `${options.folder}/.incoming`;
  }

  /** Creates an object. Throws `store-conflict` when another one stands under the name. */
  async put(name: string, bytes: Bytes, signal: AbortSignal): Promise<void> {
    if (await this.#holds(name, bytes)) return;
    await this.#publish(name, bytes, async (incoming) => {
      signal.throwIfAborted();
      await this.#linkNew(incoming, name, () => this.#holds(name, bytes));
    });
  }

  /** The same from a stream, which is never whole in memory. `body` must give exactly the object. */
  async putStream(name: string, body: Readable): Promise<void> {
    await this.#publish(name, body, (incoming) =>
      this.#linkNew(incoming, name, () => this.#holdsFile(name, incoming)),
    );
  }

  async get(
    name: string,
    range: ByteRange | undefined,
    into?: Bytes,
  ): Promise<StoredBytes | undefined> {
    const opened = await this.open(name);
    if (opened === undefined) return undefined;
    const { handle, sizeBytes } = opened;
    try {
      const { offset, lengthBytes } = range ?? { offset: 0, lengthBytes: sizeBytes };
      const wanted = Math.max(0, Math.min(lengthBytes, sizeBytes - offset));
      const fits = into !== undefined && into.length >= wanted;
      const bytes = fits ? into.subarray(0, wanted) : new Uint8Array(wanted);
      let done = 0;
      while (done < wanted) {
        const { bytesRead } = await handle.read(bytes, done, wanted - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return { bytes: bytes.subarray(0, done), sizeBytes };
    } finally {
      await handle.close();
    }
  }

  /** The object, open for reading; the caller closes it. Undefined when it is not there. */
  async open(name: string): Promise<OpenObject | undefined> {
    const handle = await this.#openFile(name);
    if (handle === undefined) return undefined;
    try {
      const stats = await handle.stat();
      if (stats.isFile()) return { handle, sizeBytes: stats.size };
      const details = { storeId: this.#options.id, reason: "ENOTSUP" };
      throw new AppError("store-refused", { details });
    } catch (error) {
      await handle.close();
      throw error;
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
    await this.#publish(name, bytes, (incoming) => rename(incoming, this.#pathOf(name)));
  }

  /** Removes an object, and with the last slot the folder. */
  async remove(name: string): Promise<void> {
    this.#pathOf(name);
    await this.removeEntry(name);
    if (isSlotName(name)) await rmdir(this.#folder).catch(() => undefined);
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

  async #openFile(name: string): Promise<FileHandle | undefined> {
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
      const nowMs = Date.now();
      if (nowMs - (sweptMs.get(this.#incoming) ?? 0) < SWEEP_INTERVAL_MS) return;
      sweptMs.set(this.#incoming, nowMs);
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

  /** Writes a file beside the objects and lets `place` give it its name. */
  async #publish(
    name: string,
    content: Bytes | Readable,
    place: (incoming: string) => Promise<void>,
  ): Promise<void> {
    await this.#prepare();
    const incoming = this.#incomingPath(name);
    try {
      await this.#writeFile(incoming, content);
      await place(incoming);
      await this.#syncFolder();
    } finally {
      await rm(incoming, { force: true });
    }
  }

  async #writeFile(path: string, content: Bytes | Readable): Promise<void> {
    const handle = await open(path, "wx");
    try {
      if (content instanceof Uint8Array) await handle.writeFile(content);
      else await writeStream(handle, content);
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

  async #linkNew(from: string, name: string, isStored: () => Promise<boolean>): Promise<void> {
    const to = this.#pathOf(name);
    try {
      await link(from, to);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === "EEXIST" && (await isStored())) return;
      if (errno === "ENOENT") throw error;
      // No hard links here (exFAT, some network shares): a rename, after a look.
      if ((await isStored()) || errno === "EEXIST") return;
      await rename(from, to);
    }
  }

  /** Whether the object is there already. Throws `store-conflict` when another one is. */
  async #holds(name: string, bytes: Bytes): Promise<boolean> {
    const existing = await this.get(name, { offset: 0, lengthBytes: bytes.length });
    if (existing === undefined) return false;
    const isSame = existing.sizeBytes === bytes.length && equalBytes(existing.bytes, bytes);
    if (!isSame) throw this.#conflict();
    return true;
  }

  /** The same with the bytes of a file. */
  async #holdsFile(name: string, path: string): Promise<boolean> {
    const stored = await this.open(name);
    if (stored === undefined) return false;
    const given = await open(path);
    try {
      if (!(await haveSameContent(stored.handle, given, stored.sizeBytes))) throw this.#conflict();
      return true;
    } finally {
      await Promise.all([stored.handle.close(), given.close()]);
    }
  }

  #conflict(): AppError {
    return new AppError("store-conflict", { details: { storeId: this.#options.id } });
  }
}
