/** Uploads out of files of the browser's own storage arrive as they were, whatever becomes of others. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Browser } from "playwright-core";
import type { Bytes } from "../../src/core/bytes";
import { systemEnv } from "../../src/core/env";
import { patternBytes } from "../fakes/memory-tree";
import { outcome } from "../fakes/world";
import { launchBrowser } from "./browser";
import { buildOnce } from "./build";
import { openPorts, type CallPort } from "./remote-ports";
import { serveFolder } from "./static-server";

const SIZES = [300_000, 700_000, 262_144, 500_000];

let browser: Browser;
let server: Server;
let call: CallPort;
let number: number;
let send: number;
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

/** Files are removed while nobody waits for it. */
async function assertNoneLeft(): Promise<void> {
  for (let waitedMs = 0; (await names()).length > 0; waitedMs += 50) {
    if (waitedMs > 5_000) throw new Error("a file stays");
    await systemEnv.sleep(50);
  }
}

async function assertArrives(path: string, bytes: Bytes): Promise<void> {
  expect(await call("upload", number, path, bytes)).toBe(201);
  expect(Buffer.compare(arrived.get(path) ?? Buffer.alloc(0), bytes)).toBe(0);
}

beforeAll(async () => {
  const served = await serveFolder(buildOnce("e2e"), take);
  server = served.server;
  browser = await launchBrowser();
  call = await openPorts(browser, served.origin);
}, 120_000);

beforeEach(async () => {
  number = await call<number>("uploads");
  send = await call<number>("beginSend", number, 1);
});
afterEach(async () => {
  await call("troubleFiles", undefined);
  await call("endSend", send);
  await assertNoneLeft();
});

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

it("as many as are on their way at once have a file each, until the last send ends", async () => {
  const other = await call<number>("beginSend", number, 1);
  const paths = Array.from({ length: 6 }, (_, at) => `/taken-at-once-${String(at)}`);
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(
      paths.map((path, at) =>
        assertArrives(path, patternBytes(SIZES[at % 4] ?? 0, `${path} ${String(round)}`)),
      ),
    );
    const { length } = await names();
    expect(length).toBeGreaterThan(1);
    expect(length).toBeLessThanOrEqual(6);
  }
  const used = await names();
  await call("endSend", other);
  expect(await names()).toEqual(used);
});

it("what is small needs no file, nor what no send is", async () => {
  await assertArrives("/taken-small", patternBytes(2_000, "small"));
  await call("endSend", send);
  await assertArrives("/taken-alone", patternBytes(300_000, "alone"));
  expect(await names()).toEqual([]);
});

it("fragments that no cipher protects are never in a file", async () => {
  const unsealed = await call<number>("beginSend", number, 2);
  await assertArrives("/taken-share", patternBytes(300_000, "share"));
  expect(await names()).toEqual([]);
  await call("endSend", unsealed);
  await assertArrives("/taken-sealed", patternBytes(300_000, "sealed"));
  expect(await names()).toHaveLength(1);
});

it("a file that was refused or is not wanted any more is not used again", async () => {
  const bytes = patternBytes(300_000, "refused");
  expect(await call("upload", number, "/refused", bytes)).toBe(403);
  await assertNoneLeft();
  const slow = await outcome(call("upload", number, "/slow", bytes, 300));
  expect(slow.error).toBeInstanceOf(Error);
  await assertNoneLeft();
  await assertArrives("/taken-after", patternBytes(400_000, "after"));
  expect(await names()).toHaveLength(1);
});

it("a store that does not answer says nothing against files", async () => {
  const failed = await outcome(call("upload", number, "/cut", patternBytes(600_000, "cut")));
  expect(failed.error).toBeInstanceOf(Error);
  await assertNoneLeft();
  await assertArrives("/taken-as-file", patternBytes(400_000, "file"));
  expect(await names()).toHaveLength(1);
});

it("after a file that was taken away Blobs are sent", async () => {
  await call("troubleFiles", "gone");
  const failed = await outcome(
    call("upload", number, "/taken-gone", patternBytes(400_000, "gone")),
  );
  expect(failed.error).toBeInstanceOf(Error);
  await assertNoneLeft();
  expect(arrived.has("/taken-gone")).toBe(false);
  await assertArrives("/taken-as-blob", patternBytes(400_000, "blob"));
  expect(await names()).toEqual([]);
});

it("a full disk costs nothing but the file", async () => {
  await call("troubleFiles", "full");
  await assertArrives("/taken-without-disk", patternBytes(400_000, "full"));
  expect(await names()).toEqual([]);
});

it("storage that does not answer costs some seconds, once", async () => {
  await call("troubleFiles", "late");
  await assertArrives("/taken-late", patternBytes(400_000, "late"));
  await assertArrives("/taken-then", patternBytes(400_000, "then"));
  expect(await names()).toHaveLength(1);
  await assertNoneLeft();
});

it("what a closed page left behind is removed, not what an open one uses", async () => {
  await assertArrives("/taken-first", patternBytes(400_000, "first"));
  const [used] = await names();
  await call("writeFile", "uploads", "left-behind", patternBytes(1_000));
  const opened = await call<number>("uploads");
  const second = await call<number>("beginSend", opened, 1);
  expect(await call("upload", opened, "/taken-second", patternBytes(300_000, "second"))).toBe(201);
  const all = await names();
  expect(all).toContain(used);
  expect([all.length, all.includes("left-behind")]).toEqual([2, false]);
  await call("endSend", second);
});
