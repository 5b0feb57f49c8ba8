/** The compose pane in Outlooks that can do less, and in Japanese. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { patternBytes } from "../fakes/memory-tree";
import { tempFolder } from "../fakes/temp";
import { chooseFiles } from "../e2e/choose-files";
import { CODES } from "./host-error";
import type { MailWindow, Pane } from "./mail-window";
import { attachedTo, button, fileOf, heading, restoreFrom, startPaneHost } from "./pane-host";
import { MODERN_SETS } from "./start-up";

const MB = 1_000_000;
const FILES = [fileOf("notes.txt", MB), fileOf("drawing.dwg", 6 * MB), fileOf("図面.zip", 7 * MB)];

async function addFile(window: MailWindow, pane: Pane, name: string): Promise<void> {
  const path = join(tempFolder("added"), name);
  writeFileSync(path, patternBytes(2 * MB, name));
  await chooseFiles(window.page, [path], () => button(pane, /^Add files$/).click());
  await button(pane, new RegExp(`^Remove ${name}`)).waitFor();
}

it("in Japanese: the pane, the index and the text", async () => {
  const { host, origin } = await startPaneHost({ client: { locale: "ja-JP" } });
  const window = await host.openCompose({ attachments: FILES });
  const pane = await window.openPane(`${origin}/compose`);
  await button(pane, /^保護する \(13\.0 MB\)/).click();
  await heading(pane, "送信の準備ができました").waitFor();
  expect(attachedTo(window.mail!)).toEqual(["notes.txt", "添付ファイルの復元.porter.txt"]);
  expect(window.mail!.body).toContain("図面.zip");
  expect(window.mail!.body).toContain("まで");
  const disk = await restoreFrom(origin, window.mail!);
  expect([...disk.files.keys()].sort()).toEqual(["drawing.dwg", "図面.zip"]);
  await host.stop();
}, 300_000);

it("where an id is the position in the list, the right attachments go", async () => {
  const { host, origin } = await startPaneHost({ client: { attachmentIds: "position" } });
  const window = await host.openCompose({ attachments: [...FILES, fileOf("end.txt", 10)] });
  const pane = await window.openPane(`${origin}/compose`);
  await button(pane, /^Protect 13/).click();
  await heading(pane, "Ready to send").waitFor();
  expect(attachedTo(window.mail!)).toEqual([
    "notes.txt",
    "end.txt",
    "Restore attachments.porter.txt",
  ]);
  await host.stop();
}, 300_000);

it("with storage blocked it sends all the same", async () => {
  const { host, origin } = await startPaneHost({ storage: "blocked" });
  const window = await host.openCompose({ attachments: FILES });
  const pane = await window.openPane(`${origin}/compose`);
  await button(pane, /^Protect 13/).click();
  await heading(pane, "Ready to send").waitFor();
  expect(attachedTo(window.mail!)).toEqual(["notes.txt", "Restore attachments.porter.txt"]);
  const disk = await restoreFrom(origin, window.mail!);
  expect([...disk.files.keys()].sort()).toEqual(["drawing.dwg", "図面.zip"]);
  await host.stop();
}, 300_000);

it("without the right to change the mail it says so, and offers the way by hand", async () => {
  const { host, origin } = await startPaneHost({ client: { permission: "ReadItem" } });
  const window = await host.openCompose({ attachments: FILES });
  const pane = await window.openPane(`${origin}/compose`);
  await button(pane, /^Protect 13/).click();
  await heading(pane, "Stored, but not in the mail yet").waitFor();
  await pane.frame.getByText("may not change this mail").waitFor();
  await button(pane, /^Save index file$/).waitFor();
  expect(attachedTo(window.mail!)).toEqual(FILES.map(({ name }) => name));
  await host.stop();
}, 300_000);

it("Mailbox 1.5: what is added in the pane is stored, the index is attached by hand", async () => {
  const { host, origin } = await startPaneHost({
    client: { sets: { ...MODERN_SETS, Mailbox: "1.5" } },
  });
  // office.js has the calls all the same; who answers them knows nothing of them.
  for (const call of ["getAttachmentsAsync", "addFileAttachmentFromBase64Async"]) {
    host.faults.add(call, { error: CODES.internalServerError });
  }
  const window = await host.openCompose({ attachments: FILES });
  const pane = await window.openPane(`${origin}/compose`);
  await pane.frame.getByText("does not let add-ins see the attachments").waitFor();
  await addFile(window, pane, "plan.pdf");
  await button(pane, /^Protect 2/).click();
  await heading(pane, "Stored, but not in the mail yet").waitFor();
  const saving = window.page.waitForEvent("download");
  await button(pane, /^Save index file$/).click();
  expect((await saving).suggestedFilename()).toBe("Restore attachments.porter.txt");
  await button(pane, /^It is attached$/).click();
  await heading(pane, "Ready to send").waitFor();
  expect(attachedTo(window.mail!)).toEqual(FILES.map(({ name }) => name));
  await host.stop();
}, 300_000);

it.each(["blocked", "allowed"] as const)(
  "a pane that was closed while a storage location was down goes on; storage %s",
  async (storage) => {
    const { host, gateway, origin } = await startPaneHost({ storage });
    const window = await host.openCompose({ attachments: FILES });
    const first = await window.openPane(`${origin}/compose`);
    const down = `${gateway.stores[0]!.address}/**`;
    await host.context.route(down, (route) => route.abort());
    await button(first, /^Protect 13/).click();
    await first.frame.getByText("You may close this pane").waitFor();
    await first.frame.getByText("does not answer").first().waitFor();
    await first.close();
    await host.context.unroute(down);
    const second = await window.openPane(`${origin}/compose`);
    await button(second, /^Go on sending/).click();
    await heading(second, "Ready to send").waitFor();
    expect(attachedTo(window.mail!)).toEqual(["notes.txt", "Restore attachments.porter.txt"]);
    expect(window.mail!.sessionData.has("pro-porter.checkpoint")).toBe(false);
    const disk = await restoreFrom(origin, window.mail!);
    expect([...disk.files.keys()].sort()).toEqual(["drawing.dwg", "図面.zip"]);
    await host.stop();
  },
  300_000,
);
