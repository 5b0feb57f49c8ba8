/** The index file that a send leaves: looked at before, written at the end, told. */
import { accessSync, constants, statSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readIndexFile, writeIndexFile } from "../core/format/index-file";
import type { Sent } from "../core/transfer/send";
import { diskError } from "../platform/node/file-errors";
import { isoMoment } from "../strings/moments";
import type { Context } from "./context";
import { readHeadOfFile } from "./index-argument";
import { usage } from "./parse-options";
import type { Reach } from "./reach";

/** Checks before anything is sent that the index can be written: a file there must be an index. */
export async function checkOut({ output, engine }: Context, path: string): Promise<void> {
  const { outFolder, outExists } = output.strings.cli.usage;
  try {
    if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw usage(outFolder(path));
    }
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw usage(outExists(path));
  } catch (error) {
    throw diskError(error, path);
  }
  try {
    const bytes = await readHeadOfFile(path);
    if (bytes !== undefined) await readIndexFile(engine.prims, bytes);
  } catch {
    throw usage(outExists(path));
  }
}

/** Writes the index for its user alone, whole or not at all; returns its length in bytes. */
export async function writeIndex(
  { engine }: Context,
  { host }: Reach,
  path: string,
  sent: Sent,
): Promise<number> {
  const bytes = await writeIndexFile(engine.prims, sent.index, host);
  const temporary = join(dirname(path), `.${basename(path)}.${String(process.pid)}`);
  try {
    await writeFile(temporary, bytes, { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    throw diskError(error, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return bytes.length;
}

/** Says where the index is, until when it restores, and which stores miss something. */
export function tellSent({ output }: Context, sent: Sent, out: string, indexBytes: number): void {
  const { cli, storeReasons } = output.strings;
  const until = isoMoment(sent.expirySeconds);
  const { missing, resumed } = sent;
  for (const { storeId, reason } of missing) {
    const line = cli.missingStore(storeId, storeReasons[reason] ?? reason);
    output.note(line, "store-missing", { storeId, reason });
  }
  const data = { index: out, indexBytes, expires: until, resumed };
  output.say(cli.sent(out, indexBytes, until), "sent", data);
}
