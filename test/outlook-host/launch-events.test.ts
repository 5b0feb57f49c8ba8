/** The launch events as they ship, on the real office.js: what Outlook shows, and what leaves. */
import { commands } from "../../webpack.commands.mjs";
import { build } from "./bundle";
import { ADD_IN_ORIGIN, OutlookHost } from "./outlook-host";
import { listen } from "./servers";

const PAGE = `${ADD_IN_ORIGIN}/commands.html`;
const HTML = `<!doctype html><html><head><title>Commands</title>
<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>
<script defer src="/commands.js"></script></head><body></body></html>`;
const ON_SEND = { page: PAGE, functionName: "onMessageSend", sendMode: "PromptUser" } as const;

let host: OutlookHost;
beforeAll(async () => {
  const script = await build(commands);
  host = await OutlookHost.start({
    client: { locale: "ja-JP" },
    addIn: (certificate) =>
      listen(certificate, (request, response) => {
        const isScript = request.url === "/commands.js";
        response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
        response.end(isScript ? script : HTML);
      }),
  });
});
afterAll(async () => {
  await host.stop();
});
afterEach(() => {
  host.faults.clear();
});

test("a large attachment: notification, question at Send, context for the pane", async () => {
  const window = await host.openCompose();
  const event = window.attach({ name: "図面.zip", bytes: Buffer.alloc(6_000_000) });
  const changed = await window.run(PAGE, "onMessageAttachmentsChanged", event);
  expect(changed).toMatchObject({ status: 0 });
  expect(window.mail?.notifications).toMatchObject([
    { key: "pro-porter", message: "図面.zip (6.0 MB) を Pro-Porter で送信しますか?" },
  ]);
  await window.run(PAGE, "onMessageRecipientsChanged", { type: "olkRecipientsChanged" });
  const attempt = await window.pressSend(ON_SEND);
  expect(attempt).toMatchObject({
    isSent: false,
    maySendAnyway: true,
    button: { label: "Pro-Porter を開く", commandId: "composeButton" },
  });
  expect(attempt.message).toContain("社外の宛先が 1 件");
  window.mail!.attachments = [];
  await window.run(PAGE, "onMessageAttachmentsChanged", event);
  expect(window.mail?.notifications).toEqual([]);
  expect(await window.pressSend(ON_SEND)).toMatchObject({ isSent: true, isCompleted: true });
  await window.close();
});

test.each(["silence", { error: 9042 }] as const)(
  "it answers within a second when Outlook does not: %j",
  async (kind) => {
    const window = await host.openCompose();
    for (const method of ["getAttachmentsAsync", "sessionData.getAsync", "sessionData.getAllAsync"])
      host.faults.add(method, kind);
    expect(await window.pressSend(ON_SEND)).toMatchObject({ isSent: false, isCompleted: true });
    expect(window.alerts[0]?.message).toContain("確認できませんでした");
    await window.close();
  },
);

test.each(["silence", { error: 9042 }] as const)(
  "asks when it cannot read what the pane left: %j",
  async (kind) => {
    const window = await host.openCompose();
    host.faults.add("sessionData.getAsync", kind);
    host.faults.add("sessionData.getAllAsync", kind);
    expect(await window.pressSend(ON_SEND)).toMatchObject({ isSent: false, isCompleted: true });
    host.faults.clear();
    expect(await window.pressSend(ON_SEND)).toMatchObject({ isSent: true, isCompleted: true });
    await window.close();
  },
);

test.each(["onMessageAttachmentsChanged", "onMessageRecipientsChanged"])(
  "%s ends within a second of being called, whichever call is silent",
  async (name) => {
    const methods = ["getAttachmentsAsync", "recipients.getAsync", "sessionData.setAsync"];
    for (const method of [...methods, "notificationMessages.replaceAsync"]) {
      const window = await host.openCompose();
      window.attach({ name: "a.zip", bytes: Buffer.alloc(6_000_000) });
      host.faults.add(method, "silence");
      const completion = await window.run(PAGE, name, { type: "olk" }, 5_000);
      expect(completion).toMatchObject({ status: 0 });
      host.faults.clear();
      await window.close();
    }
  },
);
