/** A send and a restore in Firefox, where it is installed (Debian: firefox-esr), on the pages as they ship. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGateway, type RunningGateway } from "../fakes/gateway";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import { buildOnce } from "./build";
import { FIREFOX_PROGRAMS, openFirefox } from "./firefox";
import { readStoredZip } from "./stored-zip";

const program = FIREFOX_PROGRAMS.find((path) => existsSync(path));
if (program === undefined) {
  process.stdout.write(
    "No Firefox is installed (apt install firefox-esr): its test is left out.\n",
  );
}

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await runGateway({ webFolder: buildOnce("web") });
}, 300_000);

/** The file that a download ended in. */
async function downloaded(folder: string, ending: string): Promise<Buffer> {
  for (let left = 600; left > 0; left -= 1) {
    const names = readdirSync(folder);
    const name = names.find((each) => each.endsWith(ending));
    if (name !== undefined && !names.some((each) => each.endsWith(".part"))) {
      const bytes = readFileSync(join(folder, name));
      if (bytes.length > 0) return bytes;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`no download: ${readdirSync(folder).join()}`);
}

const contents = new Map([
  ["plan.bin", patternBytes(9_000_000, "plan")],
  ["見積書 (最終).pdf", patternBytes(30_000, "offer")],
]);

(program === undefined ? it.skip : it)(
  "what one Firefox sends another one restores",
  async () => {
    const [files, saved, restored] = [tempFolder("files"), tempFolder("a"), tempFolder("b")];
    for (const [name, bytes] of contents) writeFileSync(join(files, name), bytes);
    const sender = await openFirefox(program!, saved);
    await sender.goto(`${gateway.origin}/send`);
    await sender.choose(
      "Add files",
      [...contents.keys()].map((name) => join(files, name)),
    );
    await sender.click("Send 9");
    await sender.untilText("Ready to attach");
    await sender.click("Save index file");
    const index = (await downloaded(saved, ".porter.txt")).toString().trim();
    expect(index.length).toBeLessThan(100);

    const recipient = await openFirefox(program!, restored);
    await recipient.goto(`${gateway.origin}/#${index.split("#").at(-1) ?? ""}`);
    await recipient.click("Restore all");
    const entries = readStoredZip(new Uint8Array(await downloaded(restored, ".zip")));
    expect(new Map(entries.map(({ path, bytes }) => [path, bytes]))).toEqual(contents);
    await recipient.untilText("Restored");
  },
  180_000,
);
