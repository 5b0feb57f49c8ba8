/** The checkpoint of a send as a file: one record a line, mode 600, in a folder of mode 700. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { open, readFile, rm, writeFile, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "../../core/errors";
import type { Checkpoint, CheckpointRecord } from "../../core/transfer/checkpoint";
import { diskError, errnoOf } from "./file-errors";

export interface FileCheckpoint extends Checkpoint {
  /** Keeps other processes from the same send. Throws `send-running`. */
  lock(): Promise<void>;
  /** Ends the lock and closes the file. */
  release(): Promise<void>;
}

/**
 * State and start time of a process, which together with its number are not used again. Undefined for
 * one that is gone, or only waits to be buried. Where there is no /proc, the number has to do.
 */
function identifyProcess(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X"
      ? undefined
      : `${String(pid)} ${fields[19] ?? ""}`;
  } catch {
    if (existsSync("/proc/self/stat")) return undefined;
  }
  try {
    process.kill(pid, 0);
    return String(pid);
  } catch (error) {
    return errnoOf(error) === "EPERM" ? String(pid) : undefined;
  }
}

/** Bytes stand in the JSON as text behind this mark. */
const BYTES_MARK = "base64url:";

function encodeRecord(record: CheckpointRecord): string {
  return JSON.stringify(record, (_name, value: unknown) =>
    value instanceof Uint8Array
      ? BYTES_MARK + Buffer.from(value.buffer, value.byteOffset, value.length).toString("base64url")
      : value,
  );
}

function decodeRecord(line: string): CheckpointRecord {
  return JSON.parse(line, (_name, value: unknown) =>
    typeof value === "string" && value.startsWith(BYTES_MARK)
      ? new Uint8Array(Buffer.from(value.slice(BYTES_MARK.length), "base64url"))
      : value,
  ) as CheckpointRecord;
}

/** A last line without its end was cut off by a kill; whatever follows a bad line is not believed. */
function parseRecords(text: string): CheckpointRecord[] {
  const records: CheckpointRecord[] = [];
  for (const line of text.split("\n").slice(0, -1)) {
    try {
      records.push(decodeRecord(line));
    } catch {
      return records;
    }
  }
  return records;
}

export function createFileCheckpoint(path: string): FileCheckpoint {
  const lockPath = `${path}.lock`;
  let handle: FileHandle | undefined;
  const prepare = (): void => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  };
  const takeLock = async (): Promise<void> => {
    try {
      const own = identifyProcess(process.pid) ?? String(process.pid);
      await writeFile(lockPath, own, { flag: "wx", mode: 0o600 });
    } catch (error) {
      if (errnoOf(error) !== "EEXIST") throw diskError(error, lockPath);
      const holder = await readFile(lockPath, "utf8").catch(() => "");
      const pid = Number.parseInt(holder, 10);
      if (pid > 0 && pid !== process.pid && identifyProcess(pid) === holder) {
        throw new AppError("send-running", { details: { pid }, cause: error });
      }
      await rm(lockPath, { force: true });
      await takeLock();
    }
  };
  return {
    async lock() {
      prepare();
      await takeLock();
    },
    async release() {
      await handle?.close();
      handle = undefined;
      await rm(lockPath, { force: true });
    },
    async load() {
      try {
        const text = await readFile(path, "utf8");
        // What a kill cut off must not run together with the next record.
        if (text !== "" && !text.endsWith("\n")) {
          await writeFile(path, text.slice(0, text.lastIndexOf("\n") + 1), { mode: 0o600 });
        }
        return parseRecords(text);
      } catch (error) {
        if (errnoOf(error) === "ENOENT") return [];
        throw diskError(error, path);
      }
    },
    async append(record) {
      try {
        prepare();
        handle ??= await open(path, "a", 0o600);
        await handle.appendFile(`${encodeRecord(record)}\n`);
      } catch (error) {
        throw diskError(error, path);
      }
    },
    async remove() {
      await handle?.close();
      handle = undefined;
      await rm(path, { force: true });
    },
  };
}
