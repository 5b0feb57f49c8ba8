/** A mailbox in memory behind the port MailItem, for tests without a browser; steps can be made to fail. */
import { equalBytes, type Bytes } from "../../src/core/bytes";
import { AppError, type ErrorCode, type ErrorDetails } from "../../src/core/errors";
import { findInHtml, findInText, frameHtml } from "../../src/outlook/mail-block";
import type {
  ComposedMail,
  MailAttachment,
  MailBlock,
  MailItem,
  ReceivedMail,
} from "../../src/outlook/mail-item";
import type { GivenAttachment, GivenMail, MailWorld, Opened } from "../contract/mail-item.contract";

interface Held extends MailAttachment {
  readonly bytes: Bytes;
}

interface Fault {
  readonly code: ErrorCode;
  readonly details?: ErrorDetails;
  /** It fails after it did its work. */
  readonly after?: boolean;
}

/** The state of a fake mail, and its faults: a method that rejects, before or after it did its work. */
export interface FakeMail {
  held: Held[];
  body: string;
  readonly bodyType: "html" | "text";
  readonly notes: Map<string, string>;
  isInFront: boolean;
  readonly mark: string;
  readonly listeners: Set<() => void>;
  /** Calls so far, in their order: "remove a.pdf". */
  readonly calls: string[];
  fault: ((call: string) => Fault | undefined) | undefined;
}

const LIMIT_CHARACTERS = 50_000;
let ids = 0;

const hold = ({ name, bytes, isInline, isMail }: GivenAttachment): Held => {
  ids += 1;
  return {
    id: `id-${String(ids)}`,
    name,
    bytes,
    sizeBytes: bytes.length,
    kind: isMail === true ? "mail" : "file",
    isInline: isInline ?? false,
  };
};

const plain = ({ id, name, sizeBytes, kind, isInline }: Held): MailAttachment => ({
  id,
  name,
  sizeBytes,
  kind,
  isInline,
});

export function newFakeMail(given: GivenMail = {}): FakeMail {
  return {
    held: (given.attachments ?? []).map(hold),
    body: given.body ?? "<html><body><div>Hello Erika,</div></body></html>",
    bodyType: given.bodyType ?? "html",
    notes: new Map(),
    isInFront: true,
    mark: `mail-${String((ids += 1))}`,
    listeners: new Set(),
    calls: [],
    fault: undefined,
  };
}

const failed = ({ code, details }: Fault): AppError =>
  new AppError(code, details === undefined ? {} : { details });

/** Runs a step of the mail as its fault says. */
async function step<Value>(mail: FakeMail, call: string, run: () => Value): Promise<Value> {
  await Promise.resolve();
  if (!mail.isInFront) throw new AppError("mail-switched");
  mail.calls.push(call);
  const fault = mail.fault?.(call);
  if (fault !== undefined && fault.after !== true) throw failed(fault);
  const value = run();
  if (fault !== undefined) throw failed(fault);
  return value;
}

function anyMail(mail: FakeMail) {
  const find = (id: string): Held => {
    const held = mail.held.find((one) => one.id === id);
    if (held === undefined) throw new AppError("attachment-missing");
    return held;
  };
  return {
    isInFront: () => mail.isInFront,
    readSubject: () => step(mail, "readSubject", () => "Offer"),
    readBody: () => step(mail, "readBody", () => mail.body.replace(/<[^>]*>/g, "")),
    readRecipients: () =>
      step(mail, "readRecipients", () => ({
        to: [{ name: "Erika Muster", address: "erika@example.com" }],
        cc: [],
        bcc: [],
      })),
    listAttachments: () => step(mail, "list", () => mail.held.map(plain)),
    readAttachment: ({ id }: MailAttachment) =>
      step(mail, "readAttachment", () => {
        const { kind, bytes } = find(id);
        return kind === "mail"
          ? { kind: "mail" as const, text: new TextDecoder().decode(bytes) }
          : { kind: "file" as const, content: new Blob([bytes]) };
      }),
  };
}

export const asReceived = (
  mail: FakeMail,
  more: Partial<Pick<ReceivedMail, "id" | "isOwn">> = {},
): ReceivedMail => ({
  ...anyMail(mail),
  kind: "received",
  id: "AAMk-received",
  sender: { name: "Taro Yamada", address: "taro@example.co.jp" },
  isOwn: false,
  ...more,
});

function bodyOf(mail: FakeMail, hasCursor: boolean) {
  const find = (block: MailBlock) =>
    mail.bodyType === "html" ? findInHtml(mail.body, block) : findInText(mail.body, block);
  const insert = (block: MailBlock) => {
    if (find(block) !== undefined) return "there-already" as const;
    const isHtml = mail.bodyType === "html";
    const data = isHtml ? frameHtml(block) : `${block.text.trimEnd()}\n\n`;
    const [top, end] = isHtml
      ? [mail.body.indexOf("<body>") + 6, mail.body.indexOf("</body>")]
      : [0, mail.body.length];
    const at = hasCursor ? end : top;
    mail.body = mail.body.slice(0, at) + data + mail.body.slice(at);
    return hasCursor ? ("cursor" as const) : ("top" as const);
  };
  const remove = (block: MailBlock) => {
    const range = find(block);
    if (range === undefined) return false;
    mail.body = mail.body.slice(0, range[0]) + mail.body.slice(range[1]);
    return true;
  };
  return { insert, remove };
}

export function asComposed(mail: FakeMail, hasCursor = false): ComposedMail {
  const body = bodyOf(mail, hasCursor);
  return {
    ...anyMail(mail),
    kind: "composed",
    abilities: { attachments: true, promisesAttachments: true, notes: true },
    attach: (name, bytes) =>
      step(mail, `attach ${name}`, () => {
        const there = mail.held.find((one) => one.name === name && equalBytes(one.bytes, bytes));
        const held = there ?? hold({ name, bytes });
        if (there === undefined) mail.held.push(held);
        return plain(held);
      }),
    remove: (attachment) =>
      step(mail, `remove ${attachment.name}`, () => {
        const at = mail.held.findIndex((one) => one.id === attachment.id);
        if (at < 0) throw new AppError("attachment-missing");
        if (attachment.isInline) throw new AppError("attachment-stays");
        mail.held.splice(at, 1);
      }),
    insertBlock: (block) => step(mail, "insertBlock", () => body.insert(block)),
    removeBlock: (block) => step(mail, "removeBlock", () => body.remove(block)),
    readMark: () => step(mail, "readMark", () => mail.mark),
    onAttachmentsChange: (listener) => {
      mail.listeners.add(listener);
      return () => mail.listeners.delete(listener);
    },
    notes: {
      limitCharacters: LIMIT_CHARACTERS,
      read: (key) => step(mail, `note ${key}`, () => mail.notes.get(key)),
      write: (key, value) =>
        step(mail, `write ${key}`, () => {
          if (key.length + value.length > LIMIT_CHARACTERS) throw new AppError("notes-full");
          mail.notes.set(key, value);
        }),
      remove: (key) =>
        step(mail, `forget ${key}`, () => {
          mail.notes.delete(key);
        }),
    },
  };
}

function opened<Mail extends MailItem>(state: FakeMail, mail: Mail): Opened<Mail> {
  return {
    mail,
    attachments: () => Promise.resolve(state.held.map(({ name, bytes }) => ({ name, bytes }))),
    body: () => Promise.resolve(state.body),
    switchMail: () => {
      state.isInFront = false;
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

export const fakeMailWorld: MailWorld = {
  compose: (given) => {
    const mail = newFakeMail(given);
    return Promise.resolve(opened(mail, asComposed(mail, given.hasCursor)));
  },
  read: (given) => {
    const mail = newFakeMail(given);
    return Promise.resolve(opened(mail, asReceived(mail)));
  },
};
