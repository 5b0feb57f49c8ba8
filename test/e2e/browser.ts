/**
 * The browser of the tests: $CHROMIUM, else the one that comes with npm (for Linux on x64), so that every
 * machine tests with the same; else Debian's. The list of arguments that comes with the former is left aside:
 * it would switch off the same-origin policy, and tests of CORS would pass falsely.
 */
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { closeAtEnd } from "../fakes/temp";

type ContextOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

const ARGS = ["--no-sandbox"];
const DEBIAN = "/usr/bin/chromium";

async function executable(): Promise<string> {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  if (process.platform !== "linux" || process.arch !== "x64") return DEBIAN;
  const { default: carried } = await import("@sparticuz/chromium");
  return carried.executablePath();
}

export const chromiumPath: Promise<string> = executable();

export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = await chromiumPath;
  const browser = await chromium.launch({ executablePath, args: [...ARGS, ...args] });
  closeAtEnd(() => browser.close());
  return browser;
}

/** A browser with a profile on disk, which outlives it. */
export async function launchProfile(
  folder: string,
  { args = [], ...options }: ContextOptions = {},
): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(folder, {
    ...{ ...options, executablePath: await chromiumPath, args: [...ARGS, ...args] },
  });
  closeAtEnd(() => context.close());
  return context;
}
