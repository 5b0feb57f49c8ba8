/**
 * Browsers that end with their test file. The list of arguments that comes with npm's Chromium is left aside:
 * it would switch off the same-origin policy, and tests of CORS would pass falsely.
 */
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { closeAtEnd } from "../fakes/temp";
import { chromiumPath } from "./chromium-path";

type ContextOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

const ARGS = ["--no-sandbox"];

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
