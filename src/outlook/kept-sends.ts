/**
 * What a mail keeps of its sends, so that a pane that was closed goes on: which attachments were taken,
 * and once everything is stored, what is still to be done in the mail. Held in the notes of the mail.
 */
import { isAppError } from "../core/errors";
import type { ComposedMail, MailAttachment, MailBlock } from "./mail-item";
import { isAmount, isFields, isText, isTexts, parseNote } from "./note-fields";
import type { Placement } from "./place-index";

export interface StoredPart {
  /** Of the transfer, by which it is recalled. */
  readonly transferId: string;
  readonly fileCount: number;
  readonly totalBytes: number;
  readonly hasPassphrase: boolean;
  readonly placement: Placement;
  /** Index in, text in, originals out; or done by hand. */
  readonly isPlaced: boolean;
}

/** How the text for the recipients is written. */
export interface TextChoice {
  readonly language: "en" | "ja" | "both";
  readonly hidesNames: boolean;
  readonly name?: string;
  readonly contact?: string;
}

export interface KeptSend {
  /** Of the send, as the browser keeps its checkpoint. */
  readonly id: string;
  readonly startedMs: number;
  readonly expirySeconds: number;
  readonly originals: readonly MailAttachment[];
  /** Names of what was added in the pane: those files must be picked again when the browser lost hold of them. */
  readonly extras: readonly string[];
  readonly text: TextChoice;
  readonly stored?: StoredPart;
}

const SENDS_NOTE = "pro-porter.sends";

const KINDS: readonly unknown[] = ["file", "mail", "link", "other"];

const isAttachment = (value: unknown): value is MailAttachment =>
  isFields(value) &&
  isText(value["id"]) &&
  isText(value["name"]) &&
  isAmount(value["sizeBytes"]) &&
  typeof value["isInline"] === "boolean" &&
  KINDS.includes(value["kind"]);

const isList = (value: unknown): value is readonly MailAttachment[] =>
  Array.isArray(value) && value.every(isAttachment);

function toBlock(value: unknown): MailBlock | undefined {
  if (!isFields(value)) return undefined;
  const { id, html, text } = value;
  return isText(id) && isText(html) && isText(text) ? { id, html, text } : undefined;
}

function toPlacement(value: unknown): Placement | undefined {
  if (!isFields(value)) return undefined;
  const { indexName, indexFile, originals, others } = value;
  return isText(indexName) && isText(indexFile) && isList(originals) && isList(others)
    ? { indexName, indexFile, block: toBlock(value["block"]), originals, others }
    : undefined;
}

function toStored(value: unknown): StoredPart | undefined {
  if (!isFields(value)) return undefined;
  const { transferId, fileCount, totalBytes, hasPassphrase, isPlaced } = value;
  const placement = toPlacement(value["placement"]);
  return isText(transferId) && isAmount(fileCount) && isAmount(totalBytes) && placement
    ? {
        ...{ transferId, fileCount, totalBytes, placement },
        ...{ hasPassphrase: hasPassphrase === true, isPlaced: isPlaced === true },
      }
    : undefined;
}

function toText(value: unknown): TextChoice {
  const { language, hidesNames, name, contact } = isFields(value) ? value : {};
  return {
    language: language === "en" || language === "ja" ? language : "both",
    hidesNames: hidesNames === true,
    ...(isText(name) && { name }),
    ...(isText(contact) && { contact }),
  };
}

function toSend(value: unknown): KeptSend | undefined {
  if (!isFields(value)) return undefined;
  const { id, startedMs, expirySeconds, originals, extras } = value;
  const stored = toStored(value["stored"]);
  return isText(id) &&
    isAmount(startedMs) &&
    isAmount(expirySeconds) &&
    isList(originals) &&
    isTexts(extras)
    ? {
        ...{ id, startedMs, expirySeconds, originals, extras },
        ...{ text: toText(value["text"]), ...(stored && { stored }) },
      }
    : undefined;
}

function parseSends(text: string | undefined): readonly KeptSend[] {
  const value = parseNote(text);
  return Array.isArray(value) ? value.flatMap((one) => toSend(one) ?? []) : [];
}

/** Oldest first; none where this Outlook keeps nothing. What is damaged counts as absent. */
export async function readSends(mail: ComposedMail): Promise<readonly KeptSend[]> {
  return parseSends(await mail.notes.read(SENDS_NOTE));
}

/** Text of the mail and lists are needed no more once everything is in its place. */
function shortened(send: KeptSend): KeptSend {
  if (send.stored?.isPlaced !== true) return send;
  const placement: Placement = {
    ...send.stored.placement,
    ...{ block: undefined, originals: [], others: [] },
  };
  return { ...send, originals: [], stored: { ...send.stored, placement } };
}

/** Rejects with `notes-full`, `mail-unsupported` and what the calls of a mail reject with. */
async function write(mail: ComposedMail, sends: readonly KeptSend[]): Promise<void> {
  if (sends.length === 0) await mail.notes.remove(SENDS_NOTE);
  else await mail.notes.write(SENDS_NOTE, JSON.stringify(sends.map(shortened)));
}

/**
 * Adds the send, or replaces what was kept of it. False: the pane must stay open until it is done. Rejects
 * with `mail-switched` alone.
 */
export async function keepSend(mail: ComposedMail, send: KeptSend): Promise<boolean> {
  try {
    const others = (await readSends(mail)).filter(({ id }) => id !== send.id);
    await write(mail, [...others, send]);
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "mail-switched") throw error;
    return false;
  }
}

export async function forgetSend(mail: ComposedMail, id: string): Promise<void> {
  const others = (await readSends(mail)).filter((send) => send.id !== id);
  await write(mail, others);
}

const CHECKPOINT_NOTE = "pro-porter.checkpoint";
/** Leaves room for the other notes of a mail. */
const CHECKPOINT_SHARE = 0.75;

/** Where the browser keeps nothing: what a broken send needs. False when it has no room. */
export async function keepCheckpoint(mail: ComposedMail, text: string): Promise<boolean> {
  if (text.length > mail.notes.limitCharacters * CHECKPOINT_SHARE) return false;
  return mail.notes.write(CHECKPOINT_NOTE, text).then(
    () => true,
    () => false,
  );
}

export async function readCheckpoint(mail: ComposedMail): Promise<string | undefined> {
  return mail.notes.read(CHECKPOINT_NOTE).catch(() => undefined);
}

export async function forgetCheckpoint(mail: ComposedMail): Promise<void> {
  await mail.notes.remove(CHECKPOINT_NOTE).catch(() => undefined);
}
