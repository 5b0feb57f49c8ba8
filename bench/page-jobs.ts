/** Jobs of a page in a Chromium of its own: how long they take, and what memory its processes need. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemEnv } from "../src/core/env";
import { WatchedChromium } from "./chromium";

const LIMIT_MS = 600_000;
const LOOK_MS = 200;
/** So long after it was told to does a page begin: no debugger is attached to it any more. */
export const DETACH_MS = 1_000;
/** Begins the title of a page that is done; how long it took and what held it up longest stand behind it. */
export const MARK = "bench:";

export interface Job {
  readonly seconds: number;
  /** Of all processes together, every now and then, if they were weighed. */
  readonly pssBytes: readonly number[];
  readonly longestScriptMs: number;
}

/** Waits, without a debugger, until the page's title says that it is done. */
export async function watch(browser: WatchedChromium, isWeighed: boolean): Promise<Job> {
  const pssBytes: number[] = [];
  for (let waitedMs = 0; waitedMs < LIMIT_MS; waitedMs += LOOK_MS) {
    if (isWeighed) pssBytes.push(browser.pssBytes());
    const said = (await browser.titles()).find((title) => title.startsWith(MARK));
    if (said !== undefined) {
      const [, tookMs, longestMs] = said.split(" ").map(Number);
      return { seconds: (tookMs ?? 0) / 1000, pssBytes, longestScriptMs: longestMs ?? 0 };
    }
    await systemEnv.sleep(LOOK_MS);
  }
  throw new Error("the page did not come to its end");
}

/** With a new profile in `cwd`, which is removed. */
export async function withBrowser<Value>(
  cwd: string,
  work: (browser: WatchedChromium) => Promise<Value>,
): Promise<Value> {
  const profile = mkdtempSync(join(cwd, "profile-"));
  const browser = await WatchedChromium.start(profile);
  try {
    return await work(browser);
  } finally {
    browser.stop();
    await systemEnv.sleep(500);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
