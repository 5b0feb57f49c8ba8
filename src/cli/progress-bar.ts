/** One line that says how far a transfer is. */
import type { Progress } from "../core/transfer/progress";
import type { Strings } from "../strings/en";
import { formatBytes, formatDuration } from "../strings/quantities";

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
