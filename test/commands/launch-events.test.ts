/** The launch events as they ship, in an engine that has nothing but the language. */
import { Linter } from "eslint";
import { DEFAULT_POLICY, POLICY_SETTING } from "../../src/outlook/shared-notes";
import { launchEn } from "../../src/strings/launch-en";
import { launchJa } from "../../src/strings/launch-ja";
import { commands } from "../../webpack.commands.mjs";
import { build } from "../outlook-host/bundle";
import { FAILS, fire, NO_RESULT, SILENT, THROWS, type BareMail } from "./bare-engine";

let script: string;
beforeAll(async () => {
  script = await build(commands);
});

const file = (name: string, size: number, more = {}) => ({
  id: name,
  name,
  size,
  isInline: false,
  attachmentType: "file",
  ...more,
});
const SMALL = [file("note.txt", 10_000)];
const LARGE = [file("note.txt", 10_000), file("drawing.zip", 18_000_000)];
const NOTHING_ATTACHED = { count: 0, totalBytes: 0, largestName: "", largestBytes: 0 };
const ALLOWED = { allowEvent: true };
const UNKNOWN = { allowEvent: false, errorMessage: launchEn.askUnknown };

const send = async (mail: BareMail) => {
  const startedMs = Date.now();
  const { completed } = await fire(script, "onMessageSend", mail);
  return { completed, tookMs: Date.now() - startedMs };
};

test("it is one small file in ES2016 that names nothing which the engine lacks", () => {
  expect(script.length).toBeLessThan(20_000);
  const linter = new Linter();
  const config = { languageOptions: { ecmaVersion: 2016, sourceType: "script" } } as const;
  expect(linter.verify(script, [config])).toEqual([]);
  const absent =
    /\b(?:document|localStorage|sessionStorage|crypto|fetch|XMLHttpRequest|location)\b/;
  expect(script).not.toMatch(absent);
  // Its encoding cannot be mistaken.
  expect(Buffer.byteLength(script)).toBe(script.length);
});

test("a mail with small attachments leaves without a question", async () => {
  const mail = { attachments: [...SMALL, file("logo.png", 9_000_000, { isInline: true })] };
  expect((await send(mail)).completed).toEqual([{ allowEvent: true }]);
});

test("large attachments: a question with the numbers and a button that opens the pane", async () => {
  const notes = new Map([
    ["pro-porter.recipients", JSON.stringify({ externalCount: 3, domains: ["example.com"] })],
  ]);
  const { completed } = await send({ attachments: LARGE, notes });
  expect(completed).toEqual([
    {
      allowEvent: false,
      errorMessage: launchEn.askLarge(2, 18_010_000, 3),
      cancelLabel: "Open Pro-Porter",
      commandId: "composeButton",
      contextData: JSON.stringify({ from: "send", reason: "large" }),
    },
  ]);
  const japanese = await send({ attachments: LARGE, notes, language: "ja-JP" });
  expect(japanese.completed[0]).toMatchObject({
    errorMessage: launchJa.askLarge(2, 18_010_000, 3),
    cancelLabel: "Pro-Porter を開く",
  });
});

test("the policy that a pane left replaces what is compiled in; a damaged one does not", async () => {
  const strict = { [POLICY_SETTING]: JSON.stringify({ ...DEFAULT_POLICY, fileBytes: 5_000 }) };
  expect((await send({ attachments: SMALL, settings: strict })).completed[0]).toMatchObject({
    allowEvent: false,
  });
  const damages = [
    "{",
    "[]",
    '{"fileBytes":1e999,"totalBytes":1e999}',
    '{"fileBytes":-1}',
    7,
    null,
  ];
  for (const damaged of damages) {
    const settings = { [POLICY_SETTING]: damaged };
    expect((await send({ attachments: SMALL, settings })).completed).toEqual([
      { allowEvent: true },
    ]);
    expect((await send({ attachments: LARGE, settings })).completed[0]).toMatchObject({
      allowEvent: false,
    });
  }
});

test.each([
  ["uploading", SMALL, launchEn.askUploading],
  ["placing", SMALL, launchEn.askPlacing],
  ["ready", SMALL, launchEn.askIndexMissing],
  ["ready", [...SMALL, file("i.porter.txt", 90)], undefined],
])("while the pane is %s", async (state, attachments, question) => {
  const notes = new Map([
    ["pro-porter.sending", JSON.stringify({ state, indexNames: ["i.porter.txt"] })],
  ]);
  const { completed } = await send({ attachments, notes });
  expect(completed).toMatchObject([
    question === undefined ? { allowEvent: true } : { allowEvent: false, errorMessage: question },
  ]);
});

/** Each way in which a call of Outlook can go wrong. */
type Case = readonly [name: string, answer: unknown];
type Expecting = readonly [name: string, answer: unknown, expected: object];
const FAULTS: readonly Case[] = [
  ["refused", FAILS],
  ["silent", SILENT],
  ["throwing", THROWS],
  ["without a result", NO_RESULT],
  ["null", null],
  ["a number", 7],
  ["a text", "[]"],
];

const SESSION_DATA: readonly Expecting[] = [
  ["missing", new Map<string, string>(), ALLOWED],
  ["damaged where nothing hangs on it", new Map([["pro-porter.attachments", "{]"]]), ALLOWED],
  ["damaged", new Map([["pro-porter.sending", "{]"]]), UNKNOWN],
  ["of another make", new Map([["pro-porter.sending", '{"state":"gone"}']]), UNKNOWN],
  // Null is how some say that there is nothing.
  ...FAULTS.map(([name, answer]) => [name, answer, answer === null ? ALLOWED : UNKNOWN] as const),
];

describe.each(SESSION_DATA)("session data: %s", (_name, notes, small) => {
  const lists: readonly Expecting[] = [
    ["small", SMALL, small],
    ["large", LARGE, { allowEvent: false }],
    ...FAULTS.map(([name, answer]) => [name, answer, UNKNOWN] as const),
  ];
  test.each(lists)("attachments: %s", async (_which, attachments, expected) => {
    const { completed, tookMs } = await send({ attachments, notes });
    expect(completed).toHaveLength(1);
    expect(completed).toMatchObject([expected]);
    expect(tookMs).toBeLessThan(1_000);
  });
});

test.each([
  ["a size is missing", [{ name: "a.zip", isInline: false, attachmentType: "file" }]],
  ["a size is a text", [file("a.zip", "18000000" as unknown as number)]],
  ["a size is no number", [file("a.zip", NaN)]],
  ["a size is negative", [file("a.zip", -1)]],
  ["a name is missing", [file(undefined as unknown as string, 1)]],
  ["one is null", [null, ...SMALL]],
])("asks when %s", async (_name, attachments) => {
  expect((await send({ attachments })).completed).toMatchObject([UNKNOWN]);
});

test.each([
  ["sessionData", { allowEvent: true }],
  ["getAllAsync", { allowEvent: true }],
  ["userProfile", { allowEvent: true }],
  ["settings", { allowEvent: true }],
  ["item", UNKNOWN],
  ["context", UNKNOWN],
] as const)("an Outlook without %s", async (lacks, expected) => {
  expect((await send({ attachments: SMALL, lacks })).completed).toMatchObject([expected]);
  if (lacks === "item" || lacks === "context") return;
  expect((await send({ attachments: LARGE, lacks })).completed).toMatchObject([
    { allowEvent: false, contextData: JSON.stringify({ from: "send", reason: "large" }) },
  ]);
});

test.each([undefined, null, 7, {}])("a language that is none: %j", async (language) => {
  expect((await send({ attachments: SILENT, language })).completed).toMatchObject([UNKNOWN]);
  expect((await send({ attachments: SMALL, language })).completed).toEqual([ALLOWED]);
});

test("whether the index is attached cannot be told without the list", async () => {
  const notes = new Map([
    ["pro-porter.sending", JSON.stringify({ state: "ready", indexNames: ["i.porter.txt"] })],
    ["pro-porter.attachments", JSON.stringify({ ...NOTHING_ATTACHED, count: 1 })],
  ]);
  expect((await send({ attachments: FAILS, notes })).completed).toMatchObject([UNKNOWN]);
});

test("a note that went stale is withdrawn", async () => {
  const notes = new Map<string, string>();
  await fire(script, "onMessageAttachmentsChanged", { attachments: SMALL, notes });
  expect((await send({ attachments: FAILS, notes })).completed).toEqual([ALLOWED]);
  await fire(script, "onMessageAttachmentsChanged", { attachments: FAILS, notes });
  expect((await send({ attachments: FAILS, notes })).completed).toMatchObject([UNKNOWN]);
  const to = [{ emailAddress: "a@example.com", recipientType: "externalUser" }];
  await fire(script, "onMessageRecipientsChanged", { recipients: { to }, notes });
  await fire(script, "onMessageRecipientsChanged", { recipients: { to: FAILS }, notes });
  expect((await send({ attachments: LARGE, notes })).completed).toMatchObject([
    { errorMessage: launchEn.askLarge(2, 18_010_000, undefined) },
  ]);
});

test("the notification is shown where session data stays silent", async () => {
  const mail = { attachments: LARGE, notes: SILENT };
  const { notifications } = await fire(script, "onMessageAttachmentsChanged", mail);
  expect(notifications.size).toBe(1);
});

test("where there are no timers it still answers", async () => {
  const { completed } = await send({ attachments: LARGE, notes: FAILS, hasTimers: false });
  expect(completed).toMatchObject([{ allowEvent: false }]);
});

test("what an earlier event wrote down serves when Outlook does not list the attachments", async () => {
  const notes = new Map<string, string>();
  await fire(script, "onMessageAttachmentsChanged", { attachments: LARGE, notes });
  expect((await send({ attachments: FAILS, notes })).completed[0]).toMatchObject({
    errorMessage: launchEn.askLarge(2, 18_010_000, undefined),
  });
});

test("a large attachment shows a notification with a button, which goes again with it", async () => {
  const notes = new Map<string, string>();
  const run = await fire(script, "onMessageAttachmentsChanged", { attachments: LARGE, notes });
  expect(run.completed).toHaveLength(1);
  expect(run.notifications.get("pro-porter")).toMatchObject({
    type: "insightMessage",
    message: "drawing.zip (18.0 MB): send it via Pro-Porter?",
    actions: [{ actionType: "showTaskPane", commandId: "composeButton" }],
  });
  const after = await fire(script, "onMessageAttachmentsChanged", { attachments: SMALL, notes });
  expect(after.notifications.size).toBe(0);
});

test("without notifications with buttons, words; and a long name fits", async () => {
  const attachments = [file(`${"長".repeat(250)}.zip`, 18_000_000)];
  for (const language of ["en-US", "ja-JP"]) {
    const { notifications } = await fire(script, "onMessageAttachmentsChanged", {
      attachments,
      language,
      notificationTypes: ["informationalMessage"],
    });
    const shown = notifications.get("pro-porter");
    expect(shown).toMatchObject({ type: "informationalMessage" });
    expect(String(shown?.["message"]).length).toBeLessThanOrEqual(150);
  }
});

test("counts recipients outside of the company and their domains", async () => {
  const notes = new Map<string, string>();
  const to = ["a@example.com", "b@EXAMPLE.com", "c@example.co.jp", "d@partner.example"];
  await fire(script, "onMessageRecipientsChanged", {
    notes,
    recipients: {
      to: to.map((emailAddress) => ({ emailAddress, recipientType: "user" })),
      bcc: [{ emailAddress: "x@example.co.jp", recipientType: "externalUser" }],
    },
    settings: {
      [POLICY_SETTING]: JSON.stringify({ ...DEFAULT_POLICY, internalDomains: ["Partner.example"] }),
    },
  });
  expect(JSON.parse(notes.get("pro-porter.recipients") ?? "")).toEqual({
    externalCount: 3,
    domains: ["example.com", "example.co.jp"],
  });
});

test.each(FAULTS)("events whose calls are %s end all the same, once", async (_name, answer) => {
  const recipients = { to: answer };
  for (const mail of [
    { attachments: answer, recipients, notes: answer },
    { attachments: LARGE, recipients: {}, notes: answer },
    { attachments: LARGE, notifications: answer },
    { attachments: answer, recipients },
  ]) {
    for (const name of ["onMessageAttachmentsChanged", "onMessageRecipientsChanged"]) {
      const startedMs = Date.now();
      const { completed } = await fire(script, name, mail);
      expect(completed).toEqual([{}]);
      expect(Date.now() - startedMs).toBeLessThan(1_000);
    }
  }
});

test("an answer that comes after the limit is not a second one", async () => {
  const late = { attachments: SILENT, notes: SILENT, lateMs: 850 };
  const { completed } = await fire(script, "onMessageSend", late, 2_000, 400);
  expect(completed).toMatchObject([UNKNOWN]);
});

test("an address of the own directory is not taken for one outside", async () => {
  const notes = new Map<string, string>();
  const to = [{ emailAddress: "/o=ExchangeLabs/cn=Recipients/cn=hanako", recipientType: "user" }];
  await fire(script, "onMessageRecipientsChanged", { notes, recipients: { to } });
  expect(notes.get("pro-porter.recipients")).toBe('{"externalCount":0,"domains":[]}');
});

test("every sentence keeps Outlook's limits", () => {
  for (const strings of [launchEn, launchJa]) {
    const asked = [
      strings.askUploading,
      strings.askPlacing,
      strings.askIndexMissing,
      strings.askUnknown,
      strings.askLarge(499, 1e12, 499),
    ];
    for (const sentence of asked) expect(sentence.length).toBeLessThanOrEqual(500);
    expect(strings.openShort.length).toBeLessThanOrEqual(20);
    expect(strings.open.length).toBeLessThanOrEqual(30);
    expect(strings.suggestOne("x".repeat(60), 18_400_000).length).toBeLessThanOrEqual(150);
    expect(strings.suggestMany(499, 18_400_000).length).toBeLessThanOrEqual(150);
  }
});
