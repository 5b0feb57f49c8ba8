/** The emulator carries the unmodified office.js: what the add-in builds on, seen from its side. */
import { newMail } from "./mail";
import { ADD_IN_ORIGIN, OutlookHost } from "./outlook-host";
import { listen } from "./servers";
import type { Pane } from "./mail-window";

const PAGE = `<!doctype html><html><head><title>Pane</title>
<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>
<script>
  window.started = Office.onReady();
  Office.actions.associate("onSend", (event) => event.completed({ allowEvent: false,
    errorMessage: "Two files", commandId: "pane", contextData: "{}", sendModeOverride: "promptUser" }));
  Office.actions.associate("silent", () => {});
  window.ask = (target, name, ...args) => new Promise((resolve) => {
    const end = setTimeout(() => resolve("silence"), 1500);
    const done = (result) => { clearTimeout(end); resolve(result.status === "succeeded" ? { value: result.value } : { error: result.error.code }); };
    try { target[name](...args, done); } catch (error) { clearTimeout(end); resolve({ thrown: String(error.message) }); }
  });
</script></head><body>Pane</body></html>`;

const addIn = (certificate: Parameters<typeof listen>[0]) =>
  listen(certificate, (_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(PAGE);
  });

const URL_OF_PAGE = `${ADD_IN_ORIGIN}/pane.html`;

/** Calls a member of the item of the pane by its path: "body.getAsync". */
const ask = (pane: Pane, path: string, ...args: unknown[]): Promise<unknown> =>
  pane.frame.evaluate(
    ([steps, values]) => {
      /* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return */
      let target = (globalThis as any).Office.context.mailbox.item;
      for (const step of steps.slice(0, -1)) target = target[step];
      return (globalThis as any).ask(target, steps.at(-1), ...values);
      /* eslint-enable */
    },
    [path.split("."), args] as const,
  );

const inPane = <T>(pane: Pane, script: string): Promise<T> => pane.frame.evaluate(script);

let host: OutlookHost;
beforeAll(async () => {
  host = await OutlookHost.start({ addIn });
});
afterAll(async () => {
  await host.stop();
});
afterEach(() => {
  host.faults.clear();
});

const READY = "started.then((info) => info.host + ' ' + info.platform)";

test("a read item is there when office.js is ready", async () => {
  const window = await host.openRead({ attachments: [{ name: "a.pdf", bytes: "abc" }] });
  const pane = await window.openPane(URL_OF_PAGE);
  expect(await inPane(pane, READY)).toBe("Outlook OfficeOnline");
  expect(
    await inPane(pane, "Office.context.mailbox.item.attachments.map((a) => [a.name, a.size])"),
  ).toEqual([["a.pdf", 3]]);
  expect(await inPane(pane, "Office.context.displayLanguage")).toBe("en-US");
  expect(await inPane(pane, "typeof Office.context.mailbox.item.removeAttachmentAsync")).toBe(
    "undefined",
  );
  await window.close();
});

test("attachments go both ways, and one that is too large throws", async () => {
  const window = await host.openCompose({ attachments: [{ name: "b.bin", bytes: "0123" }] });
  const pane = await window.openPane(URL_OF_PAGE);
  await inPane(pane, READY);
  expect(await ask(pane, "addFileAttachmentFromBase64Async", "aGVsbG8=", "h.txt")).toEqual({
    value: expect.any(String) as string,
  });
  expect(window.mail?.attachments.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
    ["b.bin", "0123"],
    ["h.txt", "hello"],
  ]);
  const [first] = window.mail?.attachments ?? [];
  expect(await ask(pane, "getAttachmentContentAsync", first?.id)).toEqual({
    value: { content: "MDEyMw==", format: "base64" },
  });
  expect(await ask(pane, "removeAttachmentAsync", first?.id)).toEqual({ value: undefined });
  expect(await ask(pane, "removeAttachmentAsync", first?.id)).toEqual({ error: 9008 });
  expect(
    await inPane<{ thrown: string }>(
      pane,
      "ask(Office.context.mailbox.item, 'addFileAttachmentFromBase64Async', 'A'.repeat(27892128), 'x')",
    ),
  ).toEqual({ thrown: expect.stringContaining("ArgumentOutOfRange") as string });
  await window.close();
});

test("body, session data and notifications", async () => {
  const window = await host.openCompose();
  const pane = await window.openPane(URL_OF_PAGE);
  await inPane(pane, READY);
  await ask(pane, "body.prependAsync", "<p>Block</p>", { coercionType: "html" });
  expect(window.mail?.body).toContain("<body><p>Block</p>");
  expect(await ask(pane, "body.getAsync", "text")).toEqual({ value: "Block\nHello Erika," });
  await ask(pane, "sessionData.setAsync", "k", "v");
  expect(await ask(pane, "sessionData.getAsync", "k")).toEqual({ value: "v" });
  expect(await ask(pane, "sessionData.getAsync", "none")).toEqual({ error: 9050 });
  const message = { type: "informationalMessage", message: "m", icon: "i", persistent: false };
  await ask(pane, "notificationMessages.addAsync", "n", message);
  expect(window.mail?.notifications).toMatchObject([{ key: "n", message: "m" }]);
  await window.close();
});

test("faults: an error, silence, an untold success, a throw", async () => {
  const window = await host.openCompose();
  const pane = await window.openPane(URL_OF_PAGE);
  await inPane(pane, READY);
  host.faults.add("subject.getAsync", { error: 9042 }, 1);
  host.faults.add("subject.getAsync", "silence", 2);
  expect(await ask(pane, "subject.getAsync")).toEqual({ error: 9042 });
  expect(await ask(pane, "subject.getAsync")).toBe("silence");
  expect(await ask(pane, "subject.getAsync")).toEqual({ value: "Offer" });
  host.faults.add("subject.setAsync", "done-silently");
  expect(await ask(pane, "subject.setAsync", "New")).toBe("silence");
  expect(window.mail?.subject).toBe("New");
  await pane.throwAt("subject.getAsync");
  expect(await ask(pane, "subject.getAsync")).toEqual({
    thrown: expect.stringContaining("ArgumentException") as string,
  });
  await window.close();
});

test("a pinned pane is told of another mail; an attachment by the user is announced", async () => {
  const window = await host.openCompose({ subject: "One" });
  const pane = await window.openPane(URL_OF_PAGE);
  await inPane(pane, READY);
  await inPane(
    pane,
    `new Promise((resolve) => { window.seen = [];
      Office.context.mailbox.item.addHandlerAsync("olkAttachmentsChanged", (e) => seen.push(e.attachmentDetails.name), () =>
        Office.context.mailbox.addHandlerAsync("olkItemSelectedChanged", () => seen.push("switched"), resolve)); }).then(() => 1)`,
  );
  window.attach({ name: "big.zip", bytes: "1" });
  await window.select(newMail("compose", { subject: "Two" }));
  await pane.frame.waitForFunction("seen.length === 2");
  expect(await inPane(pane, "seen")).toEqual(["big.zip", "switched"]);
  expect(await ask(pane, "subject.getAsync")).toEqual({ value: "Two" });
  await window.close();
});

test("Send asks the handler, and shows its question with a button", async () => {
  const window = await host.openCompose();
  const send = { page: URL_OF_PAGE, sendMode: "PromptUser" } as const;
  expect(await window.pressSend({ ...send, functionName: "onsend" })).toMatchObject({
    isSent: false,
    message: "Two files",
    button: { label: "Take Action", commandId: "pane" },
    maySendAnyway: true,
  });
  expect(host.account.sent).toHaveLength(0);
  const silent = { ...send, functionName: "silent", limitMs: 1_000 };
  expect(await window.pressSend(silent)).toEqual({ isSent: true, isCompleted: false });
  expect(await window.run(URL_OF_PAGE, "unknown", {})).toMatchObject({ status: 11101 });
  await window.close();
});

test("a right that the manifest does not ask for throws", async () => {
  const reader = await OutlookHost.start({ addIn, client: { permission: "ReadItem" } });
  const window = await reader.openCompose();
  const pane = await window.openPane(URL_OF_PAGE);
  await inPane(pane, READY);
  expect(await ask(pane, "subject.setAsync", "x")).toEqual({
    thrown: expect.stringContaining("Elevated permission") as string,
  });
  await reader.stop();
});

test("storage is there or blocked as asked", async () => {
  const probe = `(() => { try { localStorage.setItem("a", "b"); return "kept"; } catch (e) { return e.name; } })()`;
  const blocked = await OutlookHost.start({ addIn, storage: "blocked" });
  for (const [one, expected] of [
    [host, "kept"],
    [blocked, "SecurityError"],
  ] as const) {
    const window = await one.openCompose();
    const pane = await window.openPane(URL_OF_PAGE);
    expect(await inPane(pane, READY)).toBe("Outlook OfficeOnline");
    expect(await inPane(pane, probe)).toBe(expected);
    await window.close();
  }
  await blocked.stop();
});
