/** The port MailItem on a letter of the mailbox page. */
import { equalBytes, type Bytes } from "../../core/bytes";
import { AppError } from "../../core/errors";
import { findInText } from "../../outlook/mail-block";
import type { ComposedMail, MailAttachment, MailItem, ReceivedMail } from "../../outlook/mail-item";
import {
  hold,
  MAIL_LIMIT_BYTES,
  sizeOf,
  type Box,
  type HeldAttachment,
  type Letter,
} from "./post-office";

/** As Outlook has it. */
const NOTES_LIMIT_CHARACTERS = 50_000;

const bytesOf = async ({ content }: HeldAttachment): Promise<Bytes> =>
  new Uint8Array(await content.arrayBuffer());

const requireInFront = (box: Box, letter: Letter): void => {
  if (box.front !== letter) throw new AppError("mail-switched");
};

function find(letter: Letter, { id }: MailAttachment): HeldAttachment {
  const found = letter.attachments.find((each) => each.id === id);
  if (found === undefined) throw new AppError("attachment-missing");
  return found;
}

function anyMail(box: Box, letter: Letter) {
  /** Like Outlook: later, and only for the mail in front. */
  const answer = async <Value>(read: () => Value | Promise<Value>): Promise<Value> => {
    await Promise.resolve();
    requireInFront(box, letter);
    return read();
  };
  const { name, address } = letter.to;
  return {
    answer,
    mail: {
      id: letter.id,
      isInFront: () => box.front === letter,
      readSubject: () => answer(() => letter.subject),
      readBody: () => answer(() => letter.body),
      readRecipients: () => answer(() => ({ to: [{ name, address }], cc: [], bcc: [] })),
      listAttachments: () => answer(() => letter.attachments),
      readAttachment: (attachment: MailAttachment) =>
        answer(() => ({ kind: "file" as const, content: find(letter, attachment).content })),
    },
  };
}

function received(box: Box, letter: Letter): ReceivedMail {
  const { from } = letter;
  const isOwn = from.id === box.owner.id;
  return { ...anyMail(box, letter).mail, kind: "received", sender: from, isOwn };
}

/** The same file again is the one that is there. */
async function findSame(letter: Letter, name: string, bytes: Bytes) {
  for (const each of letter.attachments) {
    if (each.name !== name || each.sizeBytes !== bytes.length) continue;
    if (equalBytes(await bytesOf(each), bytes)) return each;
  }
  return undefined;
}

function bodyOf(box: Box, letter: Letter): Pick<ComposedMail, "insertBlock" | "removeBlock"> {
  const { answer } = anyMail(box, letter);
  return {
    insertBlock: (block) =>
      answer(() => {
        const { body, cursor } = letter;
        if (findInText(body, block) !== undefined) return "there-already";
        const at = cursor ?? 0;
        const before = body.slice(0, at);
        const gap = before === "" || before.endsWith("\n") ? "" : "\n\n";
        const text = `${gap}${block.text.trimEnd()}\n\n`;
        box.change(letter, { body: before + text + body.slice(at) });
        return cursor === undefined ? "top" : "cursor";
      }),
    removeBlock: (block) =>
      answer(() => {
        const range = findInText(letter.body, block);
        if (range === undefined) return false;
        box.change(letter, { body: letter.body.slice(0, range[0]) + letter.body.slice(range[1]) });
        return true;
      }),
  };
}

function notesOf(box: Box, letter: Letter): ComposedMail["notes"] {
  const { answer } = anyMail(box, letter);
  return {
    limitCharacters: NOTES_LIMIT_CHARACTERS,
    read: (key) => answer(() => letter.notes.get(key)),
    write: (key, value) =>
      answer(() => {
        const others = [...letter.notes].filter(([name]) => name !== key);
        const length = others.reduce((sum, [name, text]) => sum + name.length + text.length, 0);
        if (length + key.length + value.length > NOTES_LIMIT_CHARACTERS) {
          throw new AppError("notes-full");
        }
        letter.notes.set(key, value);
      }),
    remove: (key) =>
      answer(() => {
        letter.notes.delete(key);
      }),
  };
}

function composed(box: Box, letter: Letter): ComposedMail {
  const { answer, mail } = anyMail(box, letter);
  return {
    ...{ ...mail, ...bodyOf(box, letter), kind: "composed", notes: notesOf(box, letter) },
    abilities: { attachments: true, promisesAttachments: true, notes: true },
    attach: (name, bytes) =>
      answer(async () => {
        const there = await findSame(letter, name, bytes);
        if (there !== undefined) return there;
        requireInFront(box, letter);
        if (sizeOf(letter) + bytes.length > MAIL_LIMIT_BYTES) {
          throw new AppError("attachment-too-large");
        }
        const held = hold(name, new Blob([bytes]));
        box.change(letter, { attachments: [...letter.attachments, held] });
        return held;
      }),
    remove: (attachment) =>
      answer(() => {
        const found = find(letter, attachment);
        box.change(letter, { attachments: letter.attachments.filter((each) => each !== found) });
      }),
    readMark: () => answer(() => letter.id),
    onAttachmentsChange: (listener) => {
      let known = letter.attachments;
      return box.subscribe(() => {
        if (letter.attachments === known) return;
        known = letter.attachments;
        listener();
      });
    },
  };
}

/** The letter as the panes know it: what is written can be changed, what was sent cannot. */
export const mailOf = (box: Box, letter: Letter): MailItem =>
  letter.folder === "drafts" ? composed(box, letter) : received(box, letter);
