/**
 * What Chromium itself needs to bring a send's fragments to the stores: a page that uploads files which are there
 * already, by requests signed beforehand, and does nothing else: no source is read, nothing coded, written or shown.
 */
import type { Page } from "playwright-core";
import { byteString, type Bytes } from "../src/core/bytes";
import { systemEnv as env } from "../src/core/env";
import { packBytes, packCount } from "../src/core/format/parameters";
import { openGateway } from "../src/core/gateway-client/gateway-route";
import type { Http } from "../src/core/http";
import { nodePrimitives as prims } from "../src/platform/node/primitives";
import { createPooledHttp } from "../src/platform/node/pooled-http";
import { ACTIONS, createOwner } from "../test/fakes/actions";
import { ORIGIN } from "./gateway";
import { DETACH_MS, MARK, watch, withBrowser, type Job } from "./page-jobs";

/** As many as a send with one coder has: three rows at four stores. */
const UPLOADS_AT_ONCE = 12;

interface Upload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Keeps uploads instead of making them. */
function keepUploads(http: Http, kept: Upload[]): Http {
  return (request) => {
    if (request.method !== "PUT") return http(request);
    kept.push({ url: request.url, headers: request.headers });
    return Promise.resolve({ status: 201, header: () => undefined, body: byteString() });
  };
}

/** The signed requests for all packs of a payload that long, of a transfer of its own, and the bytes of one. */
async function signUploads(totalBytes: number): Promise<{ uploads: Upload[]; sizeBytes: number }> {
  const uploads: Upload[] = [];
  const pool = createPooledHttp();
  const { signal } = new AbortController();
  const kept = keepUploads(pool.http, uploads);
  const gateway = await openGateway({ origin: ORIGIN, http: kept, env, prims, signal });
  const owner = await createOwner();
  const { parameters } = owner.identity;
  const { admin, stores } = gateway
    .route(0)
    .connect(owner.id, ({ action, ...order }) => owner.sign(action, order));
  await admin.keep(await owner.sign(ACTIONS.open, { origin: admin.origin }), signal, totalBytes);
  const sizeBytes = packBytes(parameters, totalBytes, 0);
  const bytes: Bytes = new Uint8Array(sizeBytes);
  for (let q = 0; q < packCount(parameters, totalBytes); q += 1) {
    const name = String(q).padStart(20, "p");
    await Promise.all(stores.map((store) => store.put(name, bytes, { signal })));
  }
  await pool.close();
  return { uploads, sizeBytes };
}

interface PageGlobals {
  readonly document: { title: string };
}

/** Lets the page write its files, then upload them again and again once no debugger is attached. */
async function uploadFrom(page: Page, uploads: Upload[], sizeBytes: number): Promise<void> {
  await page.evaluate(
    async ({ uploads, sizeBytes, atOnce, mark, delayMs }) => {
      const folder = await navigator.storage.getDirectory();
      const write = async (_: unknown, at: number): Promise<File> => {
        const handle = await folder.getFileHandle(`bare-${String(at)}`, { create: true });
        const stream = await handle.createWritable();
        await stream.write(new Uint8Array(sizeBytes).fill(at + 1));
        await stream.close();
        return handle.getFile();
      };
      const files = await Promise.all(Array.from({ length: atOnce }, write));
      const left = uploads.values();
      const lane = async (body: File): Promise<void> => {
        for (const { url, headers } of left) {
          const { ok } = await fetch(url, { method: "PUT", headers, body });
          if (!ok) throw new Error("not taken");
        }
      };
      const run = async (): Promise<void> => {
        const startedMs = performance.now();
        const { document } = globalThis as unknown as PageGlobals;
        await Promise.all(files.map(lane));
        document.title = [mark, performance.now() - startedMs, 0].join(" ");
      };
      setTimeout(() => void run(), delayMs);
    },
    { uploads, sizeBytes, atOnce: UPLOADS_AT_ONCE, mark: MARK, delayMs: DETACH_MS },
  );
}

/** As many uploads as a send of so many bytes makes, all of the same size. */
export async function uploadBarely(cwd: string, totalBytes: number): Promise<Job> {
  const { uploads, sizeBytes } = await signUploads(totalBytes);
  return withBrowser(cwd, async (browser) => {
    await browser.attached(async (context) => {
      const page = await context.newPage();
      await page.goto(`${ORIGIN}/send`);
      await uploadFrom(page, uploads, sizeBytes);
    });
    return watch(browser, false);
  });
}
