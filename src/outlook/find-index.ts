/** Finds the index files of a mail: among its attachments, and inside of mails that were forwarded with it. */
import { decodeUtf8 } from "../core/bytes";
import type { AppError } from "../core/errors";
import { isAppError, toAppError } from "../core/errors";
import { MAX_INDEX_FILE_BYTES } from "../core/format/index-file";
import { isIndexName } from "./choose-attachments";
import type { AttachmentContent, MailAttachment, MailItem } from "./mail-item";
import { smallTexts } from "./mime-texts";

/** `Found` is what a line is read as. */
export interface MailIndex<Found> {
  readonly found: Found;
  /** The line as it stood in the file; a secret. */
  readonly line: string;
  /** What it was attached as; a forwarded mail when it lay inside of one. */
  readonly attachment: MailAttachment;
}

/** May hold an index and could not be read, with the reason. */
export interface UnreadAttachment {
  readonly attachment: MailAttachment;
  readonly problem: AppError;
}

export interface MailIndexes<Found> {
  readonly indexes: readonly MailIndex<Found>[];
  readonly unread: readonly UnreadAttachment[];
}

/** Reads the line of an index file; rejects with `index-invalid` when it is none. */
export type ReadLine<Found> = (line: string) => Promise<Found>;

/** Outlook counts its own properties into a size. */
const SIZE_SLACK_BYTES = 8_192;

/** A text file of about the right size, whatever its name: people rename what they forward. */
const mayBeIndex = ({ name, kind, sizeBytes, isInline }: MailAttachment): boolean =>
  kind === "file" &&
  !isInline &&
  sizeBytes <= MAX_INDEX_FILE_BYTES + SIZE_SLACK_BYTES &&
  /\.txt$/i.test(name);

const mayHold = (attachment: MailAttachment): boolean =>
  mayBeIndex(attachment) || attachment.kind === "mail";

async function textsOf(found: AttachmentContent): Promise<readonly string[]> {
  if (found.kind === "mail") return smallTexts(found.text);
  if (found.kind !== "file" || found.content.size > MAX_INDEX_FILE_BYTES) return [];
  const bytes = new Uint8Array(await found.content.arrayBuffer());
  try {
    return [decodeUtf8(bytes)];
  } catch {
    return [];
  }
}

async function readOrNone<Found>(
  readLine: ReadLine<Found>,
  text: string,
): Promise<Found | undefined> {
  try {
    return await readLine(text);
  } catch (error) {
    if (isAppError(error) && error.code === "index-invalid") return undefined;
    throw error;
  }
}

/** Those with the right name first; forwarded mails, which may be large, last. */
function inOrder(candidates: readonly MailAttachment[]): readonly MailAttachment[] {
  return [
    ...candidates.filter(({ name }) => isIndexName(name)),
    ...candidates.filter(({ name, kind }) => !isIndexName(name) && kind === "file"),
    ...candidates.filter(({ name, kind }) => !isIndexName(name) && kind === "mail"),
  ];
}

/**
 * Reads the candidates one after another. The same index in two places is one. `onFound` is told what the
 * mail itself holds, if anything, before forwarded mails are read. Rejects only when the mail itself cannot
 * be read or is no longer in front.
 */
export async function findIndexes<Found>(
  readLine: ReadLine<Found>,
  mail: MailItem,
  onFound: (indexes: readonly MailIndex<Found>[]) => void = () => undefined,
): Promise<MailIndexes<Found>> {
  const ordered = inOrder((await mail.listAttachments()).filter(mayHold));
  const firstMail = ordered.find(({ kind }) => kind === "mail");
  const indexes = new Map<string, MailIndex<Found>>();
  const unread: UnreadAttachment[] = [];
  for (const attachment of ordered) {
    if (attachment === firstMail && indexes.size > 0) onFound([...indexes.values()]);
    try {
      for (const text of await textsOf(await mail.readAttachment(attachment))) {
        const found = await readOrNone(readLine, text);
        const code = text.trim().slice(-68);
        if (found !== undefined && !indexes.has(code)) {
          indexes.set(code, { found, line: text.trim(), attachment });
        }
      }
    } catch (error) {
      const problem = toAppError(error);
      if (problem.code === "mail-switched") throw problem;
      unread.push({ attachment, problem });
    }
  }
  return { indexes: [...indexes.values()], unread };
}
