/** The launch events as they ship, in an engine that has nothing but the language. */
import { Linter } from "eslint";
import { DEFAULT_POLICY, POLICY_SETTING } from "../../src/outlook/shared-notes";
import { launchEn } from "../../src/strings/launch-en";
import { launchJa } from "../../src/strings/launch-ja";
import { commands } from "../../webpack.commands.mjs";
import { build } from "../outlook-host/bundle";
import { FAILS, fire, SILENT, THROWS, type BareMail } from "./bare-engine";

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
  for (const damaged of ["{", "[]", JSON.stringify({ fileBytes: -1 }), 7, null]) {
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

describe.each([
  ["missing", new Map<string, string>()],
  ["corrupt", new Map(["attachments", "sending"].map((key) => [`pro-porter.${key}`, "{]"]))],
  ["refused", FAILS],
  ["silent", SILENT],
  ["throwing", THROWS],
] as const)("session data: %s", (_name, notes) => {
  test.each([
    ["small", SMALL, { allowEvent: true }],
    ["large", LARGE, { allowEvent: false }],
    ["refused", FAILS, UNKNOWN],
    ["silent", SILENT, UNKNOWN],
    ["throwing", THROWS, UNKNOWN],
  ])("attachments: %s", async (_which, attachments, expected) => {
    const { completed, tookMs } = await send({ attachments, notes });
    expect(completed).toMatchObject([expected]);
    expect(tookMs).toBeLessThan(1_900);
  });
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

test.each([FAILS, SILENT, THROWS])("events that cannot look end all the same", async (answer) => {
  for (const name of ["onMessageAttachmentsChanged", "onMessageRecipientsChanged"]) {
    const mail = { attachments: answer, recipients: { to: answer }, notes: answer };
    const waitMs = answer === SILENT ? 12_000 : 2_000;
    const { completed } = await fire(script, name, mail, waitMs);
    expect(completed).toEqual([{}]);
  }
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
