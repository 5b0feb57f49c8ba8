/**
 * The port to the mail that the pane stands beside. Implemented on Outlook's script in this room, and by
 * a fake in the tests. Whatever rejects does so with an AppError: `mail-timeout` (Outlook stayed silent),
 * `mail-refused` (details.call, details.officeCode), `mail-switched` (another mail is in front),
 * `mail-permission`, `mail-unsupported` (details.need: what this Outlook lacks).
 */
import type { Bytes } from "../core/bytes";

export interface MailAttachment {
  /** May change when another attachment is removed: never kept, always read again. */
  readonly id: string;
  readonly name: string;
  /** As Outlook says it, which for mails is not what `readAttachment` gives. */
  readonly sizeBytes: number;
  readonly kind: "file" | "mail" | "link" | "other";
  /** A picture in the text: it cannot be removed as an attachment. */
  readonly isInline: boolean;
}

export type AttachmentContent =
  | { readonly kind: "file"; readonly content: Blob }
  /** A mail as its MIME source, an appointment as iCalendar. */
  | { readonly kind: "mail" | "calendar"; readonly text: string }
  /** Stored elsewhere; the address of it. */
  | { readonly kind: "link"; readonly url: string };

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export interface MailRecipients {
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
}

interface AnyMail {
  /** Whether this is still the mail in front. Every call of one that is not rejects with `mail-switched`. */
  isInFront(): boolean;
  readSubject(): Promise<string>;
  /** As text, without markup. */
  readBody(): Promise<string>;
  readRecipients(): Promise<MailRecipients>;
  listAttachments(): Promise<readonly MailAttachment[]>;
  /** The whole content, which the browser keeps. Rejects with `attachment-missing`, `attachment-too-large`. */
  readAttachment(attachment: MailAttachment): Promise<AttachmentContent>;
}

/** A mail that was received, or sent: nothing of it can be changed. */
export interface ReceivedMail extends AnyMail {
  readonly kind: "received";
  /** The same whenever this mail comes to the front, and no other mail's. */
  readonly id: string;
  readonly sender: MailAddress;
  /** Whether the user of this mailbox sent it. */
  readonly isOwn: boolean;
}

/** What this Outlook can do with a mail that is being written; the rest is for the user to do by hand. */
export interface ComposeAbilities {
  /** List, read, add and remove attachments (Mailbox 1.8): the calls are there. */
  readonly attachments: boolean;
  /** Outlook promises that they work. Where it does not, they may all the same. */
  readonly promisesAttachments: boolean;
  /** Keep small texts as long as the mail is being written (Mailbox 1.11). */
  readonly notes: boolean;
}

/** A text of the mail with an id by which it is found again. */
export interface MailBlock {
  /** Letters and digits. */
  readonly id: string;
  readonly html: string;
  readonly text: string;
}

export interface ComposedMail extends AnyMail {
  readonly kind: "composed";
  readonly abilities: ComposeAbilities;
  /**
   * Attaches a file and resolves once the list of attachments shows it; tried again it does not attach a
   * second one of the same name and size. Rejects with `attachment-too-large`.
   */
  attach(name: string, bytes: Bytes): Promise<MailAttachment>;
  /**
   * Removes one attachment and resolves once the list no longer shows it. Calls are made one after
   * another. Rejects with `attachment-missing`, `attachment-stays`.
   */
  remove(attachment: MailAttachment): Promise<void>;
  /** Inserts a block once: at the cursor, else on top. Resolves with where it stands. */
  insertBlock(block: MailBlock): Promise<"there-already" | "cursor" | "top">;
  /** Takes the block out again; false when it is no longer found. */
  removeBlock(block: MailBlock): Promise<boolean>;
  readonly notes: MailNotes;
  /**
   * What tells this mail from every other one, also when the pane is opened again; undefined where the mail
   * keeps no notes.
   */
  readMark(): Promise<string | undefined>;
  /** Calls `listener` when attachments came or went. Returns the function that ends it. */
  onAttachmentsChange(listener: () => void): () => void;
}

/** Small texts that stay with a mail while it is being written, also when the pane is closed. */
export interface MailNotes {
  read(key: string): Promise<string | undefined>;
  /** Rejects with `notes-full`. All keys and values together hold `limitCharacters`. */
  write(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
  readonly limitCharacters: number;
}

export type MailItem = ReceivedMail | ComposedMail;
