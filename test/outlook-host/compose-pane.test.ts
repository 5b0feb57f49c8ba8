/** The compose pane as it ships, on the real office.js and the real gateway. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import { chooseFiles } from "../e2e/choose-files";
import { CODES } from "./host-error";
import { newMail } from "./mail";
import type { MailWindow, Pane } from "./mail-window";
import {
  attachedTo,
  button,
  expectSound,
  fileOf,
  heading,
  type PaneHost,
  restoreFrom,
  startPaneHost,
} from "./pane-host";

let hosts: PaneHost;
beforeAll(async () => {
  hosts = await startPaneHost();
}, 300_000);
afterEach(() => {
  hosts.host.faults.clear();
});

const MB = 1_000_000;
const INDEX = "Restore attachments.porter.txt";
const SMALL = fileOf("notes.txt", MB);
const MIDDLE = fileOf("見積書 (最終).pdf", 8 * MB);

async function openPane(window: MailWindow): Promise<Pane> {
  return window.openPane(`${hosts.origin}/compose`);
}

async function protect(pane: Pane): Promise<void> {
  await button(pane, /^Protect \d/).click();
  await heading(pane, "Ready to send").waitFor({ timeout: 60_000 });
}

it("large attachments and a dropped file leave, what is small stays, and it all comes back", async () => {
  const large = fileOf("drawing.dwg", 18 * MB);
  const window = await hosts.host.openCompose({ attachments: [SMALL, MIDDLE, large] });
  const pane = await openPane(window);
  await pane.frame.getByText("will be sent as it is").waitFor();
  const path = join(tempFolder("dropped"), "movie.bin");
  writeFileSync(path, patternBytes(30 * MB, "movie"));
  await chooseFiles(window.page, [path], () => button(pane, /^Add files$/).click());
  await button(pane, /^Remove movie/).waitFor();
  await expectSound(window);
  await protect(pane);
  await expectSound(window);
  const mail = window.mail!;
  expect(attachedTo(mail)).toEqual(["notes.txt", INDEX]);
  expect(mail.attachments[0]!.bytes.equals(SMALL.bytes)).toBe(true);
  expect(mail.attachments[1]!.bytes.length).toBeLessThan(100);
  expect(mail.body).toContain("drawing.dwg");
  const disk = await restoreFrom(hosts.origin, mail);
  expect(new Map([...disk.files].map(([name, { bytes }]) => [name, bytes.length]))).toEqual(
    new Map([
      ["drawing.dwg", 18 * MB],
      ["movie.bin", 30 * MB],
      ["見積書 (最終).pdf", 8 * MB],
    ]),
  );
  await window.close();
}, 180_000);

it("undo brings the attachments back, and leaves nothing behind", async () => {
  const window = await hosts.host.openCompose({ attachments: [SMALL, MIDDLE] });
  const { body } = window.mail!;
  const pane = await openPane(window);
  await protect(pane);
  await button(pane, /^Turn back/).click();
  await pane.frame.getByText("The attachments are back").waitFor();
  const mail = window.mail!;
  expect(attachedTo(mail)).toEqual(["notes.txt", MIDDLE.name]);
  expect(mail.attachments[1]!.bytes.equals(MIDDLE.bytes)).toBe(true);
  expect(mail.body).toBe(body);
  expect(mail.sessionData.has("pro-porter.sends")).toBe(false);
  await window.close();
}, 120_000);

it("a pane that is closed in the middle goes on when it is opened again", async () => {
  const window = await hosts.host.openCompose({ attachments: [SMALL, MIDDLE] });
  hosts.host.faults.add("addFileAttachmentFromBase64Async", "silence");
  const first = await openPane(window);
  await button(first, /^Protect \d/).click();
  await first.frame.getByText("Attaching the index file").waitFor();
  await first.frame.getByText("Outlook has not answered yet").waitFor();
  await first.close();
  expect(attachedTo(window.mail!)).toEqual(["notes.txt", MIDDLE.name]);
  hosts.host.faults.clear();
  const second = await openPane(window);
  await button(second, /into the mail$/).click();
  await heading(second, "Ready to send").waitFor();
  expect(attachedTo(window.mail!)).toEqual(["notes.txt", INDEX]);
  const disk = await restoreFrom(hosts.origin, window.mail!);
  expect([...disk.files.keys()]).toEqual([MIDDLE.name]);
  await window.close();
}, 120_000);

it("another mail comes to the front while it is stored: the index ends in its own mail", async () => {
  const window = await hosts.host.openCompose({ attachments: [MIDDLE] });
  const own = window.mail!;
  const pane = await openPane(window);
  await button(pane, /^Protect \d/).click();
  const other = newMail("compose", { attachments: [fileOf("other.zip", 6 * MB)] });
  await window.select(other);
  await pane.frame.getByText("other.zip").waitFor();
  // Longer than the send takes.
  await new Promise((done) => setTimeout(done, 3_000));
  expect(attachedTo(other)).toEqual(["other.zip"]);
  expect(attachedTo(own)).toEqual([MIDDLE.name]);
  await window.select(own);
  await heading(pane, "Ready to send").waitFor();
  expect(attachedTo(own)).toEqual([INDEX]);
  await window.select(other);
  await protect(pane);
  expect(attachedTo(other)).toEqual([INDEX]);
  expect([...(await restoreFrom(hosts.origin, other)).files.keys()]).toEqual(["other.zip"]);
  await window.close();
}, 120_000);

it("two windows at once do not mix", async () => {
  const names = ["one.zip", "two.zip"];
  const windows = await Promise.all(
    names.map((name) => hosts.host.openCompose({ attachments: [fileOf(name, 7 * MB)] })),
  );
  const panes = await Promise.all(windows.map(openPane));
  await Promise.all(panes.map(protect));
  for (const [at, name] of names.entries()) {
    const disk = await restoreFrom(hosts.origin, windows[at]!.mail!);
    expect([...disk.files.keys()]).toEqual([name]);
    await windows[at]!.close();
  }
}, 120_000);

it("by hand when Outlook does not attach: nothing is taken out, all that is needed is offered", async () => {
  const window = await hosts.host.openCompose({ attachments: [MIDDLE] });
  hosts.host.faults.add("addFileAttachmentFromBase64Async", { error: CODES.internalServerError });
  const pane = await openPane(window);
  await button(pane, /^Protect \d/).click();
  await heading(pane, "Stored, but not in the mail yet").waitFor();
  await expectSound(window);
  expect(attachedTo(window.mail!)).toEqual([MIDDLE.name]);
  const saving = window.page.waitForEvent("download");
  await button(pane, /^Save index file$/).click();
  expect((await saving).suggestedFilename()).toBe(INDEX);
  hosts.host.faults.clear();
  await button(pane, /^Try again$/).click();
  await heading(pane, "Ready to send").waitFor();
  expect(attachedTo(window.mail!)).toEqual([INDEX]);
  await window.close();
}, 120_000);
