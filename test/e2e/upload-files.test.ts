/** Uploads out of files of the browser's own storage arrive as they were, whatever becomes of others. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Browser, Worker } from "playwright-core";
import type { Bytes } from "../../src/core/bytes";
import { patternBytes } from "../fakes/memory-tree";
import { outcome } from "../fakes/world";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import { portsOf, type CallPort } from "./remote-ports";
import { serveFolder } from "./static-server";

const SIZES = [300_000, 700_000, 262_144, 500_000];

let browser: Browser;
let server: Server;
let call: CallPort;
let number: number;
const arrived = new Map<string, Buffer>();

/** /taken.. is kept, /refused.. is not; /cut.. ends the connection, /slow.. never ends. */
function take(request: IncomingMessage, response: ServerResponse): void {
  const { url = "" } = request;
  if (url.startsWith("/slow")) return;
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => {
    pieces.push(piece);
    if (url.startsWith("/cut")) request.socket.destroy();
  });
  request.on("end", () => {
    arrived.set(url, Buffer.concat(pieces));
    response.writeHead(url.startsWith("/refused") ? 403 : 201).end();
  });
}

const names = (): Promise<string[]> => call<string[]>("namesBelow", "uploads");

async function assertArrives(path: string, bytes: Bytes): Promise<void> {
  expect(await call("upload", number, path, bytes)).toBe(201);
  expect(Buffer.compare(arrived.get(path) ?? Buffer.alloc(0), bytes)).toBe(0);
}

beforeAll(async () => {
  const served = await serveFolder(buildOnce("e2e"), take);
  server = served.server;
  browser = await launchBrowser();
  const page = await browser.newPage();
  const started = new Promise<Worker>((resolve) => page.once("worker", resolve));
  await page.goto(served.origin);
  const worker = await started;
  await worker.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  call = portsOf(worker);
}, 120_000);

beforeEach(async () => {
  number = await call<number>("uploads");
});
afterEach(() => call("tidy", number));

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

it("one file is written again for each", async () => {
  for (const [at, size] of SIZES.entries()) {
    const path = `/taken-${String(at)}`;
    await assertArrives(path, patternBytes(size, path));
    expect(await names()).toHaveLength(1);
  }
});

it("as many as are on their way at once have a file each, which goes with the send", async () => {
  const paths = Array.from({ length: 12 }, (_, at) => `/taken-at-once-${String(at)}`);
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(
      paths.map((path, at) =>
        assertArrives(path, patternBytes(SIZES[at % 4] ?? 0, `${path} ${String(round)}`)),
      ),
    );
    expect((await names()).length).toBeLessThanOrEqual(12);
  }
  await call("tidy", number);
  expect(await names()).toEqual([]);
});

it("what is small needs no file", async () => {
  await assertArrives("/taken-small", patternBytes(2_000, "small"));
  expect(await names()).toEqual([]);
});

it("a file that was refused or is not wanted any more is not used again", async () => {
  const bytes = patternBytes(300_000, "refused");
  expect(await call("upload", number, "/refused", bytes)).toBe(403);
  expect(await names()).toEqual([]);
  const slow = await outcome(call("upload", number, "/slow", bytes, 300));
  expect(slow.error).toBeInstanceOf(Error);
  expect(await names()).toEqual([]);
  await assertArrives("/taken-after", patternBytes(400_000, "after"));
  expect(await names()).toHaveLength(1);
});

it("after one that failed Blobs are sent, until the next send", async () => {
  const failed = await outcome(call("upload", number, "/cut", patternBytes(600_000, "cut")));
  expect(failed.error).toBeInstanceOf(Error);
  await assertArrives("/taken-as-blob", patternBytes(400_000, "blob"));
  expect(await names()).toEqual([]);
  await call("tidy", number);
  await assertArrives("/taken-as-file", patternBytes(400_000, "file"));
  expect(await names()).toHaveLength(1);
});

it("a full disk costs nothing but the file", async () => {
  await call("fillDisk", true);
  await assertArrives("/taken-without-disk", patternBytes(400_000, "full"));
  await call("fillDisk", false);
  expect(await names()).toEqual([]);
});

it("what a closed page left behind is removed, not what an open one uses", async () => {
  await call("writeFile", "uploads", "left-behind", patternBytes(1_000));
  await assertArrives("/taken-first", patternBytes(400_000, "first"));
  const used = (await names()).filter((name) => name !== "left-behind");
  const first = number;
  number = await call<number>("uploads");
  await assertArrives("/taken-second", patternBytes(300_000, "second"));
  const all = await names();
  expect(all).toEqual(expect.arrayContaining(used));
  expect([all.length, all.includes("left-behind")]).toEqual([2, false]);
  await call("tidy", first);
});
