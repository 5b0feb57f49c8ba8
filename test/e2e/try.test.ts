/** The mailbox page as it ships: two people, a large attachment, protected, restored, recalled; no Outlook. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { entraAuth } from "../fakes/entra";
import { localConfig, runGateway, type RunningGateway } from "../fakes/gateway";
import { startIssuer } from "../fakes/issuer";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import { chooseFiles } from "./choose-files";
import { useOldPickers, watchErrors } from "./page-kit";

let browser: Browser;
let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await runGateway({ webFolder: buildOnce("web") });
  browser = await launchBrowser();
}, 300_000);
afterAll(() => browser.close());

const wrong: string[] = [];
const foreign: string[] = [];
afterEach(() => {
  expect(wrong.splice(0)).toEqual([]);
  expect(foreign.splice(0)).toEqual([]);
});

async function openTry(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: "en", ...options });
  await useOldPickers(context);
  watchErrors(context, (text) => wrong.push(text));
  context.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    const isHere = hostname === "localhost" || hostname === "127.0.0.1";
    if (protocol.startsWith("http") && !isHere) foreign.push(request.url());
  });
  const page = await context.newPage();
  await page.goto(`${gateway.origin}/try`);
  return page;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

/** The pane of the other person keeps its texts, unseen. */
const shown = (page: Page, text: RegExp) => page.getByText(text).filter({ visible: true }).first();

async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

/** Pictures for the documentation, when they are asked for. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  if (folder === undefined) return;
  await page.screenshot({ path: join(folder, `try-${name}.png`), animations: "disabled" });
}

async function attach(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(tempFolder("attached"), name);
  writeFileSync(path, bytes);
  await chooseFiles(page, [path], () => button(page, "Attach files").click());
  await button(page, `Remove ${name}`).first().waitFor();
}

it("Taro sends, Hanako restores byte for byte, Taro recalls", async () => {
  const page = await openTry({ viewport: { width: 1360, height: 900 } });
  const plan = patternBytes(7_000_000, "plan");
  await button(page, "New mail").click();
  await page.getByLabel("Subject").fill("The plan");
  await page.getByLabel("Text", { exact: true }).fill("Dear Hanako,\n\nhere it is.\n\n");
  await attach(page, "plan.dwg", plan);
  await attach(page, "notes.txt", patternBytes(2_000, "notes"));
  await button(page, "Send").first().click();
  await page.getByText("2 attachments, 7.0 MB in all, and 1 recipient outside").waitFor();
  await picture(page, "compose-en-light");
  await expectSound(page);
  await button(page, /^Protect \d/).click();
  await page.getByRole("heading", { name: "Ready to send" }).waitFor({ timeout: 60_000 });
  expect(await page.getByLabel("Text", { exact: true }).inputValue()).toContain(
    "plan.dwg (7.0 MB)",
  );
  await expectSound(page);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByText("Sent. Hanako Sato has it in the inbox.").waitFor();
  await button(page, "Look as Hanako Sato").click();
  await button(page, /^Taro Yamada: The plan/).click();
  await button(page, /^Restore all/).waitFor();
  await picture(page, "restore-en-light");
  await expectSound(page);
  const saving = page.waitForEvent("download");
  await button(page, /^Restore all/).click();
  const file = readFileSync(await (await saving).path());
  expect(file.equals(Buffer.from(plan))).toBe(true);
  await button(page, "Taro Yamada's mailbox").click();
  await button(page, /^Hanako Sato: The plan/).click();
  await button(page, /^Recall/).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Recall/ })
    .click();
  await shown(page, /nobody can restore this transfer any more/).waitFor();
  await button(page, "Close").click();
  await shown(page, /Recalled on/).waitFor();
  await picture(page, "recalled-en-light");
  await expectSound(page);
  await button(page, /^Hanako Sato's mailbox/).click();
  const savingIndex = page.waitForEvent("download");
  await button(page, "Save Restore attachments.porter.txt").click();
  const line = readFileSync(await (await savingIndex).path(), "utf8").trim();
  await page.goto(`${gateway.origin}/#${line.split("#").at(-1) ?? ""}`);
  await shown(page, /The sender recalled this transfer/).waitFor();
  await page.context().close();
}, 180_000);

it.each([
  ["ja", "dark", "新しいメール", "8 MB のサンプルを添付"],
  ["en", "light", "New mail", "Attach a sample of 8 MB"],
] as const)(
  "at 320 px in %s, %s",
  async (locale, colorScheme, write, sample) => {
    const page = await openTry({ locale, colorScheme, viewport: { width: 320, height: 900 } });
    await button(page, write).click();
    await button(page, sample).click();
    await page.getByText("8.0 MB").first().waitFor();
    await expectSound(page);
    await picture(page, `compose-${locale}-${colorScheme}-320`);
    await page.context().close();
  },
  60_000,
);

it("what is too large for a mail is not attached, and the page says so", async () => {
  const page = await openTry();
  await button(page, "New mail").click();
  const path = join(tempFolder("attached"), "huge.bin");
  writeFileSync(path, Buffer.alloc(25_000_001));
  await chooseFiles(page, [path], () => button(page, "Attach files").click());
  await page.getByText("A mail holds 25.0 MB in all.").waitFor();
  expect(await button(page, "Remove huge.bin").count()).toBe(0);
  await page.context().close();
}, 60_000);

it("a gateway at which people sign in has no such page", async () => {
  const issuer = await startIssuer();
  const config = localConfig({ auth: entraAuth(issuer) });
  const other = await runGateway({ config, webFolder: buildOnce("web") });
  expect((await other.call("/try")).status).toBe(404);
  expect((await gateway.call("/try")).status).toBe(200);
  expect((await gateway.call("/try")).headers.get("content-security-policy")).not.toMatch(/office/);
  await issuer.stop();
});
