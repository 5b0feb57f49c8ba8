/**
 * Restores into a folder of the disk. Everything is staged in a hidden folder beside its place, under a
 * name that follows from the transfer, so that the next attempt finds it; verified and complete, it is
 * moved. A marker says when moving has begun: then a file that is not staged is in its place already.
 */
import { closeSync, copyFileSync, lstatSync, openSync, utimesSync, writeSync } from "node:fs";
import { open, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Bytes } from "../../core/bytes";
import type { ManifestFile } from "../../core/format/manifest";
import {
  createLocalNames,
  EVERY_NAME,
  windowsComponent,
  type LocalNames,
} from "../../core/transfer/local-names";
import { pieceAt, startsOf } from "../../core/transfer/pieces";
import type { Sink, SinkPlan } from "../../core/transfer/sink";
import { assertFree, assertRoom } from "./before-restore";
import { createBurst } from "./burst";
import { diskError } from "./file-errors";
import { ensureFolder } from "./folders";
import { takeProcessLock } from "./process-lock";
import { publishFolder } from "./publish";

export interface TreeSinkOptions {
  /** The folder to restore into. */
  readonly folder: string;
  /** Distinguishes restores of the same folder; safe in a file name. */
  readonly stagingName: string;
  readonly overwrite: boolean;
}

export interface TreeSink extends Sink {
  /** Names that this platform cannot hold, and what they became. */
  renamed(): LocalNames["renamed"];
}

const SMALL_BYTES = 256 * 1024;
const CONTENT = "content";
const MARKER = "publishing";
const LOCK = "lock";

export class TreeSinkState implements TreeSink {
  readonly #options: TreeSinkOptions;
  readonly #staging: string;
  #files: readonly ManifestFile[] = [];
  #names: LocalNames = EVERY_NAME;
  #starts: Float64Array = new Float64Array(1);
  #isPublishing = false;
  #isLocked = false;

  constructor(options: TreeSinkOptions) {
    this.#options = options;
    this.#staging = join(options.folder, options.stagingName);
  }

  renamed(): LocalNames["renamed"] {
    return this.#names.renamed;
  }

  async begin({ files, dirs }: SinkPlan): Promise<number> {
    this.#files = files;
    this.#names = namesFor([...files.map(({ path }) => path), ...dirs]);
    this.#starts = startsOf(files.map(({ size }) => size));
    try {
      ensureFolder(this.#options.folder);
      ensureFolder(this.#staging, 0o700);
      // Two that write the same staged files would publish a mixture.
      await takeProcessLock(this.#lock(), "restore-running");
      this.#isLocked = true;
      this.#isPublishing = exists(join(this.#staging, MARKER));
      const localFiles = files.map(({ path }) => this.#names.of(path));
      const localDirs = dirs.map((path) => this.#names.of(path));
      if (!this.#isPublishing) assertFree(this.#options, localFiles, localDirs);
      const stagedBytes = this.#stagedBytes();
      assertRoom(this.#options.folder, (this.#starts[files.length] ?? 0) - stagedBytes);
      await this.#makeFolders(dirs);
      return stagedBytes;
    } catch (error) {
      await this.close(false);
      throw diskError(error, this.#options.folder);
    }
  }

  async readBack(offset: number, into: Bytes): Promise<void> {
    await this.#eachPiece(offset, into, async (file, position, piece) => {
      const handle = await open(this.#placeOf(file), "r");
      try {
        let done = 0;
        while (done < piece.length) {
          const left = piece.length - done;
          const { bytesRead } = await handle.read(piece, done, left, position + done);
          if (bytesRead === 0) throw new RangeError("less is staged than was said");
          done += bytesRead;
        }
      } finally {
        await handle.close();
      }
    });
  }

  async write(offset: number, bytes: Bytes, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const burst = createBurst();
    await this.#eachPiece(offset, bytes, async (file, position, piece) => {
      if (piece.length > SMALL_BYTES) await this.#writeLarge(file, position, piece);
      else this.#writeSmall(file, position, piece);
      const pause = burst.pause();
      if (pause !== undefined) await pause;
    });
  }

  async publish(): Promise<void> {
    const { folder, overwrite } = this.#options;
    try {
      this.#finishFiles();
      const isContinued = this.#isPublishing;
      if (!isContinued) await writeFile(join(this.#staging, MARKER), "");
      if (exists(this.#content())) {
        await publishFolder(this.#content(), folder, { overwrite, isContinued });
      }
      await rm(this.#content(), { recursive: true, force: true });
      await rm(join(this.#staging, MARKER), { force: true });
      await this.close(false);
    } catch (error) {
      throw diskError(error, folder);
    }
  }

  async close(discard: boolean): Promise<void> {
    if (!this.#isLocked) return;
    if (discard) await rm(this.#staging, { recursive: true, force: true }).catch(() => undefined);
    await rm(this.#lock(), { force: true }).catch(() => undefined);
    // What is staged stays for the next attempt.
    await rmdir(this.#staging).catch(() => undefined);
    this.#isLocked = false;
  }

  #lock(): string {
    return join(this.#staging, LOCK);
  }

  #content(): string {
    return join(this.#staging, CONTENT);
  }

  #staged(file: ManifestFile): string {
    return `${this.#content()}/${this.#names.of(file.path)}`;
  }

  #final(path: string): string {
    return join(this.#options.folder, this.#names.of(path));
  }

  /** Where a file stands now: once publishing has begun, some are in their place already. */
  #placeOf(file: ManifestFile): string {
    const staged = this.#staged(file);
    return this.#isPublishing && !exists(staged) ? this.#final(file.path) : staged;
  }

  /** Leading bytes that an earlier attempt left; files are written in order, so the first gap ends them. */
  #stagedBytes(): number {
    if (!exists(this.#content()) && !this.#isPublishing) return 0;
    let total = 0;
    for (const file of this.#files) {
      if (file.size === 0) continue;
      const stats = lstatSync(this.#placeOf(file), { throwIfNoEntry: false });
      if (stats?.isFile() !== true || stats.size > file.size) return total;
      total += stats.size;
      if (stats.size < file.size) return total;
    }
    return total;
  }

  async #makeFolders(dirs: readonly string[]): Promise<void> {
    const made = new Set<string>();
    const burst = createBurst();
    const make = (path: string): void => {
      if (made.has(path)) return;
      made.add(path);
      ensureFolder(path === "" ? this.#content() : `${this.#content()}/${path}`);
    };
    make("");
    for (const dir of dirs) if (!this.#isPublishing) make(this.#names.of(dir));
    for (const { path } of this.#files) {
      const local = this.#names.of(path);
      const slash = local.lastIndexOf("/");
      if (slash > 0 && !this.#isPublishing) make(local.slice(0, slash));
      const pause = burst.pause();
      if (pause !== undefined) await pause;
    }
  }

  async #eachPiece(
    offset: number,
    bytes: Bytes,
    visit: (file: ManifestFile, position: number, piece: Bytes) => Promise<void>,
  ): Promise<void> {
    let done = 0;
    for (let at = pieceAt(this.#starts, offset); done < bytes.length; at += 1) {
      const file = this.#files[at];
      if (file === undefined) throw new RangeError("not in the plan");
      const position = offset + done - (this.#starts[at] ?? 0);
      const piece = bytes.subarray(
        done,
        done + Math.min(bytes.length - done, file.size - position),
      );
      done += piece.length;
      if (piece.length === 0) continue;
      try {
        await visit(file, position, piece);
      } catch (error) {
        throw diskError(error, this.#final(file.path));
      }
    }
  }

  /**
   * The staged file to write to. A broken publishing may have moved it and its folder away: what comes
   * before `position` was read back from there and found right.
   */
  #target(file: ManifestFile, position: number): string {
    const path = this.#staged(file);
    if (this.#isPublishing && !exists(path)) {
      ensureFolder(dirname(path));
      if (position > 0) copyFileSync(this.#final(file.path), path);
    }
    return path;
  }

  #writeSmall(file: ManifestFile, position: number, piece: Bytes): void {
    const descriptor = openSync(this.#target(file, position), position === 0 ? "w" : "r+");
    try {
      let done = 0;
      while (done < piece.length) {
        done += writeSync(descriptor, piece, done, piece.length - done, position + done);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  async #writeLarge(file: ManifestFile, position: number, piece: Bytes): Promise<void> {
    const handle = await open(this.#target(file, position), position === 0 ? "w" : "r+");
    try {
      let done = 0;
      while (done < piece.length) {
        const left = piece.length - done;
        done += (await handle.write(piece, done, left, position + done)).bytesWritten;
      }
    } finally {
      await handle.close();
    }
  }

  /** Empty files, which no write reaches, and the times of all. */
  #finishFiles(): void {
    for (const file of this.#files) {
      if (this.#placeOf(file) !== this.#staged(file)) continue;
      if (file.size === 0) closeSync(openSync(this.#staged(file), "w"));
      if (file.modified === undefined) continue;
      const modified = new Date(file.modified);
      utimesSync(this.#staged(file), modified, modified);
    }
  }
}

function namesFor(paths: readonly string[]): LocalNames {
  return process.platform === "win32" ? createLocalNames(paths, windowsComponent) : EVERY_NAME;
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

export function createTreeSink(options: TreeSinkOptions): TreeSink {
  return new TreeSinkState(options);
}
