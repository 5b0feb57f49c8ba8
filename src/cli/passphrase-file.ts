/** A passphrase from a file: never an argument, which other users of the machine could see. */
import { readFile, stat } from "node:fs/promises";
import { AppError, isAppError } from "../core/errors";
import { decodeUtf8 } from "../core/bytes";
import { errnoOf } from "../platform/node/file-errors";

const MAX_FILE_BYTES = 4_096;

/** The whole file without one line end at its end. Throws `passphrase-invalid`. */
export async function readPassphrase(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  let bytes: Uint8Array;
  try {
    const stats = await stat(path);
    if (!stats.isFile() || stats.size > MAX_FILE_BYTES) throw new AppError("passphrase-invalid");
    bytes = await readFile(path);
  } catch (error) {
    if (isAppError(error)) throw error;
    const details = { reason: errnoOf(error) ?? "unknown" };
    throw new AppError("passphrase-invalid", { details, subject: path, cause: error });
  }
  try {
    const passphrase = decodeUtf8(bytes).replace(/\r?\n$/, "");
    if (passphrase !== "") return passphrase;
  } catch (cause) {
    throw new AppError("passphrase-invalid", { cause });
  }
  throw new AppError("passphrase-invalid");
}
