/** Signing in on the send page as it ships, with an identity provider that the browser takes for Entra ID. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { addProvider, entraAuth } from "../fakes/entra";
import { localConfig, runGateway, type RunningGateway } from "../fakes/gateway";
import { startIssuer } from "../fakes/issuer";
import { tempFolder } from "../fakes/temp";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import { chooseFiles } from "./choose-files";
import { saveIndex } from "./page-kit";

let browser: Browser;
let gateway: RunningGateway;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let indexLine = "";

beforeAll(async () => {
  issuer = await startIssuer();
  const config = localConfig({ auth: entraAuth(issuer), policy: { restore: "signed-in" } });
  gateway = await runGateway({ config, webFolder: buildOnce("web") });
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await issuer.stop();
});

async function signIn(page: Page): Promise<void> {
  const opening = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const popup = await opening;
  if (!popup.isClosed()) await popup.waitForEvent("close");
}

it("who signs in sends; the window closes, and no token is in an address or the log", async () => {
  const context = await browser.newContext({ locale: "en" });
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, "showOpenFilePicker", { value: undefined });
  });
  const { given } = await addProvider(context, issuer);
  const wrong: string[] = [];
  const addresses: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") wrong.push(message.text());
  });
  context.on("request", (request) => addresses.push(request.url()));
  const page = await context.newPage();
  await page.goto(`${gateway.origin}/send`);
  await page.getByText("lets only people who are signed in send").waitFor();
  const file = join(tempFolder("files"), "plan.txt");
  writeFileSync(file, "plan");
  await chooseFiles(page, [file], () => page.getByRole("button", { name: "Add files" }).click());
  const send = page.getByRole("button", { name: /^Send 4/ });
  await send.waitFor();
  expect(await send.getAttribute("aria-disabled")).toBe("true");
  await signIn(page);
  await page.getByText("You are signed in as taro@a.example.").waitFor();
  await send.click();
  await page.getByRole("heading", { level: 1, name: "Ready to attach" }).waitFor();
  indexLine = await saveIndex(page);
  expect(wrong).toEqual([]);
  const [accessToken = ""] = given;
  expect(given).toHaveLength(1);
  expect(addresses.filter((url) => url.includes(accessToken))).toEqual([]);
  expect(gateway.log.join("\n")).not.toContain(accessToken);
  expect(gateway.log.join("\n")).not.toContain("c0de");
  await context.close();
}, 120_000);

it("where restoring needs it too, the index of the address is opened after the sign-in", async () => {
  const context = await browser.newContext({ locale: "en" });
  await addProvider(context, issuer);
  const page = await context.newPage();
  await page.goto(`${gateway.origin}/#${indexLine.split("#").at(-1) ?? ""}`);
  await page.getByText("Please sign in to do this.").waitFor();
  expect(page.url()).toBe(`${gateway.origin}/`);
  await signIn(page);
  await page.getByRole("button", { name: /^Restore all/ }).waitFor();
  // The tab stays signed in.
  await page.goto(`${gateway.origin}/send`);
  await page.getByText("You are signed in as taro@a.example.").waitFor();
  await context.close();
}, 120_000);
