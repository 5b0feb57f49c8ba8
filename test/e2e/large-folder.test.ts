/**
 * A folder dropped on the send page comes back in other profiles, as a ZIP and into a folder, every byte and
 * name; and the command line restores it, over HTTP and with the stores' own keys. $FOLDER_MB is its size.
 */
import { createHash } from "node:crypto";
import { mkdirSync, openSync, closeSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { sumsOf, writeFolder, writeLarge } from "../fakes/big-tree";
import { createHome } from "../fakes/cli";
import { tempFolder } from "../fakes/temp";
import { launchProfile } from "./browser";
import { dropOnSendPage } from "./drop";
import { saveIndex, useOldPickers, watchErrors } from "./page-kit";
import { runGateway, type RunningGateway } from "./running-gateway";
import { sumsInZip } from "./stored-zip";

const MB = 1_000_000;
const FOLDER_MB = Number(process.env["FOLDER_MB"] ?? 30);
const LIMIT_MS = 120_000 + FOLDER_MB * 200;
const SLICE_BYTES = 2 ** 22;
const ODD_NAMES = [
  "a & b/.hidden",
  "100 % #1; 'x'.txt",
  "図面 📐/ＡＢＣ.txt",
  "ends with space /x",
];

let gateway: RunningGateway;
let tree: string;
let sums: Map<string, string>;
let indexLine: string;
const errors: string[] = [];

beforeAll(async () => {
  gateway = await runGateway("web");
  tree = writeFolder();
  for (const name of ODD_NAMES) {
    mkdirSync(join(tree, name, ".."), { recursive: true });
    writeFileSync(join(tree, name), name);
  }
  writeLarge(join(tree, "large.bin"), Math.floor(FOLDER_MB * MB * 0.7));
  writeLarge(join(tree, "詳細/second.bin"), Math.floor(FOLDER_MB * MB * 0.3) + 1);
  sums = await sumsOf(tree);
}, 300_000);
afterAll(() => gateway.kill());

/** The stores of the gateway, for whoever has their keys. */
function writeConfig(): string {
  const stores = ["store-1", "store-2", "store-3", "store-4"];
  const places = stores.map((id) => [id, { cloud: "local", folder: `data/${id}` }]);
  const routes = [{ id: 0, stores, k: 3 }];
  const path = join(gateway.folder, "stores.json");
  writeFileSync(path, JSON.stringify({ stores: Object.fromEntries(places) as object, routes }));
  return path;
}

/** Someone's browser, with a profile on the disk. */
async function openBrowser(): Promise<BrowserContext> {
  const context = await launchProfile(tempFolder("profile"), { locale: "en" });
  watchErrors(context, (text) => errors.push(text));
  return context;
}

async function openIndex(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${gateway.origin}/#${indexLine.split("#").at(-1) ?? ""}`);
  return page;
}

it(
  "it is sent from the page",
  async () => {
    const context = await openBrowser();
    const page = await context.newPage();
    await page.goto(`${gateway.origin}/send`);
    await dropOnSendPage(page, tree);
    await page.getByRole("button", { name: /^Send \d/ }).click();
    const ready = page.getByRole("heading", { name: "Ready to attach" });
    await ready.waitFor({ timeout: LIMIT_MS });
    indexLine = await saveIndex(page);
    expect(indexLine.length).toBeLessThan(100);
    await context.close();
  },
  LIMIT_MS,
);

it(
  "it comes back as a ZIP in another profile",
  async () => {
    const context = await openBrowser();
    await useOldPickers(context);
    const page = await openIndex(context);
    const saving = page.waitForEvent("download", { timeout: LIMIT_MS });
    await page.getByRole("button", { name: /^Restore all/ }).click();
    const path = await (await saving).path();
    expect(sumsInZip(path)).toEqual(sums);
    await context.close();
  },
  LIMIT_MS,
);

/** Nobody can answer the system's dialog here: a folder of the browser's own storage stands in. */
function chooseOwnFolder(): void {
  const showDirectoryPicker = async (): Promise<FileSystemDirectoryHandle> =>
    (await navigator.storage.getDirectory()).getDirectoryHandle("chosen", { create: true });
  Object.assign(globalThis, { showDirectoryPicker });
}

/** Path to the digests of the slices of each file; an empty folder's path ends with "/". */
async function readChosen(sliceBytes: number): Promise<Record<string, string>> {
  const hex = (bytes: ArrayBuffer): string =>
    [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const found: Record<string, string> = {};
  const visit = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
    let isEmpty = true;
    for await (const handle of folder.values()) {
      isEmpty = false;
      const name = `${path}${handle.name}`;
      if (handle.kind === "directory") await visit(handle, `${name}/`);
      else {
        const file = await handle.getFile();
        const digests: string[] = [];
        for (let at = 0; at < file.size; at += sliceBytes) {
          const slice = await file.slice(at, at + sliceBytes).arrayBuffer();
          digests.push(hex(await crypto.subtle.digest("SHA-256", slice)));
        }
        found[name] = `${String(file.size)} ${digests.join(" ")}`;
      }
    }
    if (isEmpty) found[path] = "";
  };
  const own = await navigator.storage.getDirectory();
  await visit(await own.getDirectoryHandle("chosen"), "");
  return found;
}

/** The same of a file of the tree. */
function digestsOf(path: string): string {
  const file = openSync(path, "r");
  const piece = Buffer.alloc(SLICE_BYTES);
  const digests: string[] = [];
  let sizeBytes = 0;
  for (;;) {
    const count = readSync(file, piece, 0, SLICE_BYTES, sizeBytes);
    if (count === 0) break;
    sizeBytes += count;
    digests.push(createHash("sha256").update(piece.subarray(0, count)).digest("hex"));
  }
  closeSync(file);
  return `${String(sizeBytes)} ${digests.join(" ")}`;
}

it(
  "it comes back in a folder",
  async () => {
    const context = await openBrowser();
    await context.addInitScript(chooseOwnFolder);
    const page = await openIndex(context);
    await page.getByRole("radio", { name: /^Into a folder/ }).check();
    await page.getByRole("button", { name: /^Restore all/ }).click();
    await page.getByRole("heading", { name: "Restored" }).waitFor({ timeout: LIMIT_MS });
    const found = new Map(Object.entries(await page.evaluate(readChosen, SLICE_BYTES)));
    expect(found).toEqual(await sumsOf(tree, digestsOf));
    await context.close();
  },
  LIMIT_MS,
);

it.each([
  ["over HTTP", () => ["--gateway", gateway.origin]],
  ["with the stores' keys", () => ["--config", writeConfig()]],
])(
  "the command line restores it %s",
  async (_, options) => {
    const home = createHome();
    const { code } = await home.run(["restore", indexLine, "--to", "out", ...options()]);
    expect(code).toBe(0);
    expect(await sumsOf(join(home.folder, "out/図面 2026"))).toEqual(sums);
  },
  LIMIT_MS,
);

it("nothing went wrong on the pages", () => {
  expect(errors).toEqual([]);
});
