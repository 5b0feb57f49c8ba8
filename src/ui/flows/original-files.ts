/** Attachments of a mail as files of the browser: what a send takes, and what an undo puts back. */
import type { Bytes } from "../../core/bytes";
import { AppError, toAppError } from "../../core/errors";
import type { AttachmentContent, ComposedMail, MailAttachment } from "../../outlook/mail-item";
import type { Picked } from "../../platform/browser/picked";

export interface OriginalFile {
  readonly attachment: MailAttachment;
  readonly file: File;
}

/** Outlook gives whole contents only; the browser keeps a File out of this page's memory. */
function toFile({ name }: MailAttachment, found: AttachmentContent, lastModifiedMs: number): File {
  const make = (content: Blob | string, fileName: string): File =>
    new File([content], fileName, { lastModified: lastModifiedMs });
  switch (found.kind) {
    case "file":
      return make(found.content, name);
    case "mail":
      return make(found.text, /\.eml$/i.test(name) ? name : `${name}.eml`);
    case "calendar":
      return make(found.text, /\.ics$/i.test(name) ? name : `${name}.ics`);
    case "link":
      throw new AppError("attachment-missing");
  }
}

/**
 * Reads attachments one after another. The time of change is the send's own, so that reading them again
 * gives the same files. Rejects with what `readAttachment` rejects with, the attachment's name as subject.
 */
export async function readOriginals(
  mail: ComposedMail,
  attachments: readonly MailAttachment[],
  lastModifiedMs: number,
): Promise<readonly OriginalFile[]> {
  const files: OriginalFile[] = [];
  for (const attachment of attachments) {
    try {
      const found = await mail.readAttachment(attachment);
      files.push({ attachment, file: toFile(attachment, found, lastModifiedMs) });
    } catch (cause) {
      const { code, details } = toAppError(cause);
      throw new AppError(code, { details, cause, subject: attachment.name });
    }
  }
  return files;
}

/** Attachments and what was added in the pane, as one pick; the browser cannot find attachments again. */
export function joinPick(originals: readonly OriginalFile[], extras: Picked): Picked {
  const files = originals.map(({ file }) => ({ path: file.name, file }));
  return {
    files: [...files, ...extras.files],
    dirs: extras.dirs,
    handles: originals.length === 0 ? extras.handles : [],
  };
}

/** The contents again, for the mail. A mail that was attached comes back as a file. */
export async function toAttachments(
  originals: readonly OriginalFile[],
): Promise<readonly { readonly name: string; readonly bytes: Bytes }[]> {
  const contents: { name: string; bytes: Bytes }[] = [];
  for (const { file } of originals) {
    contents.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  }
  return contents;
}
