/** Files in memory: as a source that can change under its sender, and as a sink that keeps watch. */
import { equalBytes, type Bytes } from "../../src/core/bytes";
import { AppError } from "../../src/core/errors";
import type { Sink, SinkPlan } from "../../src/core/transfer/sink";
import type { Source } from "../../src/core/transfer/source";
import { nodePrimitives } from "../../src/platform/node/primitives";

export interface MemoryFile {
  readonly path: string;
  readonly bytes: Bytes;
  readonly modified?: string;
}

export interface MemorySource extends Source {
  /** How often a part was read. */
  readonly reads: number;
  /** What a read finds from now on; the listing stays, as that of a file that is written to. */
  change(path: string, bytes: Bytes): void;
  /** The same without being noticed: size and time are as before. */
  changeUnseen(path: string, bytes: Bytes): void;
}

export function createMemorySource(
  files: readonly MemoryFile[],
  dirs: readonly string[] = [],
): MemorySource {
  const contents = new Map(files.map(({ path, bytes }) => [path, bytes] as const));
  const changed = new Set<string>();
  const listed = files.map(({ path, bytes, modified }) => ({
    ...{ path, size: bytes.length },
    ...(modified !== undefined && { modified }),
  }));
  let reads = 0;
  return {
    listing: {
      ...{ files: listed, dirs },
      totalBytes: listed.reduce((total, { size }) => total + size, 0),
      fingerprint: JSON.stringify([listed, dirs]),
    },
    get reads() {
      return reads;
    },
    change(path, bytes) {
      contents.set(path, bytes);
      changed.add(path);
    },
    changeUnseen(path, bytes) {
      contents.set(path, bytes);
    },
    async read(offset, into, signal) {
      signal.throwIfAborted();
      await Promise.resolve();
      reads += 1;
      let start = 0;
      for (const { path, size } of listed) {
        const from = Math.max(offset, start);
        const to = Math.min(offset + into.length, start + size);
        if (from < to) {
          if (changed.has(path)) throw new AppError("source-changed", { subject: path });
          into.set(contents.get(path)?.subarray(from - start, to - start) ?? [], from - offset);
        }
        start += size;
      }
      return into;
    },
  };
}

/** What outlives a broken restore: the staged bytes, and the files that have their final name. */
export interface MemoryDisk {
  staged: Bytes;
  readonly files: Map<string, { readonly bytes: Bytes; readonly modified?: string }>;
  readonly dirs: Set<string>;
}

export function createMemoryDisk(): MemoryDisk {
  return { staged: new Uint8Array(0), files: new Map(), dirs: new Set() };
}

export interface MemorySinkHooks {
  /** Before a write; may reject, or take its time. */
  readonly onWrite?: (offset: number) => Promise<void> | void;
}

/** Throws when the engine breaks a promise of the port: order, gaps, or a name before the end. */
export function createMemorySink(disk: MemoryDisk, { onWrite }: MemorySinkHooks = {}): Sink {
  let plan: SinkPlan = { files: [], dirs: [] };
  let position: number | undefined;
  let total = 0;
  const check = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`the engine broke a promise of the sink: ${what}`);
  };
  return {
    begin(wanted) {
      plan = wanted;
      total = wanted.files.reduce((sum, { size }) => sum + size, 0);
      return Promise.resolve(disk.staged.length);
    },
    readBack(offset, into) {
      check(offset + into.length <= disk.staged.length, "only staged bytes are read back");
      into.set(disk.staged.subarray(offset, offset + into.length));
      return Promise.resolve();
    },
    async write(offset, bytes, signal) {
      signal.throwIfAborted();
      check(offset === (position ?? offset) && offset <= disk.staged.length, "rising, no gaps");
      position = offset + bytes.length;
      await onWrite?.(offset);
      const staged = new Uint8Array(position);
      staged.set(disk.staged.subarray(0, offset));
      staged.set(bytes, offset);
      disk.staged = staged;
    },
    publish() {
      check(disk.staged.length === total, "published only when everything is there");
      let start = 0;
      for (const { path, size, modified } of plan.files) {
        const bytes = disk.staged.slice(start, start + size);
        disk.files.set(path, { bytes, ...(modified !== undefined && { modified }) });
        start += size;
      }
      for (const dir of plan.dirs) disk.dirs.add(dir);
      disk.staged = new Uint8Array(0);
      return Promise.resolve();
    },
    close(discard) {
      if (discard) disk.staged = new Uint8Array(0);
      return Promise.resolve();
    },
  };
}

/** The names of files that are not on the disk as they should be; none when all are. */
export function differences(disk: MemoryDisk, wanted: readonly MemoryFile[]): string[] {
  const wrong = wanted.filter(({ path, bytes, modified }) => {
    const found = disk.files.get(path);
    return found === undefined || !equalBytes(found.bytes, bytes) || found.modified !== modified;
  });
  const known = new Set(wanted.map(({ path }) => path));
  const extra = [...disk.files.keys()].filter((path) => !known.has(path));
  return [...wrong.map(({ path }) => path), ...extra];
}

/** Bytes that look random and are the same in every run. */
export function patternBytes(lengthBytes: number, seed = "pattern"): Bytes {
  const key = nodePrimitives.hash(new TextEncoder().encode(seed)) as Bytes;
  const bytes = new Uint8Array(lengthBytes);
  void nodePrimitives.keystream(key, bytes);
  return bytes;
}
