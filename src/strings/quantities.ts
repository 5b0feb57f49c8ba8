/** Amounts as people read them. */

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

/** A remaining time, no more exact than anyone can know it: seconds, then minutes, then hours and minutes. */
export function splitRemaining(seconds: number): {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
} {
  if (seconds < 60) return { hours: 0, minutes: 0, seconds: Math.max(1, Math.round(seconds)) };
  const minutes = Math.round(seconds / 60);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60, seconds: 0 };
}
