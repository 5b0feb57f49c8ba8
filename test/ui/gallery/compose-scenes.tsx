/** The compose pane in every state, on a fake mail. */
import { AppError } from "../../../src/core/errors";
import type { MailAttachment } from "../../../src/outlook/mail-item";
import { keepSend, type KeptSend } from "../../../src/outlook/kept-sends";
import type { Mailbox } from "../../../src/outlook/mailbox";
import type { Transfers } from "../../../src/platform/browser/transfers";
import { ComposeScreen } from "../../../src/ui/screens/compose-screen";
import { createStoreNames } from "../../../src/ui/store-names";
import { asComposed, newFakeMail, type FakeMail } from "../../fakes/fake-mail";
import { config, EXPIRY_SECONDS, NOW_MS, picked, sendResult, summary, update } from "./samples";
import type { Scene } from "./scenes";
import { scriptTransfers, stillSend } from "./scripted-transfers";

/** As Outlook lists it: only its size is large. */
function attach(
  mail: FakeMail,
  name: string,
  sizeBytes: number,
  more: Partial<MailAttachment> = {},
) {
  mail.held.push({
    ...{ id: `id of ${name}`, name, sizeBytes, bytes: new Uint8Array(8), kind: "file" },
    ...{ isInline: false, ...more },
  });
}

function mailWithFiles(): FakeMail {
  const mail = newFakeMail();
  attach(mail, "Agenda.docx", 48_200);
  attach(mail, "見積書_改訂版_株式会社サンプル御中_2026年11月20日.xlsx", 8_240_000);
  attach(mail, "Drawing A-1 front elevation.dwg", 18_400_000);
  return mail;
}

function mailboxOf(mail: FakeMail | undefined): Mailbox {
  const composed = mail === undefined ? undefined : asComposed(mail);
  return {
    ...{ userName: "Taro Yamada", userAddress: "taro@example.co.jp", language: "en-US" },
    ...{ isDark: undefined, mail: composed, canDownload: true },
    onMailChange: () => () => undefined,
    onThemeChange: () => () => undefined,
    readContext: () => Promise.resolve(undefined),
    openInBrowser: () => true,
    settings: { get: () => undefined, set: () => undefined, save: () => Promise.resolve() },
  };
}

function composing(
  mail: FakeMail | Mailbox | undefined,
  script: Partial<Transfers> = {},
  act?: () => void,
): Scene {
  const transfers = scriptTransfers({
    inspect: () => Promise.resolve({ summary, renamed: [] }),
    exportOwnerKey: () => Promise.resolve("A".repeat(43)),
    importOwnerKey: () => Promise.resolve(),
    ...script,
  });
  const mailbox = mail !== undefined && "settings" in mail ? mail : mailboxOf(mail);
  return {
    page: "pane",
    render: (strings) => (
      <ComposeScreen
        {...{ config, mailbox, transfers }}
        files={{
          readDrop: () => Promise.resolve(picked),
          pickFiles: () => Promise.resolve(undefined),
          pickFolder: () => Promise.resolve(undefined),
          saveText: () => undefined,
        }}
        nameStore={createStoreNames(config.routes, strings)}
        nowMs={() => NOW_MS}
      />
    ),
    ...(act !== undefined && { act }),
  };
}

/** The one button at the end of the form. */
const press = (): void => {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("main button")];
  buttons.at(-1)?.click();
};

const pasteFiles = (): void => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["x"], "x.txt"));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
};

const openMore = (): void => {
  document.querySelector<HTMLButtonElement>("main button[aria-expanded=false]")?.click();
};

const stored: Partial<Transfers> = {
  send: () => ({ ...stillSend(update), result: Promise.resolve(sendResult) }),
};

function withFault(mail: FakeMail, call: string): FakeMail {
  mail.fault = (name) => (name.startsWith(call) ? { code: "mail-timeout" } : undefined);
  return mail;
}

const begun = (id: string, name: string): KeptSend => ({
  ...{ id, startedMs: NOW_MS, expirySeconds: EXPIRY_SECONDS, extras: [name] },
  ...{ originals: [], text: { language: "en", hidesNames: false } },
});

const kept = (id: string, name: string, sizeBytes: number) => ({
  ...begun(id, name),
  stored: {
    ...{ transferId: id, fileCount: 1, totalBytes: sizeBytes, hasPassphrase: false },
    isPlaced: true,
    placement: {
      ...{ indexName: "Restore attachments.porter.txt", indexFile: sendResult.indexFile },
      ...{ block: undefined, originals: [], others: [] },
    },
  },
});

/** One send in the mail, one stored and one broken off; a reply that carries an index. */
function mailWithSends(): FakeMail {
  const mail = mailWithFiles();
  attach(mail, "Restore attachments.porter.txt", 98);
  attach(mail, "添付ファイルの復元.porter.txt", 98);
  const composed = asComposed(mail);
  const broken = begun("b", "Site photos");
  const unplaced = kept("s", "Contract.pdf", 22_000_000);
  const sends = [
    kept("p", "Drawings", 1_224_600_000),
    { ...unplaced, stored: { ...unplaced.stored, isPlaced: false } },
    broken,
    begun("l", "Minutes.pdf"),
  ];
  void sends.reduce(
    (done, send) => done.then(() => keepSend(composed, send)),
    Promise.resolve(true),
  );
  return mail;
}

const unfinished: Partial<Transfers> = {
  unfinished: () =>
    Promise.resolve([
      {
        ...{ id: "b", summary, startedAt: new Date(NOW_MS), expirySeconds: EXPIRY_SECONDS },
        ...{ route: 0, hasPassphrase: false, needsPick: true, isRunning: false },
      },
    ]),
};

/** Outlook with Mailbox 1.5. */
function oldOutlook(): Mailbox {
  const mailbox = mailboxOf(mailWithFiles());
  Object.assign(mailbox.mail ?? {}, {
    abilities: { attachments: false, promisesAttachments: false, notes: false },
  });
  return mailbox;
}

export const COMPOSE_SCENES: Readonly<Record<string, Scene>> = {
  "compose-empty": composing(newFakeMail()),
  "compose-form": composing(mailWithFiles()),
  "compose-added": composing(mailWithFiles(), {}, () => {
    pasteFiles();
    openMore();
  }),
  "compose-sends": composing(mailWithSends(), unfinished),
  "compose-unlisted": composing(oldOutlook()),
  "compose-unreadable": composing(withFault(mailWithFiles(), "list")),
  "compose-running": composing(mailWithFiles(), { send: () => stillSend(update) }, press),
  "compose-must-stay": composing(
    withFault(mailWithFiles(), "write pro-porter.sends"),
    { send: () => stillSend(update) },
    press,
  ),
  "compose-failed": composing(
    mailWithFiles(),
    {
      send: () => ({
        ...stillSend(update),
        result: Promise.reject(new AppError("gateway-unavailable")),
      }),
    },
    press,
  ),
  "compose-ready": composing(mailWithFiles(), stored, press),
  "compose-left": composing(withFault(mailWithFiles(), "remove Drawing"), stored, press),
  "compose-unplaced": composing(withFault(mailWithFiles(), "attach"), stored, press),
  "compose-none": composing(undefined),
};
