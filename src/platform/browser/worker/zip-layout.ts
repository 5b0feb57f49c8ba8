/**
 * A ZIP file whose layout is known before its content (PKWARE APPNOTE 6.3.10): files are stored as they
 * are, so every byte has its place from the beginning, and a broken restore can go on in the middle.
 */
import { concatBytes, utf8, type Bytes } from "../../../core/bytes";
import type { SinkPlan } from "../../../core/transfer/sink";

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const END_SIGNATURE = 0x06054b50;
/** 4.4.4: names are UTF-8. */
const UTF8_FLAG = 0x0800;
/** 4.4.2: made on Unix, so that the upper half of the attributes is a mode; version 4.5 knows ZIP64. */
const MADE_BY = 0x032d;
const VERSION_ZIP64 = 45;
const VERSION_FOLDERS = 20;
const MAX_U16 = 0xffff;
const MAX_U32 = 0xffffffff;
const FILE_MODE = 0o100644;
const FOLDER_MODE = 0o40755;
const FOLDER_ATTRIBUTE = 0x10;

export interface ZipEntry {
  readonly name: Bytes;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
  readonly modified: Date | undefined;
  /** Where its header begins, and its content. */
  readonly headerAt: number;
  readonly dataAt: number;
}

export interface ZipLayout {
  /** Files in the order of the plan, then folders. */
  readonly entries: readonly ZipEntry[];
  readonly centralAt: number;
}

/** Little-endian fields, written one after the other. */
class Fields {
  readonly #view: DataView;
  #at = 0;

  constructor(sizeBytes: number) {
    this.#view = new DataView(new ArrayBuffer(sizeBytes));
  }

  u16(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#at, value, true);
      this.#at += 2;
    }
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setUint32(this.#at, value, true);
      this.#at += 4;
    }
    return this;
  }

  u64(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setBigUint64(this.#at, BigInt(value), true);
      this.#at += 8;
    }
    return this;
  }

  bytes(): Bytes {
    return new Uint8Array(this.#view.buffer as ArrayBuffer);
  }
}

/** 4.5.3; local headers always hold both sizes, central ones what does not fit elsewhere. */
function zip64Extra(values: readonly number[]): Bytes {
  if (values.length === 0) return new Uint8Array(0);
  const sizeBytes = 8 * values.length;
  return new Fields(4 + sizeBytes)
    .u16(0x0001, sizeBytes)
    .u64(...values)
    .bytes();
}

/** Info-ZIP's extended timestamp: the time in UTC, which the fields of DOS cannot say. */
function timeExtra(modified: Date | undefined): Bytes {
  const seconds = modified === undefined ? NaN : Math.floor(modified.getTime() / 1000);
  if (!(seconds >= -(2 ** 31) && seconds < 2 ** 31)) return new Uint8Array(0);
  const fields = new Fields(8)
    .u16(0x5455, 5)
    .u32(seconds >>> 0)
    .bytes();
  return concatBytes(fields.subarray(0, 4), Uint8Array.of(1), fields.subarray(4));
}

/** Date and time as DOS has them: local, two seconds fine, 1980 to 2107. */
function dosTime(modified: Date | undefined): readonly [number, number] {
  const year = modified?.getFullYear() ?? 0;
  if (modified === undefined || !(year >= 1980 && year <= 2107)) return [0, (1 << 5) | 1];
  const time =
    (modified.getHours() << 11) | (modified.getMinutes() << 5) | (modified.getSeconds() >> 1);
  return [time, ((year - 1980) << 9) | ((modified.getMonth() + 1) << 5) | modified.getDate()];
}

const isLarge = ({ sizeBytes }: Pick<ZipEntry, "sizeBytes">): boolean => sizeBytes >= MAX_U32;

function localExtra(entry: Pick<ZipEntry, "sizeBytes" | "modified">): Bytes {
  const { sizeBytes, modified } = entry;
  return concatBytes(zip64Extra(isLarge(entry) ? [sizeBytes, sizeBytes] : []), timeExtra(modified));
}

/** `nameOf` gives the path that stands in the file. */
export function planZip({ files, dirs }: SinkPlan, nameOf: (path: string) => string): ZipLayout {
  const entries: ZipEntry[] = [];
  let at = 0;
  const add = (path: string, sizeBytes: number, isFolder: boolean, time?: string): void => {
    const name = utf8(nameOf(path) + (isFolder ? "/" : ""));
    const modified = time === undefined ? undefined : new Date(time);
    const dataAt = at + 30 + name.length + localExtra({ sizeBytes, modified }).length;
    entries.push({ name, isFolder, sizeBytes, modified, headerAt: at, dataAt });
    at = dataAt + sizeBytes;
  };
  for (const { path, size, modified } of files) add(path, size, false, modified);
  for (const dir of dirs) add(dir, 0, true);
  return { entries, centralAt: at };
}

const versionOf = (needsZip64: boolean): number => (needsZip64 ? VERSION_ZIP64 : VERSION_FOLDERS);

/** The header in front of the content (4.3.7); it fills the bytes from headerAt to dataAt. */
export function localHeader(entry: ZipEntry, crc: number): Bytes {
  const { name, modified, sizeBytes } = entry;
  const size = isLarge(entry) ? MAX_U32 : sizeBytes;
  const extra = localExtra(entry);
  const fields = new Fields(30)
    .u32(LOCAL_SIGNATURE)
    .u16(versionOf(isLarge(entry)), UTF8_FLAG, 0, ...dosTime(modified))
    .u32(crc, size, size)
    .u16(name.length, extra.length)
    .bytes();
  return concatBytes(fields, name, extra);
}

/** The entry in the directory at the end (4.3.12). */
export function centralHeader(entry: ZipEntry, crc: number): Bytes {
  const { name, isFolder, modified, sizeBytes, headerAt } = entry;
  const isFar = headerAt >= MAX_U32;
  const values = [...(isLarge(entry) ? [sizeBytes, sizeBytes] : []), ...(isFar ? [headerAt] : [])];
  const extra = concatBytes(zip64Extra(values), timeExtra(modified));
  const size = isLarge(entry) ? MAX_U32 : sizeBytes;
  const mode = (isFolder ? FOLDER_MODE : FILE_MODE) * 2 ** 16;
  const fields = new Fields(46)
    .u32(CENTRAL_SIGNATURE)
    .u16(MADE_BY, versionOf(isLarge(entry) || isFar), UTF8_FLAG, 0, ...dosTime(modified))
    .u32(crc, size, size)
    .u16(name.length, extra.length, 0, 0, 0)
    .u32(mode + (isFolder ? FOLDER_ATTRIBUTE : 0), isFar ? MAX_U32 : headerAt)
    .bytes();
  return concatBytes(fields, name, extra);
}

/** What ends the file (4.3.14 to 4.3.16), after a directory of so many bytes. */
export function endOfZip({ entries, centralAt }: ZipLayout, centralBytes: number): Bytes {
  const count = entries.length;
  const end = new Fields(22)
    .u32(END_SIGNATURE)
    .u16(0, 0, Math.min(count, MAX_U16), Math.min(count, MAX_U16))
    .u32(Math.min(centralBytes, MAX_U32), Math.min(centralAt, MAX_U32))
    .u16(0)
    .bytes();
  if (count < MAX_U16 && centralBytes < MAX_U32 && centralAt < MAX_U32) return end;
  const end64 = new Fields(56)
    .u32(ZIP64_END_SIGNATURE)
    .u64(44)
    .u16(MADE_BY, VERSION_ZIP64)
    .u32(0, 0)
    .u64(count, count, centralBytes, centralAt)
    .bytes();
  const locator = new Fields(20)
    .u32(ZIP64_LOCATOR_SIGNATURE, 0)
    .u64(centralAt + centralBytes)
    .u32(1)
    .bytes();
  return concatBytes(end64, locator, end);
}
