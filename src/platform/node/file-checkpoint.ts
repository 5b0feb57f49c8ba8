/** The checkpoint of a send as a file: one record a line, mode 600, in a folder of mode 700. */
import { open, readFile, rm, truncate, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "../../core/errors";
import type { Checkpoint, CheckpointRecord } from "../../core/transfer/checkpoint";
import { diskError, errnoOf } from "./file-errors";
import { ensureFolder } from "./folders";
import { takeProcessLock } from "./process-lock";

export interface FileCheckpoint extends Checkpoint {
  /** Keeps other processes from the same send. Throws `send-running`. */
  lock(): Promise<void>;
  /** Ends the lock and closes the file; what a broken send would still append rejects with `cancelled`. */
  release(): Promise<void>;
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

function decodeRecord(line: string): unknown {
  return JSON.parse(line, (_name, value: unknown) =>
    typeof value === "string" && value.startsWith(BYTES_MARK)
      ? new Uint8Array(Buffer.from(value.slice(BYTES_MARK.length), "base64url"))
      : value,
  );
}

const RECORD_TYPES: readonly unknown[] = ["begin", "row", "manifest", "emptied"];

function isRecord(value: unknown): value is CheckpointRecord {
  if (typeof value !== "object" || value === null) return false;
  return RECORD_TYPES.includes((value as { type?: unknown }).type);
}

/** A last line without its end was cut off by a kill; whatever follows a bad line is not believed. */
function parseRecords(text: string): CheckpointRecord[] {
  const records: CheckpointRecord[] = [];
  for (const line of text.split("\n").slice(0, -1)) {
    try {
      const record: unknown = decodeRecord(line);
      if (!isRecord(record)) return records;
      records.push(record);
    } catch {
      return records;
    }
  }
  return records;
}

export function createFileCheckpoint(path: string): FileCheckpoint {
  return new JournalCheckpoint(path);
}

class JournalCheckpoint implements FileCheckpoint {
  readonly #path: string;
  readonly #lockPath: string;
  #opening: Promise<FileHandle> | undefined;
  #lastAppend: Promise<void> = Promise.resolve();
  #isReleased = false;

  constructor(path: string) {
    this.#path = path;
    this.#lockPath = `${path}.lock`;
  }

  lock(): Promise<void> {
    return guard(this.#lockPath, async () => {
      ensureFolder(dirname(this.#path), 0o700);
      await takeProcessLock(this.#lockPath, "send-running");
      this.#isReleased = false;
    });
  }

  release(): Promise<void> {
    return guard(this.#lockPath, async () => {
      // From here on the file may be another process's.
      this.#isReleased = true;
      await this.#lastAppend;
      await this.#close();
      await rm(this.#lockPath, { force: true });
    });
  }

  load(): Promise<readonly CheckpointRecord[]> {
    return guard(this.#path, async () => {
      const text = await readFile(this.#path, "utf8").catch((error: unknown) => {
        if (errnoOf(error) === "ENOENT") return "";
        throw error;
      });
      // What a kill cut off must not run together with the next record.
      const whole = text.slice(0, text.lastIndexOf("\n") + 1);
      if (whole.length < text.length) await truncate(this.#path, Buffer.byteLength(whole));
      return parseRecords(whole);
    });
  }

  append(record: CheckpointRecord): Promise<void> {
    if (this.#isReleased) return Promise.reject(new AppError("cancelled"));
    const line = `${encodeRecord(record)}\n`;
    const mine = this.#lastAppend.then(() =>
      guard(this.#path, async () => {
        ensureFolder(dirname(this.#path), 0o700);
        this.#opening ??= open(this.#path, "a", 0o600);
        await (await this.#opening).appendFile(line);
      }),
    );
    this.#lastAppend = mine.catch(() => undefined);
    return mine;
  }

  remove(): Promise<void> {
    return guard(this.#path, async () => {
      await this.#lastAppend;
      await this.#close();
      await rm(this.#path, { force: true });
    });
  }

  async #close(): Promise<void> {
    const handle = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    await handle?.close();
  }
}

/** Makes every error of the system one of ours, with the path to show. */
async function guard<Value>(subject: string, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    throw diskError(error, subject);
  }
}
