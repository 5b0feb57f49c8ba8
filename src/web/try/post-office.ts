/** The mailboxes of two people in the memory of one page: what they write, sent, and received. */
import type { MailAddress, MailAttachment } from "../../outlook/mail-item";

export interface Person extends MailAddress {
  /** Of the mailbox; stays what it is in every language. */
  readonly id: "taro" | "hanako";
}

export const TARO: Person = { id: "taro", name: "Taro Yamada", address: "taro@company.example" };
export const HANAKO: Person = {
  id: "hanako",
  name: "Hanako Sato",
  address: "hanako@partner.example",
};
export const PEOPLE: readonly Person[] = [TARO, HANAKO];

export const otherThan = ({ id }: Person): Person => (id === TARO.id ? HANAKO : TARO);

export interface HeldAttachment extends MailAttachment {
  readonly content: Blob;
}

export type Folder = "drafts" | "inbox" | "sent";

/** A mail in somebody's folder. Only one in drafts changes. */
export interface Letter {
  readonly id: string;
  readonly folder: Folder;
  readonly from: Person;
  readonly to: Person;
  subject: string;
  /** Plain text. */
  body: string;
  /** Where the cursor stands in the body; undefined before it was there. */
  cursor: number | undefined;
  attachments: readonly HeldAttachment[];
  isRead: boolean;
  /** Small texts of the pane. */
  readonly notes: Map<string, string>;
}

/** As Outlook on the web: all attachments of a mail together. */
export const MAIL_LIMIT_BYTES = 25_000_000;

export const sizeOf = ({ attachments }: Letter): number =>
  attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

let ids = 0;
const newId = (): string => {
  ids += 1;
  return `try-${String(ids)}`;
};

export const hold = (name: string, content: Blob): HeldAttachment => ({
  ...{ id: newId(), name, content, sizeBytes: content.size },
  ...{ kind: "file", isInline: false },
});

/** One person's mailbox. */
export class Box {
  readonly owner: Person;
  readonly settings = new Map<string, string>();
  #letters: readonly Letter[] = [];
  #front: Letter | undefined;
  #version = 0;
  readonly #listeners = new Set<() => void>();

  constructor(owner: Person) {
    this.owner = owner;
  }

  /** Newest first. */
  get letters(): readonly Letter[] {
    return this.#letters;
  }

  /** The mail that is open; undefined when none is. */
  get front(): Letter | undefined {
    return this.#front;
  }

  /** Another number after every change. */
  get version(): number {
    return this.#version;
  }

  /** Calls `listener` after every change. Returns the function that ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes a letter, and says so. */
  change(letter: Letter, fields: Partial<Omit<Letter, "id">>): void {
    Object.assign(letter, fields);
    this.#changed();
  }

  /** Where the next block goes; nothing that is shown. */
  placeCursor(letter: Letter, cursor: number): void {
    letter.cursor = cursor;
  }

  open(letter: Letter | undefined): void {
    if (letter !== undefined) letter.isRead = true;
    this.#front = letter;
    this.#changed();
  }

  write(): void {
    const draft = this.#letter("drafts", this.owner, otherThan(this.owner));
    this.#letters = [draft, ...this.#letters];
    this.open(draft);
  }

  discard(letter: Letter): void {
    this.#letters = this.#letters.filter((each) => each !== letter);
    this.open(undefined);
  }

  /** The mail leaves as it stands; nothing of it is open any more. */
  send(draft: Letter, recipient: Box): void {
    const { from, to } = draft;
    recipient.#receive({ ...recipient.#letter("inbox", from, to), ...contentOf(draft) });
    this.#letters = this.#letters.filter((each) => each !== draft);
    this.#letters = [{ ...this.#letter("sent", from, to), ...contentOf(draft) }, ...this.#letters];
    this.open(undefined);
  }

  #receive(letter: Letter): void {
    this.#letters = [letter, ...this.#letters];
    this.#changed();
  }

  #letter(folder: Folder, from: Person, to: Person): Letter {
    return {
      ...{ id: newId(), folder, from, to, subject: "", body: "", cursor: undefined },
      ...{ attachments: [], isRead: folder !== "inbox", notes: new Map<string, string>() },
    };
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

const contentOf = ({ subject, body, attachments }: Letter) => ({ subject, body, attachments });
