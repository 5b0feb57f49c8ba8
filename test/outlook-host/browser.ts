/** A browser that believes that this machine is the Internet. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { launchProfile } from "../e2e/browser";
import { tempFolder } from "../fakes/temp";

// What Chromium grants a frame of another site depends on its version and build.
const THIRD_PARTY_STORAGE = {
  profile: { cookie_controls_mode: 0, block_third_party_cookies: false },
};
/** A script that a test hands out has no address: to Chromium it may not reach this machine. */
const HANDED_OUT = ["--disable-features=LocalNetworkAccessChecks"];

/** Of the whole browser: the option of a context does not reach workers that a worker starts later. */
const TRUSTING = "--ignore-certificate-errors";

/**
 * Chromium, in which each of `hosts` answers at a port of this machine and nothing else is found. It has a
 * profile, because a window without one may refuse storage to frames of another site.
 */
export async function openInternet(
  hosts: Readonly<Record<string, number>>,
  locale: string,
  storage: "allowed" | "blocked",
): Promise<BrowserContext> {
  const rules = Object.entries(hosts).map(
    ([host, port]) => `MAP ${host}:443 127.0.0.1:${String(port)}`,
  );
  const resolver = [...rules, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"].join(
    ", ",
  );
  const folder = tempFolder("profile");
  mkdirSync(join(folder, "Default"));
  writeFileSync(join(folder, "Default", "Preferences"), JSON.stringify(THIRD_PARTY_STORAGE));
  return launchProfile(folder, {
    locale,
    args: [
      ...[TRUSTING, `--host-resolver-rules=${resolver}`],
      ...(storage === "blocked" ? HANDED_OUT : []),
    ],
  });
}

/** A script that a test brings into a page. */
export const pageScript = (name: string): string =>
  readFileSync(join(process.cwd(), "test/outlook-host/pages", name), "utf8");

/** Only for the frames and workers of the add-in: Outlook's own page keeps its storage. */
export async function prepare(
  context: BrowserContext,
  addInHost: string,
  addInPort: number,
  storage: "allowed" | "blocked",
): Promise<void> {
  if (storage === "allowed") return;
  const block = pageScript("block-storage.js");
  const isFrame = `parent !== self && location.hostname === ${JSON.stringify(addInHost)}`;
  await context.addInitScript(`if (${isFrame}) { ${block} }`);
  await context.route(
    (url) => url.hostname === addInHost && url.pathname.endsWith(".js"),
    async (route) => {
      // A page of the add-in in a window of its own keeps its storage, and so do its workers.
      if (route.request().frame().parentFrame() === null) return route.continue();
      const { pathname } = new URL(route.request().url());
      const answer = await fetchLocally(addInHost, addInPort, pathname);
      const inWorker = `if (typeof document === "undefined") { ${block} }`;
      return route.fulfill({ ...answer, body: `${inWorker}\n${answer.body}` });
    },
  );
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Playwright's own fetch asks the real name service. */
async function fetchLocally(host: string, port: number, path: string): Promise<Answer> {
  const { request } = await import("node:https");
  return new Promise((resolve, reject) => {
    const options = { port, path, headers: { host }, rejectUnauthorized: false };
    request(`https://127.0.0.1`, options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const headers = Object.entries(response.headers)
          .filter(([name]) => name !== "content-length")
          .map(([name, value]) => [name, String(value)] as const);
        resolve({
          status: response.statusCode ?? 500,
          headers: Object.fromEntries(headers),
          body: Buffer.concat(parts).toString(),
        });
      });
    })
      .on("error", reject)
      .end();
  });
}
