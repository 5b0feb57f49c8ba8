/** Pages: a fresh nonce each time, headers that a browser obeys, names that never change content. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGateway, type RunningGateway } from "../fakes/gateway";
import { tempFolder } from "../fakes/temp";

let gateway: RunningGateway;
beforeAll(async () => {
  const webFolder = tempFolder("web");
  const html =
    '<meta name="csp-nonce" content="__CSP_NONCE__"><script src="/assets/index.0123456789abcdef.js"></script>';
  for (const name of ["index.html", "send.html"]) writeFileSync(join(webFolder, name), html);
  const office =
    '<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>';
  writeFileSync(join(webFolder, "compose.html"), html + office);
  mkdirSync(join(webFolder, "assets"));
  const script = join(webFolder, "assets", "index.0123456789abcdef.js");
  writeFileSync(script, "plain");
  writeFileSync(`${script}.br`, "brotli");
  writeFileSync(join(webFolder, "icon.png"), "icon");
  gateway = await runGateway({ webFolder });
});

const policyOf = (headers: Headers): string => headers.get("content-security-policy") ?? "";

it.each(["/", "/send"])("%s has a nonce of its own every time", async (path) => {
  const [one, two] = [await gateway.call(path), await gateway.call(path)];
  const nonce = /content="([A-Za-z0-9_-]{22})"/.exec(one.text)?.[1] ?? "none";
  expect(policyOf(one.headers)).toContain(`style-src 'self' 'nonce-${nonce}'`);
  expect(two.text).not.toBe(one.text);
  expect(one.text).not.toContain("__CSP_NONCE__");
  expect(one.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(one.headers.get("cache-control")).toBe("no-cache");
});

it("scripts are our own, WebAssembly runs, stores can be reached, Outlook may frame the restore page", async () => {
  const policy = policyOf((await gateway.call("/")).headers);
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(policy).toContain("worker-src 'self'");
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
  for (const { address } of gateway.stores) expect(policy).toContain(` ${address}`);
  expect(policy).toContain("connect-src 'self' https: ");
  expect(policy).not.toContain("frame-ancestors");
  const answer = await gateway.call("/");
  expect(answer.headers.get("x-frame-options")).toBeNull();
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  expect(answer.headers.get("strict-transport-security")).toBeNull();
  expect(policyOf((await gateway.call("/send")).headers)).toContain("frame-ancestors 'none'");
});

it("a pane may load Outlook's script, and stand in a frame of Outlook; nothing else may", async () => {
  const pane = await gateway.call("/compose");
  const scripts =
    "script-src 'self' 'wasm-unsafe-eval' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com;";
  expect(policyOf(pane.headers)).toContain(scripts);
  expect(policyOf(pane.headers)).not.toContain("frame-ancestors");
  expect(pane.headers.get("x-frame-options")).toBeNull();
  for (const path of ["/send", "/assets/index.0123456789abcdef.js"]) {
    expect(policyOf((await gateway.call(path)).headers)).not.toMatch(/office|aspnetcdn/);
  }
});

it("assets are compressed and for ever; a worker script obeys the same policy", async () => {
  const path = "/assets/index.0123456789abcdef.js";
  const answer = await gateway.call(path, { headers: { "Accept-Encoding": "identity" } });
  expect([answer.status, answer.text]).toEqual([200, "plain"]);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(policyOf(answer.headers)).toContain("'wasm-unsafe-eval'");
  expect(answer.headers.get("vary")).toContain("Accept-Encoding");
  const head = await gateway.call(path, { method: "HEAD", headers: { "Accept-Encoding": "br" } });
  expect(head.headers.get("content-encoding")).toBe("br");
  expect(head.headers.get("cache-control")).toContain("immutable");
  expect((await gateway.call("/icon.png")).headers.get("cache-control")).toBe("no-cache");
});

it("nothing else is given out", async () => {
  for (const path of [
    "/index.html",
    "/send.html",
    "/assets/",
    "/assets",
    "/../package.json",
    "/%2e%2e/x",
    "/nothing",
  ]) {
    const { status } = await gateway.call(path);
    expect([301, 302, 403, 404]).toContain(status);
    expect(status === 301 || status === 302).toBe(false);
  }
});

it("Outlook finds which script may sign in", async () => {
  const { json } = await gateway.call("/.well-known/microsoft-officeaddins-allowed.json");
  expect(json).toEqual({ allowed: [`${gateway.origin}/commands.js`] });
});
