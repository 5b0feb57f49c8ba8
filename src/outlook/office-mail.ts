/** The mail in front as the port MailItem. */
import { AppError } from "../core/errors";
import { boundTo, type OfficeCalls } from "./office-calls";
import type { MailAddress, MailAttachment, MailNotes, MailRecipients } from "./mail-item";
import type { ComposeAbilities, ComposedMail, MailItem, ReceivedMail } from "./mail-item";
import {
  attachFile,
  listAttachments,
  onAttachmentsChange,
  readContent,
  removeAttachment,
  toAttachment,
} from "./office-attachments";
import { insertIntoBody, readBodyText, removeFromBody } from "./office-body";
import { createOfficeNotes } from "./office-notes";

type OfficeItem = NonNullable<Office.Mailbox["item"]>;

/** What a mail needs to know of its mailbox. */
export interface MailSurroundings {
  readonly calls: OfficeCalls;
  readonly userAddress: string;
  /** False from the moment on in which another mail came to the front. */
  readonly isInFront: () => boolean;
}

const isCompose = (item: OfficeItem): boolean =>
  typeof (item as { removeAttachmentAsync?: unknown }).removeAttachmentAsync === "function";

const toAddress = ({ displayName, emailAddress }: Office.EmailAddressDetails): MailAddress => ({
  name: displayName,
  address: emailAddress,
});

const sameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A mail that Outlook gives no name is another one each time. */
function idOf(item: Office.MessageRead): string {
  // Typed as always there; a mail opened from a file has none.
  const given = item as { readonly itemId?: string; readonly internetMessageId?: string };
  return given.itemId ?? given.internetMessageId ?? crypto.randomUUID();
}

function received(item: Office.MessageRead, around: MailSurroundings): ReceivedMail {
  const front = inFront(item, around);
  const calls = boundTo(around.calls, front);
  const sender = toAddress(item.from);
  /** Out of a shared mailbox it comes from that, and the user is its sender. */
  const senders = [item.from, item.sender as Office.EmailAddressDetails | undefined];
  const isOwn = senders.some(
    (each) => each !== undefined && sameAddress(each.emailAddress, around.userAddress),
  );
  return {
    kind: "received",
    id: idOf(item),
    sender,
    isOwn,
    isInFront: around.isInFront,
    readSubject: async () => Promise.resolve(front().subject),
    readBody: () =>
      calls.call<string>("body.getAsync", (done) => {
        front().body.getAsync(Office.CoercionType.Text, done);
      }),
    readRecipients: async () => {
      const { to, cc } = front();
      return Promise.resolve({ to: to.map(toAddress), cc: cc.map(toAddress), bcc: [] });
    },
    listAttachments: async () =>
      Promise.resolve(front().attachments.map((one) => toAttachment(one))),
    readAttachment: ({ id }) => readContent(calls, front, id),
  };
}

/** The item, as long as it is in front. */
function inFront<Item>(item: Item, around: MailSurroundings): () => Item {
  return () => {
    if (!around.isInFront()) throw new AppError("mail-switched");
    return item;
  };
}

const missingNotes: MailNotes = {
  limitCharacters: 0,
  read: () => Promise.resolve(undefined),
  write: () => Promise.reject(unsupported()),
  remove: () => Promise.resolve(),
};

const unsupported = (): AppError =>
  new AppError("mail-unsupported", { details: { need: "Mailbox 1.11" } });

const MARK = "pro-porter.mail";

interface Mark {
  readonly read: () => Promise<string | undefined>;
  /** Rejects with `mail-switched` when Outlook answers for another mail. */
  readonly require: () => Promise<void>;
}

/**
 * Tells this mail from another one that came to the front before Outlook said so: Outlook's calls name
 * no mail. Without notes, or when they do not work, Outlook's word is all there is.
 */
function createMark(notes: MailNotes): Mark {
  const own = crypto.randomUUID();
  const marked = (async () => {
    const there = await notes.read(MARK);
    if (there === undefined) await notes.write(MARK, own);
    return there ?? own;
  })().catch(() => undefined);
  return {
    read: () => marked,
    require: async () => {
      const expected = await marked;
      const found = await notes.read(MARK).catch(() => expected);
      if (expected !== undefined && found !== expected) throw new AppError("mail-switched");
    },
  };
}

async function readRecipients(
  calls: OfficeCalls,
  item: () => Office.MessageCompose,
): Promise<MailRecipients> {
  const read = async (field: "to" | "cc" | "bcc"): Promise<readonly MailAddress[]> => {
    const found = await calls.call<Office.EmailAddressDetails[]>("recipients.getAsync", (done) => {
      item()[field].getAsync(done);
    });
    return found.map(toAddress);
  };
  return { to: await read("to"), cc: await read("cc"), bcc: await read("bcc") };
}

/** A server of one's own declares less than its clients can do: this is a hint, never the answer. */
function isPromised(set: string, version: string): boolean {
  try {
    return Office.context.requirements.isSetSupported(set, version);
  } catch {
    return false;
  }
}

/** Typed as always there; an older script lacks them. */
type MaybeItem = Partial<Record<keyof Office.MessageCompose, unknown>>;

const abilitiesOf = (item: MaybeItem): ComposeAbilities => ({
  attachments:
    typeof item.getAttachmentsAsync === "function" &&
    typeof item.addFileAttachmentFromBase64Async === "function",
  promisesAttachments: isPromised("Mailbox", "1.8"),
  notes: typeof item.sessionData === "object",
});

function composed(item: Office.MessageCompose, around: MailSurroundings): ComposedMail {
  const front = inFront(item, around);
  const calls = boundTo(around.calls, front);
  const abilities = abilitiesOf(item);
  const notes = abilities.notes
    ? createOfficeNotes(calls, () => front().sessionData)
    : missingNotes;
  const mark = createMark(notes);
  /** An answer counts only if it was this mail's, and so does an error. */
  const checked = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    try {
      return await ask();
    } finally {
      await mark.require();
    }
  };
  // Changes come one after another: Outlook loses removals that overlap.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(change: () => Promise<Value>): Promise<Value> => {
    const result = last.then(mark.require).then(() => checked(change));
    last = result.catch(() => undefined);
    return result;
  };

  return {
    kind: "composed",
    abilities,
    notes: {
      ...notes,
      write: (key, value) => inTurn(() => notes.write(key, value)),
      remove: (key) => inTurn(() => notes.remove(key)),
    },
    readMark: mark.read,
    onAttachmentsChange: (listener) => onAttachmentsChange(around.calls, item, listener),
    isInFront: around.isInFront,
    readSubject: () =>
      calls.call<string>("subject.getAsync", (done) => {
        front().subject.getAsync(done);
      }),
    readBody: () => readBodyText(calls, front),
    readRecipients: () => readRecipients(calls, front),
    listAttachments: () => checked(() => listAttachments(calls, front)),
    readAttachment: ({ id }: MailAttachment) => checked(() => readContent(calls, front, id)),
    attach: (name, bytes) => inTurn(() => attachFile(calls, front, name, bytes)),
    remove: (attachment) => inTurn(() => removeAttachment(calls, front, attachment)),
    insertBlock: (block) => inTurn(() => insertIntoBody(calls, front, block)),
    removeBlock: (block) => inTurn(() => removeFromBody(calls, front, block)),
  };
}

/** As in Office.MailboxEnums.ItemType. */
const MESSAGE = "message";

/** The item of Outlook as a mail; undefined for what is no mail. */
export function toMail(item: OfficeItem, around: MailSurroundings): MailItem | undefined {
  if (item.itemType !== MESSAGE) return undefined;
  return isCompose(item) ? composed(item, around) : received(item, around);
}
