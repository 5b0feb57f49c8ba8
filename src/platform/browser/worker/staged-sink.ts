/**
 * Restores into one file of the browser's own storage (OPFS), from which it is then downloaded: a single
 * file as itself, anything else as one ZIP. The next attempt finds what a broken one wrote.
 */
import { concatBytes, type Bytes } from "../../../core/bytes";
import { AppError, invariant } from "../../../core/errors";
import { EVERY_NAME, type LocalNames } from "../../../core/transfer/local-names";
import { pieceAt, startsOf } from "../../../core/transfer/pieces";
import type { Sink, SinkPlan } from "../../../core/transfer/sink";
import { crc32 } from "./crc32";
import { diskError, errorName } from "./dom-errors";
import { centralHeader, endOfZip, localHeader, planZip, type ZipLayout } from "./zip-layout";
import { ZipSums } from "./zip-sums";

/**
 * While it is written; the final name says that it is whole. Nothing is flushed to the disk: after a power cut its bytes
 * are checked, or fetched again (docs/decisions/0001-no-fsync-by-default.md).
 */
const STAGED = "staged";
const READY = "ready";
const BLOCK_BYTES = 2 ** 20;

/** In every browser that has OPFS, and not yet in TypeScript's library. */
interface MovableHandle extends FileSystemFileHandle {
  move(name: string): Promise<void>;
}

export interface StagedSinkOptions {
  /** For this restore alone. */
  readonly folder: FileSystemDirectoryHandle;
  /** What the space is asked of. */
  readonly storage: Pick<StorageManager, "estimate">;
  readonly asZip: boolean;
  /** The names inside of the ZIP. */
  readonly namesFor: (paths: readonly string[]) => LocalNames;
}

export class StagedSink implements Sink {
  readonly #options: StagedSinkOptions;
  #starts: Float64Array = new Float64Array(1);
  #layout: ZipLayout | undefined;
  #sums = new ZipSums();
  #names: LocalNames = EVERY_NAME;
  #access: FileSystemSyncAccessHandle | undefined;

  constructor(options: StagedSinkOptions) {
    this.#options = options;
  }

  get isZip(): boolean {
    return this.#options.asZip;
  }

  renamed(): LocalNames["renamed"] {
    return this.#names.renamed;
  }

  async begin(plan: SinkPlan): Promise<number> {
    const { asZip, namesFor } = this.#options;
    this.#starts = startsOf(plan.files.map(({ size }) => size));
    this.#names = namesFor([...plan.files.map(({ path }) => path), ...plan.dirs]);
    this.#layout = asZip ? planZip(plan, (path) => this.#names.of(path)) : undefined;
    this.#sums = new ZipSums();
    return guard(async () => {
      await this.#takeBack();
      const handle = await this.#options.folder.getFileHandle(STAGED, { create: true });
      this.#access = await handle.createSyncAccessHandle();
      const sizeBytes = this.#access.getSize();
      await this.#assertRoom(this.#wholeBytes() - sizeBytes);
      return this.#payloadBefore(sizeBytes);
    });
  }

  readBack(offset: number, into: Bytes): Promise<void> {
    return guard(() => {
      this.#eachPiece(offset, into, (access, at, piece) => {
        if (access.read(piece, { at }) !== piece.length) {
          throw new RangeError("less is staged than was said");
        }
      });
      return Promise.resolve();
    });
  }

  async write(offset: number, bytes: Bytes, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await guard(() => {
      this.#eachPiece(offset, bytes, (access, at, piece) => {
        writeAll(access, at, piece);
      });
      return Promise.resolve();
    });
  }

  async publish(): Promise<void> {
    await guard(async () => {
      const access = this.#open();
      if (this.#layout !== undefined) this.#finishZip(access, this.#layout);
      else access.truncate(this.#wholeBytes());
      this.#letGo();
      const handle = await this.#options.folder.getFileHandle(STAGED);
      await (handle as MovableHandle).move(READY);
    });
  }

  async close(discard: boolean): Promise<void> {
    this.#letGo();
    if (!discard) return;
    for (const name of [STAGED, READY]) {
      await this.#options.folder.removeEntry(name).catch(() => undefined);
    }
  }

  /** The finished file; only after `publish`. */
  async file(): Promise<File> {
    return (await this.#options.folder.getFileHandle(READY)).getFile();
  }

  /** A finished file of an earlier restore of the same: its bytes are checked again and used. */
  async #takeBack(): Promise<void> {
    try {
      const handle = await this.#options.folder.getFileHandle(READY);
      await (handle as MovableHandle).move(STAGED);
    } catch (error) {
      if (errorName(error) !== "NotFoundError") throw error;
    }
  }

  #open(): FileSystemSyncAccessHandle {
    invariant(this.#access !== undefined, "a sink is begun before it is written to");
    return this.#access;
  }

  #letGo(): void {
    this.#access?.close();
    this.#access = undefined;
  }

  #payloadBytes(): number {
    return this.#starts.at(-1) ?? 0;
  }

  /** Without the directory of a ZIP, which is small. */
  #wholeBytes(): number {
    return this.#layout?.centralAt ?? this.#payloadBytes();
  }

  async #assertRoom(neededBytes: number): Promise<void> {
    const { quota = Infinity, usage = 0 } = await this.#options.storage.estimate();
    const freeBytes = Math.max(0, quota - usage);
    if (freeBytes >= neededBytes) return;
    throw new AppError("disk-full", { details: { neededBytes, freeBytes } });
  }

  /** How much of the payload lies in the first bytes of the file. */
  #payloadBefore(sizeBytes: number): number {
    if (this.#layout === undefined) return Math.min(sizeBytes, this.#payloadBytes());
    let total = 0;
    for (const entry of this.#layout.entries) {
      const there = Math.min(entry.sizeBytes, sizeBytes - entry.dataAt);
      if (there > 0) total += there;
      if (there < entry.sizeBytes) break;
    }
    return total;
  }

  #eachPiece(
    offset: number,
    bytes: Bytes,
    visit: (access: FileSystemSyncAccessHandle, at: number, piece: Bytes) => void,
  ): void {
    const access = this.#open();
    let done = 0;
    for (let at = pieceAt(this.#starts, offset); done < bytes.length; at += 1) {
      const start = this.#starts[at] ?? 0;
      const end = this.#starts[at + 1];
      if (end === undefined) throw new RangeError("not in the plan");
      const position = offset + done - start;
      const piece = bytes.subarray(
        done,
        done + Math.min(bytes.length - done, end - start - position),
      );
      done += piece.length;
      if (piece.length === 0) continue;
      visit(access, (this.#layout?.entries[at]?.dataAt ?? start) + position, piece);
      if (this.#layout !== undefined) this.#sums.take(at, position, piece);
    }
  }

  /** Headers in front of the files, which were left out because they hold the sums, and the directory. */
  #finishZip(access: FileSystemSyncAccessHandle, layout: ZipLayout): void {
    let at = layout.centralAt;
    let central: Bytes[] = [];
    let centralBytes = 0;
    const flush = (): void => {
      const bytes = concatBytes(...central);
      writeAll(access, at, bytes);
      at += bytes.length;
      central = [];
      centralBytes = 0;
    };
    for (const [number, entry] of layout.entries.entries()) {
      const crc = this.#sums.of(number, entry.sizeBytes) ?? sumOf(access, entry);
      writeAll(access, entry.headerAt, localHeader(entry, crc));
      const header = centralHeader(entry, crc);
      central.push(header);
      centralBytes += header.length;
      if (centralBytes >= BLOCK_BYTES) flush();
    }
    flush();
    const end = endOfZip(layout, at - layout.centralAt);
    writeAll(access, at, end);
    access.truncate(at + end.length);
  }
}

function sumOf(
  access: FileSystemSyncAccessHandle,
  { dataAt, sizeBytes }: { readonly dataAt: number; readonly sizeBytes: number },
): number {
  const block = new Uint8Array(Math.min(BLOCK_BYTES, sizeBytes));
  let crc = 0;
  for (let done = 0; done < sizeBytes;) {
    const piece = block.subarray(0, Math.min(block.length, sizeBytes - done));
    if (access.read(piece, { at: dataAt + done }) !== piece.length) throw new RangeError("cut off");
    crc = crc32(piece, crc);
    done += piece.length;
  }
  return crc;
}

/** A write that the disk cuts short means that it is full. */
function writeAll(access: FileSystemSyncAccessHandle, at: number, bytes: Bytes): void {
  if (access.write(bytes, { at }) !== bytes.length) throw new AppError("disk-full");
}

async function guard<Value>(call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw diskError(error, "OPFS");
  }
}
