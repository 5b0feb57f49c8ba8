/** Sends and restores from page to page, over the gateway as it ships. */
import type { Page } from "playwright-core";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createHome } from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import type { Picked } from "../../src/platform/browser/picked";
import type { Harness } from "./harness/page";
import { closePages, drop, openPage } from "./page-kit";
import { runGateway, type RunningGateway } from "./running-gateway";
import { readStoredZip } from "./stored-zip";

declare const harness: Harness & { dropped?: Promise<Picked> };

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await runGateway();
}, 120_000);
afterAll(async () => {
  await closePages();
  await gateway.kill();
});

/** Folders and files with names that are odd, and contents that are not. */
const TREE: ReadonlyMap<string, Uint8Array> = new Map([
  ["docs/0-empty", new Uint8Array(0)],
  ["docs/plan.bin", patternBytes(5_000_000, "plan")],
  ["docs/見積書 (最終).pdf", patternBytes(70_000, "offer")],
  ["docs/a & b/.hidden", patternBytes(10, "hidden")],
  ['docs/a & b/odd: <>"|?*.', patternBytes(3, "odd")],
]);
const EMPTY = "docs/empty/really";

function writeTree(): string {
  const folder = tempFolder("tree");
  for (const [path, bytes] of TREE) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  mkdirSync(join(folder, EMPTY), { recursive: true });
  return folder;
}

async function sendDropped(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const transfers = harness.createTransfers({ gateway: location.origin });
    const picked = await harness.dropped;
    if (picked === undefined) throw new Error("nothing was dropped");
    const expirySeconds = Math.floor(Date.now() / 1000) + 86_400;
    const job = transfers.send({ picked, route: 0, expirySeconds });
    return (await job.result).indexFile;
  });
}

it("a folder that was dropped comes back as a ZIP in another profile, and by the command line", async () => {
  const tree = writeTree();
  const sender = await openPage(gateway.origin);
  await drop(sender, join(tree, "docs"));
  const indexFile = await sendDropped(sender);
  expect(indexFile.length).toBeLessThan(100);

  const receiver = await openPage(gateway.origin);
  const downloading = receiver.waitForEvent("download");
  const card = await receiver.evaluate(async (text) => {
    const transfers = harness.createTransfers({ gateway: location.origin });
    const opened = await transfers.open({ index: await transfers.readIndex(text) });
    await transfers.restore({ card: opened, to: { kind: "download" } }).result;
    return opened;
  }, indexFile);
  expect(card.files.map(({ path }) => path).sort()).toEqual([...TREE.keys()].sort());
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("docs.zip");
  const zip = readStoredZip(new Uint8Array(readFileSync(await download.path())));
  expect(zip.map(({ path }) => path).sort()).toEqual([...TREE.keys(), `${EMPTY}/`].sort());
  for (const { path, bytes } of zip) {
    expect(Buffer.compare(bytes, TREE.get(path) ?? new Uint8Array(0))).toBe(0);
  }

  const home = createHome();
  const index = home.write("a.porter.txt", indexFile);
  const out = join(home.folder, "out");
  const { code } = await home.run(["restore", index, "--to", out], { cwd: gateway.folder });
  expect(code).toBe(0);
  execFileSync("diff", ["-r", join(tree, "docs"), join(out, "docs")]);
}, 120_000);

it("what the command line sent is restored into a folder, and one file of it by itself", async () => {
  const tree = writeTree();
  const home = createHome();
  const index = join(home.folder, "index.porter.txt");
  const { code } = await home.run(["send", join(tree, "docs"), "--out", index], {
    cwd: gateway.folder,
  });
  expect(code).toBe(0);
  const page = await openPage(gateway.origin);
  const downloading = page.waitForEvent("download");
  const restored = await page.evaluate(
    async (text) => {
      const transfers = harness.createTransfers({ gateway: location.origin });
      const card = await transfers.open({ index: await transfers.readIndex(text) });
      const own = await navigator.storage.getDirectory();
      const folder = await own.getDirectoryHandle("chosen", { create: true });
      const to = { kind: "folder", folder, overwrite: false } as const;
      const { renamed } = await transfers.restore({ card, to }).result;
      await transfers.restore({ card, only: "docs/plan.bin", to: { kind: "download" } }).result;
      const { files, dirs } = await harness.walkHandles([await folder.getDirectoryHandle("docs")]);
      const read = files.map(
        async ({ path, file }) => [path, new Uint8Array(await file.arrayBuffer())] as const,
      );
      return { renamed, dirs, files: await Promise.all(read) };
    },
    readFileSync(index, "utf8"),
  );
  const newNames = new Map(restored.renamed.map(({ from, to }) => [from, to] as const));
  const expected = new Map([...TREE].map(([path, bytes]) => [newNames.get(path) ?? path, bytes]));
  expect(restored.files.map(([path]) => path).sort()).toEqual([...expected.keys()].sort());
  for (const [path, bytes] of restored.files) {
    expect(Buffer.compare(bytes, expected.get(path) ?? new Uint8Array(1))).toBe(0);
  }
  expect(restored.dirs).toEqual([EMPTY]);
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("plan.bin");
  const plan = TREE.get("docs/plan.bin") ?? new Uint8Array(0);
  expect(Buffer.compare(readFileSync(await download.path()), plan)).toBe(0);
}, 120_000);
