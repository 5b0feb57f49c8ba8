/**
 * A route over four clouds whose buckets setup prepared, from Chromium and from the command line: one cloud
 * is stopped, everything comes back, and a recall leaves nothing. $CLOUDS_MB is the size of the large file;
 * with CLOUDS=all every cloud is stopped at every moment.
 */
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { CLOUD_IDS, type CloudId } from "../clouds/cloud-servers";
import { startFourClouds, type FourClouds } from "../clouds/four-clouds";
import { sumsOf, writeFolder, writeLarge } from "../fakes/big-tree";
import { createHome, type Home } from "../fakes/cli";
import { freePorts } from "../fakes/free-ports";
import { serve } from "../fakes/serving";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import { dropOnSendPage } from "./drop";
import { saveIndex, useOldPickers } from "./page-kit";
import { sumsInZip } from "./stored-zip";

const MB = 1_000_000;
const CLOUDS_MB = Number(process.env["CLOUDS_MB"] ?? 25);
const LIMIT_MS = 120_000 + CLOUDS_MB * 500;
/** A cloud is stopped when so many requests for its objects came: in the midst of a large file. */
const STOP_AT = Math.max(2, Math.round(CLOUDS_MB / 25));

const MOMENTS = [
  "before the send",
  "during the send",
  "before the restore",
  "during the restore",
] as const;
type Moment = (typeof MOMENTS)[number];

let browser: Browser;
let clouds: FourClouds;
let sums: Map<string, string>;
let tree: string;
/** Of the gateway: the rules of the Azure account hold a few origins only. */
let port: number;
beforeAll(async () => {
  buildOnce("web");
  [port = 0] = await freePorts(1);
  browser = await launchBrowser();
  clouds = await startFourClouds();
  tree = writeFolder();
  writeLarge(join(tree, "large.bin"), CLOUDS_MB * MB);
  sums = await sumsOf(tree);
}, 300_000);

/** Stops the cloud before that step, or at a request in the midst of it, if that is the moment. */
async function spoil(id: CloudId, step: "send" | "restore", moment: Moment): Promise<void> {
  if (!moment.endsWith(step)) return;
  const proxy = clouds.proxies[id];
  if (moment.startsWith("before")) return proxy.stop();
  let asked = 0;
  proxy.spoil = (method) => {
    if (method === (step === "send" ? "PUT" : "GET")) asked += 1;
    if (asked === STOP_AT) void proxy.stop();
    return undefined;
  };
}

async function openPage(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: "en" });
  await useOldPickers(context);
  return context;
}

/** What a person does on the send page; answers the line of the index. */
async function sendFrom(page: Page): Promise<string> {
  await dropOnSendPage(page, tree);
  await page.getByRole("button", { name: /^Send \d/ }).click();
  const ready = page.getByRole("heading", { name: "Ready to attach" });
  const goOn = page.getByRole("button", { name: "Send with less redundancy" });
  await ready.or(goOn).waitFor({ timeout: LIMIT_MS });
  if (await goOn.isVisible()) await goOn.click();
  await ready.waitFor({ timeout: LIMIT_MS });
  return saveIndex(page);
}

async function restoreFrom(page: Page): Promise<Map<string, string>> {
  const saving = page.waitForEvent("download", { timeout: LIMIT_MS });
  await page.getByRole("button", { name: /^Restore all/ }).click();
  const path = await (await saving).path();
  await page.getByRole("heading", { name: "Restored" }).waitFor();
  return sumsInZip(path);
}

async function recallFrom(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Recall / }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Recall", exact: true }).click();
  await dialog.getByText("What each storage location did").waitFor();
}

/** A home with the configuration, after setup. */
async function prepare(): Promise<Home> {
  const origin = `http://localhost:${String(port)}`;
  await clouds.renew();
  const home = createHome();
  home.write("config.json", JSON.stringify({ ...clouds.config(), origin }));
  const { code } = await home.run(["setup", "--config", "config.json"], {
    env: clouds.env,
  });
  expect(code).toBe(0);
  return home;
}

/** Each cloud and each moment once, half of them from either. */
const isAll = process.env["CLOUDS"] === "all";
const pairs = CLOUD_IDS.flatMap((id, at) =>
  MOMENTS.filter((_, other) => isAll || other === at).map((moment) => [id, moment] as const),
);
const casesOf = (rest: 0 | 1) => pairs.filter((_, at) => isAll || at % 2 === rest);

it.each(casesOf(1))(
  "Chromium: %s is stopped %s",
  async (id, moment) => {
    const home = await prepare();
    const args = ["--port", String(port), "--config", "config.json", "--log-level", "silent"];
    const { child, origin } = await serve(home, args, { env: clouds.env });
    try {
      const sender = await newContext();
      await spoil(id, "send", moment);
      const sending = await openPage(sender, `${origin}/send`);
      const line = await sendFrom(sending);
      await spoil(id, "restore", moment);
      const receiver = await newContext();
      const restoring = await openPage(receiver, `${origin}/#${line.split("#").at(-1) ?? ""}`);
      expect(await restoreFrom(restoring)).toEqual(sums);
      await receiver.close();
      await clouds.recover();
      await sending.close();
      await recallFrom(await openPage(sender, `${origin}/transfers`));
      await sender.close();
      await clouds.expectOnlyMarks();
    } finally {
      child.kill();
    }
  },
  LIMIT_MS * 4,
);

it.each(casesOf(0))(
  "the command line: %s is stopped %s",
  async (id, moment) => {
    const home = await prepare();
    const run = (...args: string[]) =>
      home.run([...args, "--config", "config.json"], { env: clouds.env });
    await spoil(id, "send", moment);
    const sent = await run("send", tree, "--out", "t.txt", "--min-stores", "3");
    expect(sent).toMatchObject({ code: 0 });
    await spoil(id, "restore", moment);
    expect(await run("restore", "t.txt", "--to", "out")).toMatchObject({ code: 0 });
    expect(await sumsOf(join(home.folder, "out", "図面 2026"))).toEqual(sums);
    await clouds.recover();
    expect(await run("recall", "t.txt")).toMatchObject({ code: 0 });
    await clouds.expectOnlyMarks();
  },
  LIMIT_MS * 4,
);
