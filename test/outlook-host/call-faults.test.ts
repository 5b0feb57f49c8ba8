/** What the port makes of an Outlook that errs, lies, throws and stays silent. */
import type { FaultKind } from "./faults";
import { CODES } from "./host-error";
import { composedInPage, openMailPane, startMailHost } from "./mail-world";
import type { OutlookHost } from "./outlook-host";

let host: OutlookHost;
beforeAll(async () => {
  host = await startMailHost();
});
afterAll(async () => {
  await host.stop();
});
afterEach(() => {
  host.faults.clear();
});

const bytes = (text: string) => new TextEncoder().encode(text);
const TWO = ["a.pdf", "b.pdf"].map((name) => ({ name, bytes: name }));

async function open() {
  const window = await host.openCompose({ attachments: TWO });
  const pane = await openMailPane(window);
  const mail = composedInPage(pane);
  await mail.readSubject();
  const names = () => window.mail!.attachments.map(({ name }) => name);
  return { window, pane, mail, names };
}

const SILENT_OR_ERROR: readonly (readonly [string, FaultKind, string])[] = [
  ["silence", "silence", "mail-timeout"],
  ["an error", { error: CODES.internalServerError }, "mail-refused"],
  ["a lie", { lie: "id" }, "attachment-missing"],
  ["too large", { error: CODES.attachmentTooLarge }, "attachment-too-large"],
];

test.each(SILENT_OR_ERROR)("attaching ends in %s: nothing is attached", async (_n, kind, code) => {
  const { window, mail, names } = await open();
  host.faults.add("addFileAttachmentFromBase64Async", kind, 1);
  await expect(mail.attach("i.txt", bytes("index"))).rejects.toMatchObject({ code });
  expect(names()).toEqual(["a.pdf", "b.pdf"]);
  await mail.attach("i.txt", bytes("index"));
  expect(names()).toEqual(["a.pdf", "b.pdf", "i.txt"]);
  await window.close();
});

const DONE: readonly (readonly [string, FaultKind])[] = [
  ["silence", "done-silently"],
  ["an error", { errorAfter: CODES.internalServerError }],
];

test.each(DONE)("attaching and removing were done, and %s said otherwise", async (_n, kind) => {
  const { window, mail, names } = await open();
  host.faults.add("addFileAttachmentFromBase64Async", kind);
  host.faults.add("removeAttachmentAsync", kind);
  expect(await mail.attach("i.txt", bytes("index"))).toMatchObject({ name: "i.txt" });
  const [first] = await mail.listAttachments();
  await mail.remove(first!);
  expect(names()).toEqual(["b.pdf", "i.txt"]);
  await window.close();
});

test.each([
  ["silence", "silence", "mail-timeout"],
  ["an error", { error: CODES.internalServerError }, "mail-refused"],
  ["a lie", { lie: undefined }, "attachment-stays"],
] as const)(
  "removing ends in %s: the attachment stays and can be tried again",
  async (_n, kind, code) => {
    const { window, mail, names } = await open();
    host.faults.add("removeAttachmentAsync", kind, 1);
    const [first] = await mail.listAttachments();
    await expect(mail.remove(first!)).rejects.toMatchObject({ code });
    expect(names()).toEqual(["a.pdf", "b.pdf"]);
    await mail.remove(first!);
    expect(names()).toEqual(["b.pdf"]);
    await window.close();
  },
);

test("a call that throws is an error like any other", async () => {
  const { window, pane, mail } = await open();
  await pane.throwAt("getAttachmentsAsync");
  await expect(mail.listAttachments()).rejects.toMatchObject({ code: "mail-refused" });
  expect(await mail.listAttachments()).toHaveLength(2);
  await window.close();
});

test("a block goes in once, also when Outlook does not say that it went in", async () => {
  const { window, mail } = await open();
  const block = { id: "k", html: "<p>Until Friday</p>", text: "Until Friday" };
  host.faults.add("prependAsync", "done-silently", 1);
  expect(await mail.insertBlock(block)).toBe("top");
  expect(await mail.insertBlock(block)).toBe("there-already");
  expect(window.mail!.body.split("Until Friday")).toHaveLength(2);
  await window.close();
});

test("another mail in front that Outlook has not told of yet is noticed by its notes", async () => {
  const { window, mail, names } = await open();
  // Without the event: only the mailbox knows.
  const other = await host.openCompose({ attachments: TWO });
  const [first] = await mail.listAttachments();
  window.mail = other.mail;
  await expect(mail.listAttachments()).rejects.toMatchObject({ code: "mail-switched" });
  await expect(mail.readAttachment(first!)).rejects.toMatchObject({ code: "mail-switched" });
  await expect(mail.notes.write("k", "v")).rejects.toMatchObject({ code: "mail-switched" });
  await expect(mail.remove(first!)).rejects.toMatchObject({ code: "mail-switched" });
  expect(names()).toEqual(["a.pdf", "b.pdf"]);
  await window.close();
  await other.close();
});

test("no more than three calls are under way at once", async () => {
  const { window, pane, mail } = await open();
  host.faults.add("subject.getAsync", { delayMs: 20 });
  const subjects = await Promise.all(Array.from({ length: 8 }, () => mail.readSubject()));
  expect(new Set(subjects)).toEqual(new Set(["Offer"]));
  expect(pane.conversation.peakCalls).toBeLessThanOrEqual(3);
  await window.close();
});

test("an attachment of 18 MB crosses both ways", async () => {
  const large = Buffer.alloc(18_000_000, "0123456789abcdef");
  const window = await host.openCompose({ attachments: [{ name: "large.bin", bytes: large }] });
  const pane = await openMailPane(window, "?contentMs=60000");
  await pane.frame.waitForFunction("typeof copyFirst === 'function'");
  await pane.frame.evaluate("copyFirst('copy.bin')");
  const copy = window.mail!.attachments[1]!;
  expect(copy.bytes.equals(large)).toBe(true);
  await window.close();
});

test("only ReadItem and Mailbox 1.5: what is missing is said", async () => {
  const reader = await startMailHost({
    client: { permission: "ReadItem", sets: { Mailbox: "1.5", react: "1.0" } },
  });
  const window = await reader.openCompose({ attachments: TWO });
  const mail = composedInPage(await openMailPane(window));
  await expect(mail.attach("i.txt", bytes("index"))).rejects.toMatchObject({
    code: expect.stringMatching(/^mail-(?:permission|unsupported)$/) as string,
  });
  const [first] = await mail.listAttachments().catch(() => []);
  if (first !== undefined) {
    await expect(mail.remove(first)).rejects.toMatchObject({ code: "mail-permission" });
  }
  expect(window.mail!.attachments).toHaveLength(2);
  await reader.stop();
});
