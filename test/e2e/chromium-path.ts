/**
 * The browser of tests and bench: $CHROMIUM, else the one that comes with npm (for Linux on x64), so that every
 * machine uses the same; else Debian's.
 */
const DEBIAN = "/usr/bin/chromium";

async function executable(): Promise<string> {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  if (process.platform !== "linux" || process.arch !== "x64") return DEBIAN;
  const { default: carried } = await import("@sparticuz/chromium");
  return carried.executablePath();
}

export const chromiumPath: Promise<string> = executable();
