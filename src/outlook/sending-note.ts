/** What the pane leaves with a mail: its state for the launch events, and what a closed pane needs to go on. */
import type { ComposedMail, MailAttachment, MailBlock } from "./mail-item";
import type { Placement } from "./place-index";
import { parseSendingNote, SENDING_NOTE, type SendingNote } from "./shared-notes";

const read = async (mail: ComposedMail): Promise<SendingNote | undefined> =>
  parseSendingNote(await mail.notes.read(SENDING_NOTE).catch(() => undefined));

/** Notes help the launch events and a pane that opens again; a send does not fail for want of them. */
async function write(mail: ComposedMail, note: SendingNote): Promise<void> {
  await mail.notes.write(SENDING_NOTE, JSON.stringify(note)).catch(() => undefined);
}

/** Several sends of one mail have several index files. */
export async function noteState(
  mail: ComposedMail,
  state: SendingNote["state"],
  indexName?: string,
): Promise<void> {
  const known = (await read(mail))?.indexNames ?? [];
  const isNew = indexName !== undefined && state === "ready" && !known.includes(indexName);
  await write(mail, { state, indexNames: isNew ? [...known, indexName] : known });
}

export async function forgetIndexName(mail: ComposedMail, indexName: string): Promise<void> {
  const known = (await read(mail))?.indexNames ?? [];
  const indexNames = known.filter((name) => name !== indexName);
  if (indexNames.length > 0) await write(mail, { state: "ready", indexNames });
  else await mail.notes.remove(SENDING_NOTE).catch(() => undefined);
}

const PLACEMENT_NOTE = "pro-porter.placement";

/** False when this Outlook keeps no notes, or has no room: then the pane must stay open until it is done. */
export async function keepPlacement(mail: ComposedMail, placement: Placement): Promise<boolean> {
  return mail.notes.write(PLACEMENT_NOTE, JSON.stringify(placement)).then(
    () => true,
    () => false,
  );
}

export async function forgetPlacement(mail: ComposedMail): Promise<void> {
  await mail.notes.remove(PLACEMENT_NOTE).catch(() => undefined);
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function toBlock(value: unknown): MailBlock | undefined {
  if (!isFields(value)) return undefined;
  const { id, html, text } = value;
  return typeof id === "string" && typeof html === "string" && typeof text === "string"
    ? { id, html, text }
    : undefined;
}

const KINDS: readonly unknown[] = ["file", "mail", "link", "other"];

const isAttachment = (value: unknown): value is MailAttachment =>
  isFields(value) &&
  typeof value["id"] === "string" &&
  typeof value["name"] === "string" &&
  typeof value["sizeBytes"] === "number" &&
  typeof value["isInline"] === "boolean" &&
  KINDS.includes(value["kind"]);

const isList = (value: unknown): value is MailAttachment[] =>
  Array.isArray(value) && value.every(isAttachment);

/** What `keepPlacement` kept; undefined when there is none or it is damaged. */
export async function readPlacement(mail: ComposedMail): Promise<Placement | undefined> {
  const text = await mail.notes.read(PLACEMENT_NOTE).catch(() => undefined);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(value)) return undefined;
  const { indexName, indexFile, originals, others } = value;
  return typeof indexName === "string" &&
    typeof indexFile === "string" &&
    isList(originals) &&
    isList(others)
    ? { indexName, indexFile, block: toBlock(value["block"]), originals, others }
    : undefined;
}
