/** Transfers whose page, gateway or stores go away in the middle. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Picked } from "../../src/platform/browser/picked";
import type { SendJob, Transfers } from "../../src/platform/browser/transfers";
import { createHome } from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import type { Harness } from "./harness/page";
import { closePages, drop, openPage } from "./page-kit";
import { runGateway, type RunningGateway } from "./running-gateway";

declare const harness: Harness & { dropped?: Promise<Picked>; transfers: Transfers; job: SendJob };

const FILE_BYTES = 24_000_000;

let gateway: RunningGateway;
let tree: string;

beforeAll(async () => {
  gateway = await runGateway();
  tree = join(tempFolder("tree"), "docs");
  mkdirSync(join(tree, "empty"), { recursive: true });
  for (const name of ["a", "b", "c"]) {
    writeFileSync(join(tree, name), patternBytes(FILE_BYTES, name));
  }
}, 120_000);
afterEach(closePages);
afterAll(() => gateway.kill());

/** Starts to send what was dropped and resolves when so many bytes are stored. */
async function sendUntil(page: Page, bytes: number): Promise<void> {
  await drop(page, tree);
  await page.evaluate(async (untilBytes) => {
    harness.transfers = harness.createTransfers({ gateway: location.origin });
    const picked = await harness.dropped;
    if (picked === undefined) throw new Error("nothing was dropped");
    const expirySeconds = Math.floor(Date.now() / 1000) + 86_400;
    harness.job = harness.transfers.send({ picked, route: 0, expirySeconds });
    await new Promise<void>((resolve, reject) => {
      harness.job.result.catch(reject);
      harness.job.update.subscribe(() => {
        if (harness.job.update.current.doneBytes >= untilBytes) resolve();
      });
    });
  }, bytes);
}

const finish = (page: Page): Promise<string> =>
  page.evaluate(async () => (await harness.job.result).indexFile);

async function assertRestores(indexFile: string): Promise<void> {
  const home = createHome();
  const index = home.write("a.porter.txt", indexFile);
  const out = join(home.folder, "out");
  const { code } = await home.run(["restore", index, "--to", out], { cwd: gateway.folder });
  expect(code).toBe(0);
  execFileSync("diff", ["-r", tree, join(out, "docs")]);
}

const goOn = (page: Page) =>
  page.evaluate(async () => {
    const transfers = harness.createTransfers({ gateway: location.origin });
    const [send] = await transfers.unfinished();
    const picked = await harness.dropped;
    if (send === undefined || picked === undefined) throw new Error("nothing to go on with");
    const job = transfers.goOn({ id: send.id, picked });
    try {
      const { indexFile } = await job.result;
      const left = await transfers.unfinished();
      return { indexFile, isResumed: job.update.current.isResumed, left: left.length };
    } catch (error) {
      return { code: (error as { code: string }).code, send };
    }
  });

/** Fragments on their way that lie in the browser's own storage. */
const uploads = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const own = await navigator.storage.getDirectory();
    const names: string[] = [];
    const folder = await own.getDirectoryHandle("uploads");
    for await (const name of folder.keys()) names.push(name);
    return names.length;
  });

it.each([0.1, 0.5])(
  "a send goes on after its tab was closed at %d of it",
  async (share) => {
    const profile = tempFolder("profile");
    const first = await openPage(gateway.origin, profile);
    await sendUntil(first, share * 3 * FILE_BYTES);
    expect(await uploads(first)).toBeGreaterThan(0);
    await first.context().close();
    const second = await openPage(gateway.origin, profile);
    await drop(second, tree);
    const { indexFile, isResumed, left } = await goOn(second);
    expect({ isResumed, left }).toEqual({ isResumed: true, left: 0 });
    await assertRestores(indexFile ?? "");
    expect(await uploads(second)).toBe(0);
  },
  120_000,
);

it("a file that changed in the meantime is noticed, and the send stays as it was", async () => {
  const profile = tempFolder("profile");
  const first = await openPage(gateway.origin, profile);
  await sendUntil(first, FILE_BYTES);
  await first.context().close();
  const other = new Date(Date.now() - 100_000);
  utimesSync(join(tree, "c"), other, other);
  const second = await openPage(gateway.origin, profile);
  await drop(second, tree);
  const { code, send } = await goOn(second);
  expect(code).toBe("source-changed");
  expect(send?.summary.totalBytes).toBe(3 * FILE_BYTES);
}, 120_000);

it("pauses, goes on, and survives a gateway that is killed and started again", async () => {
  const page = await openPage(gateway.origin);
  await sendUntil(page, FILE_BYTES / 2);
  const paused = await page.evaluate(async () => {
    harness.job.pause();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { state, doneBytes } = harness.job.update.current;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { state, hasMoved: harness.job.update.current.doneBytes !== doneBytes };
  });
  expect(paused).toEqual({ state: "paused", hasMoved: false });
  await gateway.kill();
  await page.evaluate(() => {
    harness.job.resume();
  });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await gateway.start();
  await assertRestores(await finish(page));
}, 120_000);

it("cancel leaves nothing at the stores but the mark", async () => {
  const stores = [1, 2, 3, 4].map((at) => join(gateway.folder, "data", `store-${String(at)}`));
  for (const store of stores) rmSync(store, { recursive: true, force: true });
  for (const store of stores) mkdirSync(store);
  const page = await openPage(gateway.origin);
  await sendUntil(page, FILE_BYTES / 2);
  const outcomes = await page.evaluate(() => harness.job.cancel());
  expect(outcomes.map(({ done }) => done)).toEqual([true, true, true, true]);
  for (const store of stores) {
    const entries = readdirSync(store, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .filter((name) => name !== ".signing-key");
    expect(files).toEqual(["state-recalled"]);
  }
}, 120_000);

it("a restore goes on after its tab was closed", async () => {
  const sender = await openPage(gateway.origin);
  await sendUntil(sender, 1);
  const indexFile = await finish(sender);
  const profile = tempFolder("profile");
  const first = await openPage(gateway.origin, profile);
  const restore = (page: Page, untilBytes: number) =>
    page.evaluate(
      async ([text, until]) => {
        const transfers = harness.createTransfers({ gateway: location.origin });
        const card = await transfers.open({ index: await transfers.readIndex(text) });
        const job = transfers.restore({ card, to: { kind: "download" } });
        return Promise.race([
          job.result.then(({ totalBytes }) => totalBytes),
          new Promise<number>((resolve) => {
            job.update.subscribe(() => {
              if (job.update.current.doneBytes >= until) resolve(job.update.current.doneBytes);
            });
          }),
        ]);
      },
      [indexFile, untilBytes] as const,
    );
  await restore(first, FILE_BYTES);
  await first.context().close();
  const second = await openPage(gateway.origin, profile);
  const downloading = second.waitForEvent("download");
  await restore(second, Infinity);
  const zip = await (await downloading).path();
  const out = tempFolder("out");
  execFileSync("python3", ["-m", "zipfile", "-e", zip, out]);
  execFileSync("diff", ["-r", tree, join(out, "docs")]);
}, 120_000);

it("recall is told by the page that sent, and read by the page that opens", async () => {
  const sender = await openPage(gateway.origin);
  await sendUntil(sender, 1);
  const indexFile = await finish(sender);
  const outcome = await sender.evaluate(async () => {
    const [sent] = await harness.transfers.sent();
    if (sent === undefined) throw new Error("nothing was sent");
    const extended = await harness.transfers.extend(sent.id, sent.expirySeconds + 86_400);
    const { isFinal } = await harness.transfers.recall(sent.id, "間違えました");
    const { note } = await harness.transfers.readSent(sent.id);
    return { longer: extended.expirySeconds - sent.expirySeconds, isFinal, note };
  });
  expect(outcome).toEqual({ longer: 86_400, isFinal: true, note: "間違えました" });
  const receiver = await openPage(gateway.origin);
  const refusal = await receiver.evaluate(async (text) => {
    const transfers = harness.createTransfers({ gateway: location.origin });
    const index = await transfers.readIndex(text);
    return transfers.open({ index }).catch((error: unknown) => {
      const { code, subject } = error as { code: string; subject: string };
      return { code, subject };
    });
  }, indexFile);
  expect(refusal).toEqual({ code: "recalled", subject: "間違えました" });
}, 120_000);

it("sends, pauses and goes on where the browser keeps nothing, and says that it keeps nothing", async () => {
  const other = await runGateway();
  try {
    const script = join(other.folder, "program/web/coordinator.js");
    const refusal =
      "Object.defineProperty(self, 'indexedDB', { get() { throw new Error('no'); } });\n";
    writeFileSync(script, refusal + readFileSync(script, "utf8"));
    const page = await openPage(other.origin);
    await sendUntil(page, FILE_BYTES / 2);
    const { canKeep, unfinished } = await page.evaluate(async () => {
      harness.job.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const found = await harness.transfers.unfinished();
      harness.job.resume();
      return { canKeep: (await harness.transfers.storage()).canKeep, unfinished: found.length };
    });
    expect({ canKeep, unfinished }).toEqual({ canKeep: false, unfinished: 0 });
    expect((await finish(page)).length).toBeLessThan(100);
  } finally {
    await other.kill();
  }
}, 120_000);

it("two pages do not restore the same at once", async () => {
  const sender = await openPage(gateway.origin);
  await sendUntil(sender, 1);
  const indexFile = await finish(sender);
  const code = await sender.evaluate(async (text) => {
    const { transfers } = harness;
    const card = await transfers.open({ index: await transfers.readIndex(text) });
    const first = transfers.restore({ card, to: { kind: "download" } });
    const second = transfers.restore({ card, to: { kind: "download" } });
    const answer = await second.result.catch((error: unknown) => (error as { code: string }).code);
    await first.result;
    return answer;
  }, indexFile);
  expect(code).toBe("restore-running");
}, 120_000);
