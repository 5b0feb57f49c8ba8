/**
 * The pages as they ship, in Chromium, against the command line through the same gateway: how long a transfer
 * takes, what memory all processes of the browser need for a small and a large one, how long scripts hold the
 * page up, and what a first visit costs. `npm run bench -- --pages` runs this alone; it needs `npm run build`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { dropOnSendPage } from "../test/e2e/drop";
import { uploadBarely } from "./bare-uploads";
import { ORIGIN, startGateway } from "./gateway";
import { inPercent, inSeconds, median, timeCommand, warmMemory } from "./measure";
import { DETACH_MS, MARK, watch, withBrowser, type Job } from "./page-jobs";
import { makeLargeFile } from "./peers";

const ROUNDS = 3;
/** Headings at the end of a job. */
const READY = "Ready to attach";
const RESTORED = "Restored";

/** What is used of a page's globals: the bench is compiled without them. */
interface PageGlobals {
  readonly document: {
    title: string;
    querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>;
  };
  readonly MutationObserver: new (react: () => void) => {
    observe(target: unknown, options: object): void;
  };
}

/** https://w3c.github.io/long-animation-frames/: a frame of more than 50 ms, and the scripts that ran in it. */
interface LongFrame {
  readonly scripts: readonly { readonly duration: number }[];
}

/**
 * Lets the page press a button when no debugger is attached to it any more: a worker that starts while one
 * leaves may wait for it for ever. When a heading comes, the page's title says how long that took and what
 * held it up.
 */
async function press(page: Page, button: RegExp, heading: string): Promise<void> {
  const target = page.getByRole("button", { name: button });
  await target.evaluate(
    (element, [awaited, mark, delayMs]) => {
      const { document, MutationObserver } = globalThis as unknown as PageGlobals;
      setTimeout(() => {
        const startedMs = performance.now();
        let longestMs = 0;
        new PerformanceObserver((list) => {
          for (const { scripts } of list.getEntries() as unknown as LongFrame[]) {
            longestMs = Math.max(longestMs, ...scripts.map(({ duration }) => duration));
          }
        }).observe({ type: "long-animation-frame" });
        new MutationObserver(() => {
          const titles = [...document.querySelectorAll("h1, h2, h3")];
          if (!titles.some(({ textContent }) => textContent === awaited)) return;
          if (document.title.startsWith(mark)) return;
          document.title = [mark, performance.now() - startedMs, longestMs].join(" ");
        }).observe(document, { subtree: true, childList: true, characterData: true });
        (element as unknown as { click(): void }).click();
      }, delayMs);
    },
    [heading, MARK, DETACH_MS] as const,
  );
}

/** Does a job in a new browser; weighing its processes takes time of its own. */
type DoJob = (isWeighed: boolean) => Promise<Job>;

/** Where the page may not ask for a folder of the disk: nobody is there to choose one. */
async function openPage(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "showDirectoryPicker", { value: undefined });
  });
  await page.goto(address);
  return page;
}

function sendFromPage(cwd: string, name: string, isWeighed: boolean): Promise<Job> {
  return withBrowser(cwd, async (browser) => {
    await browser.attached(async (context) => {
      const page = await openPage(context, `${ORIGIN}/send`);
      await dropOnSendPage(page, join(cwd, name));
      await press(page, /^Send \d/, READY);
    });
    return watch(browser, isWeighed);
  });
}

function restoreOnPage(cwd: string, line: string, isWeighed: boolean): Promise<Job> {
  return withBrowser(cwd, async (browser) => {
    await browser.attached(async (context) => {
      const page = await openPage(context, `${ORIGIN}/#${line.split("#").at(-1) ?? ""}`);
      await press(page, /^Restore all/, RESTORED);
    });
    return watch(browser, isWeighed);
  });
}

interface Visit {
  readonly path: string;
  /** Seconds until the page can be used. */
  readonly seconds: number;
  /** As they came over the wire. */
  readonly bytes: number;
}

/** The first visit of a new profile; `ready` is what can be pressed then. */
async function visit(cwd: string, path: string, ready: string): Promise<Visit> {
  return withBrowser(cwd, (browser) =>
    browser.attached(async (context) => {
      const page = await context.newPage();
      await page.goto(ORIGIN + path, { waitUntil: "commit" });
      await page.getByRole("button", { name: ready }).first().waitFor();
      const [elapsedMs, bytes] = await page.evaluate(() => {
        const entries = [
          ...performance.getEntriesByType("navigation"),
          ...performance.getEntriesByType("resource"),
        ] as PerformanceResourceTiming[];
        const total = entries.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
        return [performance.now(), total] as const;
      });
      return { path, seconds: elapsedMs / 1000, bytes };
    }),
  );
}

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** What is sent and restored, by file, in bytes: 200 MB and ten times as much. */
const SIZES = [
  ["small", 200_000_000],
  ["large", 2_000_000_000],
] as const;

const VISITS = [
  ["/", "Choose file"],
  ["/send", "Add files"],
  ["/transfers", "Save owner key"],
] as const;

async function visitAll(cwd: string): Promise<string[]> {
  const rows: string[] = [];
  for (const [path, ready] of VISITS) {
    const visits: Visit[] = [];
    for (let round = 0; round < ROUNDS; round += 1) visits.push(await visit(cwd, path, ready));
    const bytes = visits[0]?.bytes ?? 0;
    const took = median(visits.map((one) => one.seconds));
    rows.push(`| ${path} | ${inSeconds(took)} | ${(bytes / 1000).toFixed(0)} kB |`);
  }
  return ["| first visit | can be used after | on the wire |", "|---|---|---|", ...rows];
}

/** A row of the table: the job once on time and once on the scales. */
async function measure(title: string, commandSeconds: number, doJob: DoJob): Promise<string> {
  const timed = await doJob(false);
  const { pssBytes } = await doJob(true);
  const cells = [
    ...[title, inSeconds(timed.seconds), inSeconds(commandSeconds)],
    inPercent(commandSeconds / timed.seconds),
    `${mib(median(pssBytes))}, ${mib(Math.max(...pssBytes))}`,
    `${timed.longestScriptMs.toFixed(0)} ms`,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Sends and restores a file with the command line and with a browser; a row each. */
async function transfer(
  cwd: string,
  porter: string,
  name: string,
  bytes: number,
): Promise<string[]> {
  const clear = (what: string): void => {
    timeCommand(`rm -rf ${what}`, cwd);
    warmMemory(join(cwd, name));
  };
  clear("data/*/*");
  const sent = timeCommand(`${porter} send ${name} --gateway ${ORIGIN} --out http.ix`, cwd);
  clear("out");
  const restored = timeCommand(`${porter} restore http.ix --to out`, cwd);
  const line = readFileSync(join(cwd, "http.ix"), "utf8").trim();
  const restoring = await measure(`restore ${name}`, restored, (isWeighed) => {
    clear("out");
    return restoreOnPage(cwd, line, isWeighed);
  });
  const sending = await measure(`send ${name}`, sent, (isWeighed) => {
    clear("data/*/*");
    return sendFromPage(cwd, name, isWeighed);
  });
  clear("data/*/*");
  const bare = (await uploadBarely(cwd, bytes)).seconds;
  const barely = ["its uploads alone", inSeconds(bare), inSeconds(sent), inPercent(sent / bare)];
  clear("data/*/*");
  return [sending, `| ${barely.join(" | ")} | | |`, restoring];
}

/** A page of Markdown. `command` is the built program, `porter` how a shell starts it. */
export async function benchPages(cwd: string, command: string, porter: string): Promise<string> {
  const stop = await startGateway(cwd, command);
  try {
    for (const [name, bytes] of SIZES) makeLargeFile(join(cwd, name), bytes);
    const rows: string[] = [];
    for (const [name, bytes] of SIZES) rows.push(...(await transfer(cwd, porter, name, bytes)));
    return [
      "## The pages in Chromium, and the command line through the same gateway",
      "",
      ...(await visitAll(cwd)),
      "",
      "| | page | command line | rate | memory of all processes: median, peak | longest script in a slow frame |",
      "|---|---|---|---|---|---|",
      ...rows,
      "",
    ].join("\n");
  } finally {
    stop();
  }
}
