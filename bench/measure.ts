/** Timing of whole commands and of functions; medians, because a machine is never quiet. */
import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

export const inSeconds = (seconds: number): string => `${seconds.toFixed(2)} s`;
export const inPercent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** Whether a program is on the PATH. */
export function isInstalled(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/** Seconds of wall time of a shell command. Throws when it fails. */
export function timeCommand(command: string, cwd: string): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync("bash", ["-o", "pipefail", "-c", command], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${command}\n${stderr}`);
  return (performance.now() - startedMs) / 1000;
}

/**
 * Memory that the host of this machine has taken back costs whoever gets it first 1 to 3 CPU-s for a GiB, and which of
 * two that is is chance. So before each measurement twice as much as a large file has is taken and given back.
 */
export function warmMemory(file: string): void {
  const copies = [`${file}.warm-1`, `${file}.warm-2`];
  for (const copy of copies) copyFileSync(file, copy);
  for (const copy of copies) rmSync(copy);
}

/** Bytes a second of a function that treats so many bytes at each call, over about half a second. */
export function throughput(bytes: number, call: () => void): number {
  call();
  const startedMs = performance.now();
  let calls = 0;
  while (performance.now() - startedMs < 500) {
    call();
    calls += 1;
  }
  return (bytes * calls) / ((performance.now() - startedMs) / 1000);
}
