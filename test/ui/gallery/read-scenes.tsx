/** The read pane in every state, on a fake mail. */
import { AppError } from "../../../src/core/errors";
import { formatIndexFile, parseIndex } from "../../../src/core/format/index-file";
import { findIndexes } from "../../../src/outlook/find-index";
import type { ReceivedMail } from "../../../src/outlook/mail-item";
import { browserPrimitives } from "../../../src/platform/browser/primitives";
import type { FoundIndexLine, Transfers } from "../../../src/platform/browser/transfers";
import { createReadFlow, type ReadFlow } from "../../../src/ui/flows/read-flow";
import { ReadScreen, type ReadScreenProps } from "../../../src/ui/screens/read-screen";
import { createStoreNames } from "../../../src/ui/store-names";
import { asReceived, newFakeMail, type FakeMail } from "../../fakes/fake-mail";
import { card, config, NOW_MS, sentTransfers, update } from "./samples";
import type { Scene } from "./scenes";
import { scriptTransfers, stillRestore } from "./scripted-transfers";

const bytes = (text: string) => new TextEncoder().encode(text);
const nowMs = (): number => NOW_MS;
const nothing = (): void => undefined;

/** A received mail; its attachments come when the scene is shown. */
interface Given {
  readonly indexes?: number;
  readonly isOwn?: boolean;
  readonly mail?: FakeMail;
  /** Outlook does not answer yet. */
  readonly isSilent?: boolean;
}

const INDEX_NAME = "Restore attachments.porter.txt";

async function attachIndexes(mail: FakeMail, count: number): Promise<void> {
  for (let seed = 1; seed <= count; seed += 1) {
    const index = {
      route: 0,
      secret: new Uint8Array(24).fill(seed),
      id: new Uint8Array(24).fill(seed),
    };
    const line = await formatIndexFile(browserPrimitives, index, "porter.example.co.jp");
    mail.held.push({
      ...{ id: `index ${String(seed)}`, name: INDEX_NAME, bytes: bytes(line) },
      ...{ sizeBytes: line.length, kind: "file", isInline: false },
    });
  }
}

const mailboxOf = (
  mail: () => ReceivedMail | undefined,
  onMailChange: (listener: () => void) => () => void,
) => ({
  get mail() {
    return mail();
  },
  onMailChange,
  settings: { get: () => undefined, set: nothing, save: () => Promise.resolve() },
});

function flowOf(given: Given, transfers: Transfers) {
  const { indexes = 1, isOwn = false, mail = newFakeMail(), isSilent = false } = given;
  let front: ReceivedMail | undefined;
  let changed = nothing;
  // The scripted worker takes any line.
  const readLine = async (line: string): Promise<FoundIndexLine> => {
    await parseIndex(browserPrimitives, line);
    return transfers.readIndex(line);
  };
  const flow = createReadFlow({
    mailbox: mailboxOf(
      () => front,
      (listener) => {
        changed = listener;
        return nothing;
      },
    ),
    transfers,
    nowMs,
    find: (each, onFound) =>
      isSilent ? new Promise(nothing) : findIndexes(readLine, each, onFound),
  });
  const show = async (): Promise<void> => {
    await attachIndexes(mail, indexes);
    front = asReceived(mail, { isOwn });
    changed();
  };
  const switchMail = (): void => {
    front = asReceived(newFakeMail(), { id: "another" });
    changed();
  };
  return { flow, show, switchMail };
}

interface More {
  readonly mailbox?: ReadScreenProps["mailbox"];
  /** Once the indexes are found. */
  readonly then?: (flow: ReadFlow, switchMail: () => void) => void;
  readonly act?: () => void;
}

const ABLE: ReadScreenProps["mailbox"] = { canDownload: true, openInBrowser: () => true };

function reading(script: Partial<Transfers>, given: Given = {}, more: More = {}): Scene {
  const transfers = scriptTransfers({
    ownerKeys: () => Promise.resolve(["A".repeat(43)]),
    importOwnerKey: () => Promise.resolve(),
    readIndex: (source) =>
      Promise.resolve({
        code: (typeof source === "string" ? source : "").slice(-68),
        ...{ gateway: "https://porter.example.co.jp", isForeign: false },
      }),
    ...script,
  });
  const { flow, show, switchMail } = flowOf(given, transfers);
  let isStarted = false;
  return {
    page: "pane",
    ...(more.act !== undefined && { act: more.act }),
    render: (strings) => {
      if (!isStarted) {
        void show();
        setTimeout(() => more.then?.(flow, switchMail), 100);
      }
      isStarted = true;
      return (
        <ReadScreen
          {...{ config, flow, nowMs, transfers }}
          files={{}}
          mailbox={more.mailbox ?? ABLE}
          nameStore={createStoreNames(config.routes, strings)}
        />
      );
    },
  };
}

const opened: Partial<Transfers> = { open: () => Promise.resolve(card) };
const failing = (error: AppError): Partial<Transfers> => ({ open: () => Promise.reject(error) });
const blocked: Partial<Transfers> = {
  ...opened,
  storage: () => Promise.resolve({ usedBytes: 0, quotaBytes: 0, leftoverBytes: 0, canKeep: false }),
};
const atSeconds = NOW_MS / 1000 - 7_200;

/** Presses the first button whose text is one of these. */
const press =
  (...texts: readonly string[]) =>
  (): void => {
    const buttons = [...document.querySelectorAll("button")];
    buttons.find(({ textContent }) => texts.some((text) => textContent.startsWith(text)))?.click();
  };

const restoreAll = (flow: ReadFlow): void => {
  flow.view.current.front?.view.current.chosen?.restore.restore(card, { to: { kind: "download" } });
};

const [sent] = sentTransfers;
const own = (recalledAtSeconds?: number): Partial<Transfers> => ({
  ...opened,
  owns: () => Promise.resolve(true),
  adopt: () => Promise.resolve(sent!),
  readSent: () =>
    Promise.resolve({
      recalledAtSeconds,
      note: recalledAtSeconds === undefined ? undefined : "宛先を間違えました / Wrong recipient",
      expirySeconds: sent!.expirySeconds,
    }),
});

function faulty(
  code: "mail-timeout" | "mail-refused" | "mail-unsupported",
  call: string,
): FakeMail {
  const mail = newFakeMail();
  mail.fault = (called) =>
    called === call ? { code, details: { need: "Mailbox 1.8" } } : undefined;
  return mail;
}

/** Beside the index there is a forwarded mail that Outlook does not hand over. */
function withUnreadMail(): FakeMail {
  const mail = newFakeMail({
    attachments: [{ name: "Fwd: Drawings of the annex", bytes: bytes("x"), isMail: true }],
  });
  let reads = 0;
  mail.fault = (called) => {
    if (called === "readAttachment") reads += 1;
    return called === "readAttachment" && reads === 2
      ? { code: "attachment-too-large" }
      : undefined;
  };
  return mail;
}

export const READ_SCENES: Readonly<Record<string, Scene>> = {
  "read-looking": reading({}, { isSilent: true }),
  "read-none": reading({}, { indexes: 0 }),
  "read-card": reading(opened),
  "read-passphrase": reading(failing(new AppError("passphrase-needed"))),
  "read-recalled": reading(
    failing(new AppError("recalled", { details: { atSeconds }, subject: "Wrong recipient" })),
  ),
  "read-expired": reading(failing(new AppError("expired", { details: { atSeconds } }))),
  "read-unreachable": reading(
    failing(
      new AppError("too-few-stores", {
        details: { needed: 3, left: 2, dead: ["oss-sh: store-unavailable", "s3-us: unreachable"] },
      }),
    ),
  ),
  "read-foreign": reading({
    readIndex: () =>
      Promise.resolve({ code: "A", gateway: "https://files.example.com", isForeign: true }),
  }),
  "read-several": reading(opened, { indexes: 3 }),
  "read-running": reading(
    { ...opened, restore: () => stillRestore(update) },
    {},
    { then: restoreAll },
  ),
  "read-done": reading(
    {
      ...opened,
      restore: () => ({
        ...stillRestore(update),
        result: Promise.resolve({
          ...{ fileCount: 6, totalBytes: card.totalBytes, renamed: [], stores: card.stores },
          download: { name: "見積書 2026-11-20.zip", sizeBytes: card.totalBytes, save: nothing },
        }),
      }),
    },
    {},
    { then: restoreAll },
  ),
  "read-disk-error": reading(
    {
      ...opened,
      restore: () => ({
        ...stillRestore(update),
        result: Promise.reject(new AppError("disk-error", { details: { reason: "no-storage" } })),
      }),
    },
    {},
    { then: restoreAll },
  ),
  "read-no-storage": reading(blocked),
  "read-no-download": reading(opened, {}, { mailbox: { ...ABLE, canDownload: false } }),
  "read-popup-blocked": reading(
    blocked,
    {},
    {
      mailbox: { ...ABLE, openInBrowser: () => false },
      act: press("Open the restore page", "復元ページを開く"),
    },
  ),
  "read-other-mail": reading(
    { ...opened, restore: () => stillRestore(update) },
    {},
    {
      then: (flow, switchMail) => {
        restoreAll(flow);
        switchMail();
      },
    },
  ),
  "read-unread": reading(opened, { mail: withUnreadMail() }),
  "read-silent": reading({}, { mail: faulty("mail-timeout", "list") }),
  "read-unreadable": reading({}, { mail: faulty("mail-unsupported", "readAttachment") }),
  "read-own": reading(own(), { isOwn: true }),
  "read-own-recall": reading(own(), { isOwn: true }, { act: press("Recall", "取り消し") }),
  "read-own-recalled": reading(own(atSeconds), { isOwn: true }),
  "read-own-no-key": reading(opened, { isOwn: true }),
};
