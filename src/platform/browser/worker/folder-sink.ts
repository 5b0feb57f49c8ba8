/**
 * Restores into a real folder. Everything is staged in a folder of its own inside of it and moved when it
 * is complete. Where the browser moves nothing, each file gets its name as soon as it is whole: until then
 * the browser itself keeps its bytes aside. A marker says that files without a staged one are in place.
 */
import type { Bytes } from "../../../core/bytes";
import { AppError } from "../../../core/errors";
import type { ManifestFile } from "../../../core/format/manifest";
import { EVERY_NAME, type LocalNames } from "../../../core/transfer/local-names";
import { pieceAt, startsOf } from "../../../core/transfer/pieces";
import type { Sink, SinkPlan } from "../../../core/transfer/sink";
import { diskError, errorName } from "./dom-errors";
import { namesInFolder } from "./folder-names";
import { canMoveIn, FolderTree } from "./folder-tree";

export interface FolderSinkOptions {
  readonly folder: FileSystemDirectoryHandle;
  /** Distinguishes restores of the same folder; safe in a file name. */
  readonly stagingName: string;
  readonly overwrite: boolean;
  /** For tests: to do without moving, as where the browser cannot. */
  readonly mayMove?: boolean;
}

interface OpenFile {
  readonly at: number;
  readonly stream: FileSystemWritableFileStream;
}

interface Piece {
  readonly at: number;
  readonly file: ManifestFile;
  readonly position: number;
  readonly bytes: Bytes;
}

const MARKER = "placing";
const PARALLEL_SMALL_FILES = 16;

export class FolderSink implements Sink {
  readonly #options: FolderSinkOptions;
  readonly #tree: FolderTree;
  #staging: FolderTree | undefined;
  #plan: SinkPlan = { files: [], dirs: [] };
  #starts: Float64Array = new Float64Array(1);
  #names: LocalNames = EVERY_NAME;
  #isPlacing = false;
  #open: OpenFile | undefined;

  constructor(options: FolderSinkOptions) {
    this.#options = options;
    this.#tree = new FolderTree(options.folder);
  }

  renamed(): LocalNames["renamed"] {
    return this.#names.renamed;
  }

  begin(plan: SinkPlan): Promise<number> {
    const { folder, stagingName, mayMove = true } = this.#options;
    this.#plan = plan;
    this.#starts = startsOf(plan.files.map(({ size }) => size));
    return this.#guard(async () => {
      const root = await folder.getDirectoryHandle(stagingName, { create: true });
      const staging = new FolderTree(root);
      this.#staging = staging;
      const paths = [...plan.files.map(({ path }) => path), ...plan.dirs];
      this.#names = await namesInFolder(paths, await staging.folder("names"));
      this.#isPlacing = (await staging.find(MARKER)) !== undefined;
      if (!this.#isPlacing) await this.#assertFree();
      const canMove = mayMove && (await canMoveIn(await staging.folder("names")));
      if (!canMove && !this.#isPlacing) await this.#startPlacing();
      return this.#stagedBytes();
    });
  }

  readBack(offset: number, into: Bytes): Promise<void> {
    return this.#guard(async () => {
      for (const { at, position, bytes } of this.#pieces(offset, into)) {
        const handle = await this.#place(at);
        const file = await handle.getFile();
        const part = await file.slice(position, position + bytes.length).arrayBuffer();
        if (part.byteLength !== bytes.length) throw new RangeError("less is staged than was said");
        bytes.set(new Uint8Array(part));
      }
    });
  }

  async write(offset: number, bytes: Bytes, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#guard(async () => {
      let small: Promise<void>[] = [];
      for (const piece of this.#pieces(offset, bytes)) {
        if (piece.bytes.length < piece.file.size) await this.#writePart(piece);
        else small.push(this.#writeWhole(piece));
        if (small.length < PARALLEL_SMALL_FILES) continue;
        await Promise.all(small);
        small = [];
      }
      await Promise.all(small);
    });
  }

  publish(): Promise<void> {
    return this.#guard(async () => {
      await this.#closeOpen();
      if (!this.#isPlacing) await this.#startPlacing();
      for (const [at, { path, size }] of this.#plan.files.entries()) {
        const staged = await this.#staging?.findFile(String(at));
        const name = this.#names.of(path);
        if (staged !== undefined) await this.#moveToPlace(staged, name);
        else if (size === 0) await this.#tree.file(name);
      }
      for (const dir of this.#plan.dirs) await this.#tree.folder(this.#names.of(dir));
      await this.#removeStaging();
    });
  }

  async close(discard: boolean): Promise<void> {
    await this.#closeOpen().catch(() => undefined);
    if (discard) await this.#removeStaging().catch(() => undefined);
  }

  async #startPlacing(): Promise<void> {
    await this.#staging?.file(MARKER);
    this.#isPlacing = true;
  }

  async #removeStaging(): Promise<void> {
    const { folder, stagingName } = this.#options;
    await folder.removeEntry(stagingName, { recursive: true });
  }

  async #moveToPlace(staged: FileSystemFileHandle, name: string): Promise<void> {
    if ((await this.#tree.find(name)) !== undefined) {
      if (!this.#options.overwrite) throw new AppError("target-exists", { subject: name });
      await this.#tree.remove(name);
    }
    await this.#tree.move(staged, name);
  }

  /** Nothing that exists may be replaced unasked, and a folder never by a file. */
  async #assertFree(): Promise<void> {
    const { overwrite } = this.#options;
    const taken: string[] = [];
    const roots = new Map<string, boolean>();
    for (const { path } of this.#plan.files) {
      const name = this.#names.of(path);
      const root = name.split("/", 1)[0] ?? name;
      const isThere = roots.get(root) ?? (await this.#tree.find(root)) !== undefined;
      roots.set(root, isThere);
      const found = isThere ? await this.#tree.find(name) : undefined;
      if (found !== undefined && !(overwrite && found.kind === "file")) taken.push(name);
    }
    for (const dir of this.#plan.dirs) {
      const name = this.#names.of(dir);
      if ((await this.#tree.find(name))?.kind === "file") taken.push(name);
    }
    const [subject] = taken;
    if (subject === undefined) return;
    throw new AppError("target-exists", { details: { count: taken.length }, subject });
  }

  /** Where a file stands or is to be written: once placing has begun, in its place unless it is staged. */
  async #place(at: number): Promise<FileSystemFileHandle> {
    const staged = this.#isPlacing
      ? await this.#staging?.findFile(String(at))
      : await this.#staging?.file(String(at));
    return staged ?? this.#tree.file(this.#names.of(this.#plan.files[at]?.path ?? ""));
  }

  /** Leading bytes that an earlier attempt left; files are written in order, so the first gap ends them. */
  async #stagedBytes(): Promise<number> {
    let total = 0;
    for (const [at, { path, size }] of this.#plan.files.entries()) {
      if (size === 0) continue;
      const staged = await this.#staging?.findFile(String(at));
      const placed = this.#isPlacing && this.#tree.findFile(this.#names.of(path));
      const handle = staged ?? (await placed);
      const there = handle === undefined || handle === false ? 0 : (await handle.getFile()).size;
      if (there > size) return total;
      total += there;
      if (there < size) return total;
    }
    return total;
  }

  *#pieces(offset: number, bytes: Bytes): Generator<Piece> {
    let done = 0;
    for (let at = pieceAt(this.#starts, offset); done < bytes.length; at += 1) {
      const file = this.#plan.files[at];
      if (file === undefined) throw new RangeError("not in the plan");
      const position = offset + done - (this.#starts[at] ?? 0);
      const length = Math.min(bytes.length - done, file.size - position);
      if (length > 0) yield { at, file, position, bytes: bytes.subarray(done, done + length) };
      done += length;
    }
  }

  async #writeWhole({ at, bytes }: Piece): Promise<void> {
    const stream = await (await this.#place(at)).createWritable();
    await stream.write(bytes);
    await stream.close();
  }

  /** The file stays open for the next part of it. */
  async #writePart({ at, file, position, bytes }: Piece): Promise<void> {
    const stream = await this.#openPart(at, position);
    await stream.write({ type: "write", position, data: bytes });
    if (position + bytes.length < file.size) return;
    await stream.truncate(file.size);
    await this.#closeOpen();
  }

  async #openPart(at: number, position: number): Promise<FileSystemWritableFileStream> {
    if (this.#open?.at === at) return this.#open.stream;
    await this.#closeOpen();
    const handle = await this.#place(at);
    const stream = await handle.createWritable({ keepExistingData: position > 0 });
    this.#open = { at, stream };
    return stream;
  }

  async #closeOpen(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.stream.close();
  }

  async #guard<Value>(call: () => Promise<Value>): Promise<Value> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      const subject = this.#options.folder.name;
      if (errorName(error) === "TypeMismatchError") {
        throw new AppError("target-exists", { subject, cause: error });
      }
      throw diskError(error, subject);
    }
  }
}
