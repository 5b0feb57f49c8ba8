/** All that reaches the gateway during a send and a restore in browsers holds nothing that opens anything. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { readIndexFile } from "../../src/core/format/index-file";
import { nodePrimitives as prims } from "../../src/platform/node/primitives";
import { freePorts } from "../fakes/free-ports";
import { localConfig, runGateway, type RunningGateway } from "../fakes/gateway";
import { patternBytes } from "../fakes/memory-tree";
import { formsOf, assertSilent } from "../fakes/secrets";
import { startTap, type Tap } from "../fakes/tap";
import { tempFolder } from "../fakes/temp";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import { chooseFiles } from "./choose-files";
import { saveIndex, useOldPickers } from "./page-kit";

const PASSPHRASE = "korrekt-pferd-batterie";
const SENDER = "Hanako-Sato-of-Osaka";
const NAMES = ["secret-plan.bin", "見積書 (最終).pdf"];
const contents = new Map(NAMES.map((name) => [name, patternBytes(300_000, name)]));

let browser: Browser;
let gateway: RunningGateway;
let tap: Tap;
let origin: string;
beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  tap = await startTap(port);
  origin = `http://127.0.0.1:${String(tap.port)}`;
  const config = localConfig({ origin });
  gateway = await runGateway({ webFolder: buildOnce("web"), config, port });
  browser = await launchBrowser();
}, 300_000);
afterAll(() => {
  tap.close();
});

async function openPage(path: string): Promise<Page> {
  const context = await browser.newContext({ locale: "en" });
  await useOldPickers(context);
  const page = await context.newPage();
  await page.goto(origin + path);
  return page;
}

async function send(): Promise<string> {
  const folder = tempFolder("files");
  for (const [name, bytes] of contents) writeFileSync(join(folder, name), bytes);
  const page = await openPage("/send");
  await chooseFiles(
    page,
    NAMES.map((name) => join(folder, name)),
    () => page.getByRole("button", { name: "Add files" }).click(),
  );
  await page.getByRole("checkbox", { name: /passphrase/i }).check();
  await page.getByRole("textbox", { name: /^Passphrase/ }).fill(PASSPHRASE);
  await page.getByRole("textbox", { name: /^Repeat/ }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("textbox", { name: /^Your name/ }).fill(SENDER);
  await page.getByRole("button", { name: /^Send 6/ }).click();
  await page.getByRole("heading", { name: "Ready to attach" }).waitFor();
  return saveIndex(page);
}

async function restore(line: string): Promise<void> {
  const page = await openPage(`/#${line.split("#").at(-1) ?? ""}`);
  await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.getByText(SENDER).waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Restore all/ }).click();
  await saving;
  await page.getByRole("heading", { name: "Restored" }).waitFor();
}

it("no name, content, passphrase or secret is in what the gateway hears or writes", async () => {
  const line = await send();
  await restore(line);
  const { index } = await readIndexFile(prims, new TextEncoder().encode(line));
  const traffic = tap.heard();
  expect(traffic.includes("POST /api/")).toBe(true);
  // It did hear the transfer, in one of the forms that are looked for.
  expect(formsOf(index.id).some((form) => traffic.includes(form))).toBe(true);
  const parts = [...contents].flatMap(([name, bytes]) =>
    [0, 100_003, 299_960].map(
      (at) => [`${name} at ${String(at)}`, bytes.subarray(at, at + 36)] as const,
    ),
  );
  const secrets = new Map<string, Uint8Array | string>([
    ["the secret in the index", index.secret],
    ["the passphrase", PASSPHRASE],
    ["the sender", SENDER],
    ...NAMES.map((name) => [name, name] as const),
    ...parts,
  ]);
  assertSilent("gateway", traffic, secrets);
  assertSilent("log", Buffer.from(gateway.log.join("\n")), secrets);
  expect(gateway.log.join("\n")).not.toMatch(/sig(?:nature)?=/i);
}, 180_000);
