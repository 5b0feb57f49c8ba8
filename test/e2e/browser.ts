/**
 * The browser of the tests: $CHROMIUM, else Debian's, else the one that comes with npm. Its own list of
 * arguments is left aside: it would switch off the same-origin policy, and tests of CORS would pass falsely.
 */
import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext } from "playwright-core";

const ARGS = ["--no-sandbox"];
const DEBIAN = "/usr/bin/chromium";

async function executable(): Promise<string> {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  if (existsSync(DEBIAN)) return DEBIAN;
  const { default: carried } = await import("@sparticuz/chromium");
  return carried.executablePath();
}

export const chromiumPath: Promise<string> = executable();

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath, args: ARGS });
}

/** A browser with a profile on disk, which outlives it. */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  const options = { executablePath: await chromiumPath, args: ARGS };
  return chromium.launchPersistentContext(folder, options);
}
