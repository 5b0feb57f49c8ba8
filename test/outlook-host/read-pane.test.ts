/** The read pane as it ships, on the real office.js and the real gateway. */
import { readFileSync } from "node:fs";
import type { Download } from "playwright-core";
import { readStoredZip } from "../e2e/stored-zip";
import { patternBytes } from "../fakes/memory-tree";
import { CODES } from "./host-error";
import { newMail } from "./mail";
import type { MailWindow, Pane } from "./mail-window";
import { button, expectSound, type PaneHost, startPaneHost } from "./pane-host";
import { openSender } from "./sender";

let hosts: PaneHost;
let sender: Awaited<ReturnType<typeof openSender>>;
beforeAll(async () => {
  // Somebody else than the one who sent, with a profile of their own.
  hosts = await startPaneHost({ account: { name: "Erika", address: "erika@example.com" } });
  sender = await openSender(hosts.origin);
}, 300_000);
afterAll(() => sender.close());
afterEach(() => {
  hosts.host.faults.clear();
});

const FILES = [
  { path: "見積書 (最終).pdf", bytes: patternBytes(700_000, "offer") },
  { path: "Drawings/front.dwg", bytes: patternBytes(1_300_000, "front") },
];
const ONE = [{ path: "notes.txt", bytes: patternBytes(30_000, "notes") }];

const openPane = (window: MailWindow, { origin } = hosts): Promise<Pane> =>
  window.openPane(`${origin}/read`);
const heading = (pane: Pane, name: string) => pane.frame.getByRole("heading", { name });

const bytesOf = async (download: Download) => new Uint8Array(readFileSync(await download.path()));

async function openByHand(pane: Pane, line: string): Promise<void> {
  await pane.frame.getByRole("textbox", { name: "Or paste its line" }).fill(line);
  await pane.frame.getByRole("button", { name: "Open", exact: true }).click();
  await button(pane, /^Restore all/).waitFor();
}

async function restoreAll(window: MailWindow, pane: Pane): Promise<Download> {
  const [download] = await Promise.all([
    window.page.waitForEvent("download", { timeout: 60_000 }),
    button(pane, /^Restore all/).click(),
  ]);
  return download;
}

it("a received mail shows what it holds, and gives it back byte for byte", async () => {
  const { attachment } = await sender.send(FILES);
  const logo = { name: "logo.png", bytes: "png", isInline: true };
  const window = await hosts.host.openRead({ attachments: [logo, attachment] });
  const pane = await openPane(window);
  await pane.frame.getByText("Hanako Sato").waitFor();
  await expectSound(window);
  const download = await restoreAll(window, pane);
  const entries = readStoredZip(await bytesOf(download));
  const files = entries.filter(({ path }) => !path.endsWith("/"));
  expect(files.map(({ path }) => path).sort()).toEqual(FILES.map(({ path }) => path).sort());
  for (const { path, bytes } of FILES) {
    const entry = files.find((each) => each.path === path);
    expect(Buffer.compare(Buffer.from(entry!.bytes), Buffer.from(bytes))).toBe(0);
  }
  await heading(pane, "Restored").waitFor();
  await expectSound(window);
  await window.close();
}, 120_000);

it("a mail without an index says so; one that holds two lets choose", async () => {
  const window = await hosts.host.openRead({ attachments: [{ name: "a.pdf", bytes: "x" }] });
  const pane = await openPane(window);
  await heading(pane, "Nothing to restore here").waitFor();
  const both = await Promise.all([sender.send(ONE), sender.send(FILES)]);
  await window.select(newMail("read", { attachments: both.map((each) => each.attachment) }));
  await heading(pane, "This mail holds several transfers").waitFor();
  await button(pane, /^notes\.txt/).click();
  const download = await restoreAll(window, pane);
  expect(download.suggestedFilename()).toBe("notes.txt");
  expect(Buffer.from(await bytesOf(download)).equals(Buffer.from(ONE[0]!.bytes))).toBe(true);
  await button(pane, "All transfers of this mail").click();
  await heading(pane, "This mail holds several transfers").waitFor();
  await window.close();
}, 120_000);

it("an index inside of a forwarded mail is found, and a silent forwarded mail holds nothing up", async () => {
  const { attachment } = await sender.send(ONE);
  const base64 = Buffer.from(attachment.bytes).toString("base64");
  const source =
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n' +
    `Content-Transfer-Encoding: base64\r\n\r\n${base64}\r\n--b--\r\n`;
  const forwarded = {
    name: "Fwd",
    bytes: source,
    type: "item",
    contentType: "message/rfc822",
  } as const;
  const window = await hosts.host.openRead({ attachments: [forwarded] });
  const pane = await openPane(window);
  await button(pane, /^Restore all/).waitFor();
  hosts.host.faults.add("getAttachmentContentAsync", "silence", 2);
  const { attachment: second } = await sender.send(FILES);
  await window.select(newMail("read", { attachments: [forwarded, second] }));
  await pane.frame.getByText("front.dwg").waitFor();
  await pane.frame.getByText("Looking into the mails that are attached, too").waitFor();
  await window.close();
}, 120_000);

it("another mail in front never shows the first one's files; its restore goes on and is found again", async () => {
  const [first, second] = [await sender.send(FILES), await sender.send(ONE)];
  const mail = newMail("read", { subject: "First", attachments: [first.attachment] });
  const window = await hosts.host.openRead(mail);
  const pane = await openPane(window);
  await button(pane, /^Restore all/).waitFor();
  // Slow enough to look at another mail meanwhile.
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await hosts.host.context.route(
    (url) => url.host !== new URL(hosts.origin).host,
    async (route) => {
      await gate;
      await route.continue();
    },
  );
  await button(pane, /^Restore all/).click();
  await heading(pane, "Restoring").waitFor();
  await window.select(newMail("read", { subject: "Second", attachments: [second.attachment] }));
  await pane.frame.getByText("Still restoring for another mail: First").waitFor();
  expect(await heading(pane, "Restoring").count()).toBe(0);
  expect(await pane.frame.getByText("front.dwg").count()).toBe(0);
  await window.select(mail);
  await heading(pane, "Restoring").waitFor();
  await window.select(undefined);
  const downloading = window.page.waitForEvent("download", { timeout: 60_000 });
  letGo();
  const names = readStoredZip(await bytesOf(await downloading)).map(({ path }) => path);
  expect(names).toContain("Drawings/front.dwg");
  await window.select(mail);
  await heading(pane, "Restored").waitFor();
  await hosts.host.context.unrouteAll();
  await window.close();
}, 120_000);

it("a passphrase is asked for, a recalled transfer says why", async () => {
  const kept = await sender.send(ONE, { passphrase: "correct horse" });
  const window = await hosts.host.openRead({ attachments: [kept.attachment] });
  const pane = await openPane(window);
  await pane.frame.getByRole("textbox", { name: "Passphrase" }).fill("wrong");
  await button(pane, "Open").click();
  await pane.frame.getByText("The passphrase is not right").waitFor();
  await pane.frame.getByRole("textbox", { name: "Passphrase" }).fill("correct horse");
  await button(pane, "Open").click();
  await button(pane, /^Restore all/).waitFor();
  const recalled = await sender.send(ONE);
  await recalled.recall("Wrong recipient");
  await window.select(newMail("read", { attachments: [recalled.attachment] }));
  await pane.frame.getByText("Reason: Wrong recipient").waitFor();
  await window.close();
}, 120_000);

it("another company's gateway is asked nothing before a person agrees, and once is enough", async () => {
  const host = "files.example.test";
  const { attachment } = await sender.send(ONE, {}, host);
  const asked: string[] = [];
  hosts.host.context.on("request", (request) => {
    if (request.url().includes(host)) asked.push(request.url());
  });
  const window = await hosts.host.openRead({ attachments: [attachment] });
  const pane = await openPane(window);
  await heading(pane, "Contact another company's server?").waitFor();
  expect(asked).toEqual([]);
  await button(pane, `Contact ${host}`).click();
  await button(pane, "Try again").waitFor();
  expect(asked.length).toBeGreaterThan(0);
  const again = await sender.send(ONE, {}, host);
  await window.select(newMail("read", { attachments: [again.attachment] }));
  await button(pane, "Try again").waitFor();
  await window.close();
}, 120_000);

describe("Outlook errs", () => {
  it.each([
    ["answers with an error", { error: CODES.internalServerError }],
    ["throws", "throw"],
  ] as const)(
    "reading the index %s: it is said, and tried again",
    async (_name, kind) => {
      const { attachment } = await sender.send(ONE);
      const empty = newMail("read", {});
      const window = await hosts.host.openRead(empty);
      const pane = await openPane(window);
      await heading(pane, "Nothing to restore here").waitFor();
      if (kind === "throw") await pane.throwAt("getAttachmentContentAsync");
      else hosts.host.faults.add("getAttachmentContentAsync", kind, 1);
      await window.select(newMail("read", { attachments: [attachment] }));
      await pane.frame.getByText("Outlook did not hand over every attachment").waitFor();
      await heading(pane, "Do it by hand").waitFor();
      await button(pane, "Try again").click();
      await button(pane, /^Restore all/).waitFor();
      await window.close();
    },
    60_000,
  );

  it("Outlook stays silent: the way by hand is offered while it is waited for", async () => {
    const { attachment } = await sender.send(ONE);
    hosts.host.faults.add("getAttachmentContentAsync", "silence");
    const window = await hosts.host.openRead({ attachments: [attachment] });
    const pane = await openPane(window);
    await pane.frame.getByText("Outlook takes its time").waitFor();
    await expectSound(window);
    await openByHand(pane, String(attachment.bytes));
    await window.close();
  }, 60_000);

  it("an Outlook without attachment contents takes the line by hand", async () => {
    const { attachment } = await sender.send(ONE);
    const window = await hosts.host.openRead(newMail("read", {}));
    const pane = await openPane(window);
    await heading(pane, "Nothing to restore here").waitFor();
    const mail = newMail("read", { attachments: [attachment] });
    await pane.throwAt("getAttachmentContentAsync");
    await window.select(mail);
    await openByHand(pane, String(attachment.bytes));
    await window.close();
  }, 60_000);
});

async function withHost(
  options: Parameters<typeof startPaneHost>[0],
  run: (own: PaneHost, from: typeof sender) => Promise<void>,
): Promise<void> {
  const own = await startPaneHost(options);
  const from = await openSender(own.origin);
  try {
    await run(own, from);
  } finally {
    await from.close();
    await own.host.stop();
  }
}

it("only ReadItem and Mailbox 1.5 are enough", async () => {
  const client = { permission: "ReadItem", sets: { Mailbox: "1.5", react: "1.0" } } as const;
  const account = { name: "Erika", address: "erika@example.com" };
  await withHost({ client, account }, async (own, from) => {
    const { attachment } = await from.send(ONE);
    const window = await own.host.openRead({ attachments: [attachment] });
    const pane = await openPane(window, own);
    expect((await restoreAll(window, pane)).suggestedFilename()).toBe("notes.txt");
  });
}, 120_000);

it("in Japanese, sent out of a shared mailbox: the sender is who recalls", async () => {
  const client = { locale: "ja-JP" };
  await withHost({ client }, async (own, from) => {
    const sent = await from.send(FILES);
    own.host.account.roamingSettings = { "pro-porter.owner-keys": JSON.stringify(from.ownerKey) };
    const { name, address } = own.host.account;
    const window = await own.host.openRead({
      from: { name: "Sales", address: "sales@example.co.jp" },
      sender: { name, address },
      attachments: [sent.attachment],
    });
    const pane = await openPane(window, own);
    await heading(pane, "自分が送信したファイル").waitFor();
    await button(pane, "自分で復元する").click();
    const [download] = await Promise.all([
      window.page.waitForEvent("download", { timeout: 60_000 }),
      button(pane, /^すべて復元/).click(),
    ]);
    expect(readStoredZip(await bytesOf(download))).toHaveLength(FILES.length);
    await heading(pane, "復元しました").waitFor();
    await button(pane, "期限の延長と取り消し").click();
    await button(pane, /取り消し$/).waitFor();
  });
}, 180_000);

it("where storage is blocked the restore page opens with the index, and where windows are too it says what to do", async () => {
  const account = { name: "Erika", address: "erika@example.com" };
  await withHost({ storage: "blocked", account }, async (own, from) => {
    const { attachment } = await from.send(ONE);
    const window = await own.host.openRead({ attachments: [attachment] });
    const pane = await openPane(window, own);
    const [page] = await Promise.all([
      own.host.context.waitForEvent("page"),
      button(pane, "Open the restore page").click(),
    ]);
    await pane.frame.getByText("The restore page has opened").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: 60_000 }),
      page
        .getByRole("radio", { name: /^As a file/ })
        .check()
        .then(() => page.getByRole("button", { name: /^Restore all/ }).click()),
    ]);
    expect(Buffer.from(await bytesOf(download)).equals(Buffer.from(ONE[0]!.bytes))).toBe(true);
    expect(new URL(page.url()).hash).toBe("");
    await page.close();
    await pane.frame.evaluate("window.open = () => null");
    await button(pane, "Open the restore page").click();
    await pane.frame.getByText("The window was blocked").waitFor();
    await expectSound(window);
    const address = await pane.frame.getByRole("textbox", { name: /^Address/ }).inputValue();
    expect(address).toBe(`https://${String(attachment.bytes).trim()}`);
    expect(await pane.frame.getByRole("link").getAttribute("href")).toBe(address);
  });
}, 180_000);

it("the sender's own mail is a control page: with the roamed key the transfer is recalled", async () => {
  await withHost({}, async (own, from) => {
    const sent = await from.send(ONE);
    const { account } = own.host;
    account.roamingSettings = {
      "pro-porter.owner-keys": JSON.stringify(from.ownerKey),
    };
    const window = await own.host.openRead({ attachments: [sent.attachment] });
    const pane = await openPane(window, own);
    await heading(pane, "You sent this").waitFor();
    await pane.frame.getByText("notes.txt").waitFor();
    await expectSound(window);
    await button(pane, /^Extend/).click();
    await button(pane, "Extend").last().click();
    await pane.frame
      .getByText(/^Available until/)
      .first()
      .waitFor();
    await button(pane, "Close").click();
    await button(pane, /^Recall/).click();
    await pane.frame.getByRole("textbox", { name: "Reason (optional)" }).fill("Wrong recipient");
    await button(pane, "Recall").last().click();
    await pane.frame.getByText(/nobody can restore this transfer any more/).waitFor();
    await button(pane, "Close").click();
    await pane.frame.getByText(/Recalled on .*Wrong recipient/).waitFor();
    await expectSound(window);
  });
}, 180_000);

it("a mail that was forwarded by the user holds somebody else's index: it is restored, not recalled", async () => {
  await withHost({}, async (own, from) => {
    const { attachment } = await from.send(ONE);
    const window = await own.host.openRead({ attachments: [attachment] });
    const pane = await openPane(window, own);
    await button(pane, /^Restore all/).waitFor();
    await pane.frame.getByText("extending and recalling need the owner key").waitFor();
    expect(await heading(pane, "You sent this").count()).toBe(0);
  });
}, 120_000);
