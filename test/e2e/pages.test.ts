/** The pages as they ship, over the real gateway, by keyboard alone. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { runGateway, type RunningGateway } from "../fakes/gateway";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import { chooseFiles } from "./choose-files";
import { useOldPickers, watchErrors } from "./page-kit";
import { readStoredZip } from "./stored-zip";

let browser: Browser;
let gateway: RunningGateway;
const errors: string[] = [];

beforeAll(async () => {
  gateway = await runGateway({ webFolder: buildOnce("web") });
  browser = await launchBrowser(["--js-flags=--expose-gc"]);
}, 300_000);
afterAll(() => browser.close());

/** Collects garbage as soon as the dialog of a file input is asked for: it must answer all the same. */
function collectAtPick(): void {
  const { gc } = globalThis as { readonly gc?: () => void };
  HTMLInputElement.prototype.click = function clickAndCollect() {
    HTMLElement.prototype.click.call(this);
    gc?.();
    setTimeout(() => gc?.(), 0);
  };
}

/** Someone's browser. */
async function openContext(locale: string): Promise<BrowserContext> {
  const context = await browser.newContext({ locale, timezoneId: "Asia/Tokyo" });
  await useOldPickers(context);
  await context.addInitScript(collectAtPick);
  watchErrors(context, (text) => errors.push(text));
  return context;
}

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      const label = labels.map(({ textContent }) => textContent).join(" ");
      return element?.getAttribute("aria-label") ?? (label || (element?.textContent ?? ""));
    });
    if (name.test(focused)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${String(name)}`);
}

async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

const PASSPHRASE = "correct horse";
const contents = new Map([
  ["plan.bin", patternBytes(700_000, "plan")],
  ["見積書 (最終).pdf", patternBytes(30_000, "offer")],
]);
let indexLine = "";

it("files are sent by keyboard, and the index saved", async () => {
  const folder = tempFolder("files");
  for (const [name, bytes] of contents) writeFileSync(join(folder, name), bytes);
  const page = await (await openContext("en")).newPage();
  await page.goto(`${gateway.origin}/send`);
  await page.getByRole("button", { name: "Add files" }).waitFor();
  await tabTo(page, /^Add files$/);
  await chooseFiles(
    page,
    [...contents.keys()].map((name) => join(folder, name)),
    () => page.keyboard.press("Enter"),
  );
  await page.getByRole("button", { name: "Remove plan.bin" }).waitFor();
  await tabTo(page, /^Protect with a passphrase/);
  await page.keyboard.press("Space");
  await tabTo(page, /^Passphrase/);
  await page.keyboard.type(PASSPHRASE);
  await tabTo(page, /^Repeat/);
  await page.keyboard.type(PASSPHRASE);
  await tabTo(page, /^Send 7/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Ready to attach" }).waitFor();
  await expectSound(page);
  await tabTo(page, /^Save index file$/);
  const saving = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const download = await saving;
  expect(download.suggestedFilename()).toBe("Restore attachments.porter.txt");
  indexLine = readFileSync(await download.path(), "utf8").trim();
  expect(indexLine.length).toBeLessThan(100);
  await tabTo(page, /^Sent transfers$/);
}, 180_000);

it("they come back by keyboard, in the other language, and the address keeps no secret", async () => {
  const page = await (await openContext("ja")).newPage();
  await page.goto(`${gateway.origin}/#${indexLine.split("#").at(-1) ?? ""}`);
  const field = page.getByRole("textbox", { name: "パスフレーズ" });
  await field.waitFor();
  expect(page.url()).toBe(`${gateway.origin}/`);
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
  await page.keyboard.type("wrong");
  await page.keyboard.press("Enter");
  await page.getByText("パスフレーズが違うか").waitFor();
  await field.fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.getByRole("treegrid").waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("ja");
  await expectSound(page);
  await tabTo(page, /^すべて復元/);
  const saving = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const entries = readStoredZip(readFileSync(await (await saving).path()));
  expect(new Map(entries.map(({ path, bytes }) => [path, bytes]))).toEqual(contents);
  await page.getByRole("heading", { name: "復元しました" }).waitFor();
  await expectSound(page);
}, 180_000);

it.each(["/", "/send", "/transfers"])("%s fits 320 px", async (path) => {
  const context = await openContext("ja");
  const page = await context.newPage();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(gateway.origin + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await context.close();
});

it("the shipped policy refused nothing", () => {
  expect(errors).toEqual([]);
});
