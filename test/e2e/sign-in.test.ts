/** Signing in on the send page as it ships, with an identity provider that the browser takes for Entra ID. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { localConfig, runGateway, type RunningGateway } from "../fakes/gateway";
import { startIssuer } from "../fakes/issuer";
import { tempFolder } from "../fakes/temp";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";

const PROVIDER = "https://login.example";
const TENANT = "11111111-2222-3333-4444-555555555555";
const AUTHORITY = `${PROVIDER}/${TENANT}`;
const CLIENT = "66666666-7777-8888-9999-000000000000";
const ISSUER = `${AUTHORITY}/v2.0`;

let browser: Browser;
let gateway: RunningGateway;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let accessToken = "";
let indexLine = "";

beforeAll(async () => {
  issuer = await startIssuer();
  const auth = {
    ...{ mode: "entra", tenants: [TENANT], audience: CLIENT, clientId: CLIENT },
    ...{ scope: "Transfers.Send", authority: AUTHORITY },
    ...{ issuer: `${PROVIDER}/{tenantid}/v2.0`, jwksUri: issuer.jwksUri },
  };
  const config = localConfig({ auth, policy: { restore: "signed-in" } });
  gateway = await runGateway({ config, webFolder: buildOnce("web") });
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await issuer.stop();
});

/** What the provider's addresses answer; a person who is asked agrees at once. */
async function addProvider(context: BrowserContext): Promise<void> {
  let nonce = "";
  const person = { oid: "o", sub: "s", tid: TENANT, preferred_username: "taro@a.example" };
  const cors = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" };
  await context.route(`${PROVIDER}/**`, async (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.endsWith("/openid-configuration")) {
      const json = {
        ...{ issuer: ISSUER, jwks_uri: `${AUTHORITY}/keys` },
        ...{ authorization_endpoint: `${AUTHORITY}/authorize` },
        ...{ token_endpoint: `${AUTHORITY}/token`, end_session_endpoint: `${AUTHORITY}/end` },
      };
      await route.fulfill({ json, headers: cors });
    } else if (url.pathname.endsWith("/authorize")) {
      nonce = url.searchParams.get("nonce") ?? "";
      const back = `${url.searchParams.get("redirect_uri") ?? ""}#code=c0de&state=`;
      const address = back + encodeURIComponent(url.searchParams.get("state") ?? "");
      const body = `<script>location.replace(${JSON.stringify(address)})</script>`;
      await route.fulfill({ body, contentType: "text/html" });
    } else {
      const times = {
        iat: Math.floor(Date.now() / 1000),
        exp: Math.floor(Date.now() / 1000) + 3600,
      };
      const claims = { ...person, ...times, iss: ISSUER, aud: CLIENT, nonce };
      accessToken = await issuer.sign({ ...claims, scp: "Transfers.Send" });
      const info = Buffer.from(JSON.stringify({ uid: "o", utid: TENANT })).toString("base64url");
      const json = {
        ...{ token_type: "Bearer", expires_in: 3600, refresh_token: "r3fresh", client_info: info },
        ...{ scope: `api://${CLIENT}/Transfers.Send openid profile` },
        ...{ access_token: accessToken, id_token: await issuer.sign(claims) },
      };
      await route.fulfill({ json, headers: cors });
    }
  });
}

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
  await addProvider(context);
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
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add files" }).click();
  await (await choosing).setFiles(file);
  const send = page.getByRole("button", { name: /^Send 4/ });
  await send.waitFor();
  expect(await send.getAttribute("aria-disabled")).toBe("true");
  await signIn(page);
  await page.getByText("You are signed in as taro@a.example.").waitFor();
  await send.click();
  await page.getByRole("heading", { level: 1, name: "Ready to attach" }).waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save index file" }).click();
  indexLine = readFileSync(await (await saving).path(), "utf8").trim();
  expect(wrong).toEqual([]);
  expect(accessToken).not.toBe("");
  expect(addresses.filter((url) => url.includes(accessToken))).toEqual([]);
  expect(gateway.log.join("\n")).not.toContain(accessToken);
  expect(gateway.log.join("\n")).not.toContain("c0de");
  await context.close();
}, 120_000);

it("where restoring needs it too, the index of the address is opened after the sign-in", async () => {
  const context = await browser.newContext({ locale: "en" });
  await addProvider(context);
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
