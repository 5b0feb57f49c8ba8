/** The argument that names a transfer: an index file, or its line. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { AppError, isAppError } from "../core/errors";
import {
  MAX_INDEX_FILE_BYTES,
  parseIndex,
  readIndexFile,
  type FoundIndex,
} from "../core/format/index-file";
import type { Bytes } from "../core/bytes";
import { errnoOf } from "../platform/node/file-errors";
import type { Context } from "./context";
import { readStandardInput } from "./standard-input";

/** The beginning of a file; undefined when there is none. Never more than an index could need. */
export async function readHeadOfFile(path: string): Promise<Bytes | undefined> {
  try {
    // Without waiting: nobody may ever write to a pipe that was named.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) throw notAFile(path);
      const bytes = new Uint8Array(MAX_INDEX_FILE_BYTES + 1);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT" || errno === "ENAMETOOLONG" || errno === "ENOTDIR") return undefined;
    throw isAppError(error) ? error : notAFile(path, error);
  }
}

const notAFile = (subject: string, cause?: unknown): AppError =>
  new AppError("index-invalid", { details: { reason: "unreadable" }, subject, cause });

/** Throws `index-invalid`, or `source-missing` when there is no such file. */
export async function readIndexArgument(context: Context, argument: string): Promise<FoundIndex> {
  const { prims } = context.engine;
  if (argument === "-")
    return readIndexFile(prims, await readStandardInput(MAX_INDEX_FILE_BYTES + 1));
  const bytes = argument.includes("\0") ? undefined : await readHeadOfFile(argument);
  if (bytes !== undefined) return readIndexFile(prims, bytes);
  const looksLikeLine = argument.includes("#") || /^\s*[\w-]{60,76}\s*$/.test(argument);
  if (looksLikeLine || argument.trim() === "") return parseIndex(prims, argument);
  throw new AppError("source-missing", { subject: argument });
}
