/** A lock file that names its process, so that the lock of one that is gone can be taken over. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, type ErrorCode } from "../../core/errors";
import { errnoOf } from "./file-errors";
import { identifyProcess } from "./processes";

/** A file is there before what is written to it: so long a lock may be empty and still be somebody's. */
const SETTLE_MS = 100;

async function create(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    await rm(path, { force: true });
    throw error;
  }
}

/** Who the lock says holds it. */
async function readHolder(path: string): Promise<string> {
  const read = (): Promise<string> => readFile(path, "utf8").catch(() => "");
  const holder = await read();
  if (holder !== "") return holder;
  await sleep(SETTLE_MS);
  return read();
}

/**
 * Takes the lock, away from a process that is gone. Throws an error of this code when another process
 * holds it, with its number as details.pid, and the system's errors.
 */
export async function takeProcessLock(path: string, code: ErrorCode): Promise<void> {
  const own = identifyProcess(process.pid) ?? String(process.pid);
  if (await create(path, own)) return;
  for (;;) {
    const holder = await readHolder(path);
    const pid = Number.parseInt(holder, 10);
    if (pid > 0 && pid !== process.pid && identifyProcess(pid) === holder) {
      throw new AppError(code, { details: { pid } });
    }
    await rm(path, { force: true });
    if (!(await create(path, own))) continue;
    // Another one may have found the same dead holder and removed the lock that is ours by now.
    await sleep(SETTLE_MS);
    if ((await readHolder(path)) === own) return;
  }
}
