/**
 * Each call of Outlook that a send makes goes wrong, one at a time: an original never goes without an index,
 * the pane offers the next step, and opened again it goes on. FAULTS=all tries every way to go wrong; it
 * takes a quarter of an hour, most of which is Outlook's silence.
 */
import type { FaultKind } from "./faults";
import { CODES } from "./host-error";
import type { MailWindow, Pane } from "./mail-window";
import { attachedTo, button, fileOf, type PaneHost, restoreFrom, startPaneHost } from "./pane-host";

const isAll = process.env["FAULTS"] === "all";

let hosts: PaneHost;
beforeAll(async () => {
  hosts = await startPaneHost();
}, 300_000);
afterEach(() => {
  hosts.host.faults.clear();
});

const FILES = [fileOf("notes.txt", 1_000), fileOf("a.dwg", 5_100_000), fileOf("b.dwg", 5_200_000)];
const INDEX = "Restore attachments.porter.txt";

/** As the emulator names them, in the order in which a send first makes them. */
const CALLS = [
  ...["sessionData.getAsync", "sessionData.setAsync", "getAttachmentsAsync"],
  ...["roamingSettings.saveAsync", "getAttachmentContentAsync"],
  ...["addFileAttachmentFromBase64Async", "getTypeAsync", "body.getAsync"],
  ...["getSelectedDataAsync", "prependAsync", "removeAttachmentAsync"],
];
/** Silence for ten seconds each would make the run too long; these are where it matters most. */
const SILENT = isAll ? CALLS : ["removeAttachmentAsync"];

const KINDS: readonly (readonly [string, FaultKind | "throws", readonly string[]])[] = [
  ["an error", { error: CODES.internalServerError }, CALLS],
  ["silence", "silence", SILENT],
  ["a success that nobody hears of", "done-silently", isAll ? CALLS : []],
  ["an error that was a success", { errorAfter: CODES.internalServerError }, isAll ? CALLS : []],
  ["a throw", "throws", isAll ? CALLS : ["addFileAttachmentFromBase64Async"]],
];

const CASES = KINDS.flatMap(([name, kind, calls]) => calls.map((call) => ({ name, kind, call })));

const heading = (pane: Pane) => pane.frame.getByRole("heading", { level: 1 });

/** Watches the mail until it is told to stop: what it saw go wrong, in words. */
function watch(window: MailWindow) {
  const seen: string[] = [];
  const timer = setInterval(() => {
    const names = attachedTo(window.mail!);
    const isGone = !names.includes("a.dwg") || !names.includes("b.dwg");
    if (isGone && !names.includes(INDEX)) seen.push(names.join());
  }, 10);
  return {
    seen,
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Outlook may take 120 s for what is in an attachment. */
const TRIES = 4 * 150;

/** What a person does who wants to get on; true when the mail is ready. */
async function pressOn(pane: Pane): Promise<boolean> {
  const title = heading(pane);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const text = await title.first().textContent();
    if (text === "Ready to send") return true;
    if (text === "Stored, but not in the mail yet") return false;
    for (const name of [/into the mail$/, /^Go on sending/, /^Try again$/, /^Protect \d/]) {
      const found = button(pane, name).first();
      if (!(await found.isVisible())) continue;
      await found.click();
      break;
    }
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`no way on: ${await pane.frame.locator("body").innerText()}`);
}

it.each(CASES)(
  "$call ends in $name",
  async ({ call, kind }) => {
    const window = await hosts.host.openCompose({ attachments: FILES });
    const eye = watch(window);
    if (kind !== "throws") hosts.host.faults.add(call, kind, 1);
    const first = await window.openPane(`${hosts.origin}/compose`);
    if (kind === "throws") {
      await button(first, /^Protect \d/).waitFor();
      await first.throwAt(call);
    }
    const isReady = await pressOn(first);
    if (!isReady) expect(await button(first, /^Save index file$/).isVisible()).toBe(true);
    await first.close();
    hosts.host.faults.clear();
    const second = await window.openPane(`${hosts.origin}/compose`);
    if (!isReady) expect(await pressOn(second)).toBe(true);
    eye.stop();
    expect(eye.seen).toEqual([]);
    const names = attachedTo(window.mail!);
    expect(names.filter((name) => name.endsWith(".porter.txt"))).toEqual([INDEX]);
    expect(names).toContain("notes.txt");
    const disk = await restoreFrom(hosts.origin, window.mail!);
    expect([...disk.files.keys()].sort()).toEqual(["a.dwg", "b.dwg"]);
    await window.close();
  },
  360_000,
);
