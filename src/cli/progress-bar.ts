/** One line that says how far a transfer is. */
import type { Progress } from "../core/transfer/progress";
import type { Strings } from "../strings/en";

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Bytes in decimal units, as mail programs show them: 999 B, 18.4 MB. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ""}`;
}

/** 45 s, 3:05, 2:03:05. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const tail = two(seconds % 60);
  return minutes < 60
    ? `${String(minutes)}:${tail}`
    : `${String(Math.floor(minutes / 60))}:${two(minutes % 60)}:${tail}`;
}

/** The line, at most `columns` wide. */
export function drawProgress(
  { cli }: Strings,
  { phase, doneBytes, totalBytes }: Progress,
  elapsedMs: number,
  columns: number,
): string {
  const share = totalBytes === 0 ? 1 : Math.min(1, doneBytes / totalBytes);
  const width = 24;
  const filled = Math.round(share * width);
  const bar = "█".repeat(filled) + "░".repeat(width - filled);
  const rate = doneBytes / Math.max(elapsedMs / 1000, 0.001);
  const leftMs = rate > 0 ? ((totalBytes - doneBytes) / rate) * 1000 : 0;
  const left = phase === "moving" && share < 1 && rate > 0 ? cli.left(formatDuration(leftMs)) : "";
  const parts = [
    cli.phases[phase],
    bar,
    `${String(Math.floor(share * 100))} %`,
    `${formatBytes(doneBytes)} / ${formatBytes(totalBytes)}`,
    `${formatBytes(rate)}/s`,
    left,
  ];
  return parts
    .filter((part) => part !== "")
    .join("  ")
    .slice(0, Math.max(20, columns - 1));
}
