/**
 * Every screen in every state: axe finds nothing, nothing is wider than the window, the policy is kept.
 * With SCREENSHOTS=<folder> the main ones are also drawn, in both languages and themes, wide and narrow.
 */
import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import { serveFolder } from "./static-server";

const screenshots = process.env["SCREENSHOTS"] ?? "";
const isDrawing = screenshots !== "";

let browser: Browser;
let server: Server;
let origin: string;
let pageScenes: readonly string[];
let paneScenes: readonly string[];

interface Look {
  readonly language: "en" | "ja";
  readonly theme: "light" | "dark";
  /** A pane is 320 to 450 px wide. */
  readonly widthPx: 1280 | 450 | 320;
}

const LOOKS: readonly Look[] = (["en", "ja"] as const).flatMap((language) =>
  (["light", "dark"] as const).flatMap((theme) =>
    ([1280, 450, 320] as const).map((widthPx) => ({ language, theme, widthPx })),
  ),
);
/** Contrast differs by theme, width by language. */
const CHECKED = LOOKS.filter(
  ({ language, theme, widthPx }) =>
    (language === "en" && theme === "light" && widthPx !== 320) ||
    (language === "ja" && theme === "dark" && widthPx === 320),
);
/** What the documentation shows; of the panes, every state. */
const DRAWN = [
  ...["restore", "restore-card", "restore-passphrase", "restore-running", "restore-done"],
  ...["restore-recalled", "send", "send-picked", "send-running", "send-redundancy", "send-done"],
  ...["transfers", "transfers-empty", "transfers-recall", "transfers-recalled"],
];

interface Scenes {
  readonly pageScenes: readonly string[];
  readonly paneScenes: readonly string[];
}

/** What is looked at in a window of this width. */
function namesFor(widthPx: Look["widthPx"]): readonly string[] {
  const pages = isDrawing ? DRAWN : pageScenes;
  return [...(widthPx === 450 ? [] : pages), ...(widthPx === 1280 ? [] : paneScenes)];
}

beforeAll(async () => {
  ({ origin, server } = await serveFolder(buildOnce("gallery")));
  browser = await launchBrowser();
  const page = await browser.newPage();
  await page.goto(origin);
  ({ pageScenes, paneScenes } = await page.evaluate(() => {
    const given = globalThis as unknown as Scenes;
    return { pageScenes: given.pageScenes, paneScenes: given.paneScenes };
  }));
  await page.close();
}, 300_000);

afterAll(async () => {
  await browser.close();
  server.close();
});

async function visit(page: Page, name: string, { language }: Look): Promise<void> {
  await page.goto(`${origin}/?scene=${name}&lang=${language}`);
  await page.locator("body[data-settled]").waitFor();
}

/** What is wrong with a scene, in words; empty when nothing is. */
async function faultsOf(page: Page, name: string): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const widthPx = await page.evaluate(() => document.documentElement.scrollWidth);
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${name}: ${id}: ${html.slice(0, 200)}`),
  );
  const windowPx = page.viewportSize()?.width ?? 0;
  return widthPx > windowPx ? [...found, `${name}: ${String(widthPx)} px wide`] : found;
}

async function draw(page: Page, name: string, look: Look): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  const hasDialog = (await page.locator("dialog").count()) > 0;
  const { language, theme, widthPx } = look;
  const width = widthPx === 1280 ? "wide" : String(widthPx);
  // A dialog covers the window, not the page: a picture of the whole page would show its edge.
  await page.screenshot({
    path: join(screenshots, `${name}-${language}-${theme}-${width}.png`),
    fullPage: !hasDialog,
  });
}

describe.each(isDrawing ? LOOKS : CHECKED)("in $language, $theme, $widthPx px", (look) => {
  it("every screen is sound", async () => {
    const { language, theme, widthPx } = look;
    const context = await browser.newContext({
      ...{ colorScheme: theme, reducedMotion: "reduce", timezoneId: "Asia/Tokyo" },
      ...{ locale: language, viewport: { width: widthPx, height: widthPx === 1280 ? 800 : 640 } },
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    page.on("pageerror", ({ message }) => faults.push(message));
    for (const name of namesFor(widthPx)) {
      await visit(page, name, look);
      if (isDrawing) await draw(page, name, look);
      else faults.push(...(await faultsOf(page, name)));
    }
    await context.close();
    expect(faults).toEqual([]);
  }, 600_000);
});
