/** Whether another process is still there. */
import { existsSync, readFileSync } from "node:fs";
import { errnoOf } from "./file-errors";

/**
 * State and start time of a process, which together with its number are not used again. Undefined for
 * one that is gone, or only waits to be buried. Where there is no /proc, the number has to do.
 */
export function identifyProcess(pid: number): string | undefined {
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
