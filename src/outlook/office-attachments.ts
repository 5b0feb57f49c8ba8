/** The attachments of a mail that is being written, and the content of any. */
import { equalBytes, type Bytes } from "../core/bytes";
import { AppError, toAppError } from "../core/errors";
import { decodeBase64, encodeBase64 } from "./base64";
import type { AttachmentContent, MailAttachment } from "./mail-item";
import type { OfficeCalls } from "./office-calls";
import { isSameAttachment } from "./same-attachment";

interface OfficeAttachment {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly isInline: boolean;
  readonly attachmentType: string;
}

const KINDS: Readonly<Record<string, MailAttachment["kind"]>> = {
  file: "file",
  base64: "file",
  item: "mail",
  cloud: "link",
};

/** Outlook's objects do not list their members, so each is read by name. */
export const toAttachment = (given: OfficeAttachment): MailAttachment => ({
  id: given.id,
  name: given.name,
  sizeBytes: given.size,
  kind: KINDS[given.attachmentType] ?? "other",
  isInline: given.isInline,
});

const count = (
  list: readonly MailAttachment[],
  fits: (attachment: MailAttachment) => boolean,
): number => list.filter(fits).length;

export async function readContent(
  calls: OfficeCalls,
  item: () => Office.MessageRead | Office.MessageCompose,
  id: string,
): Promise<AttachmentContent> {
  const given = await calls.callWithContent<Office.AttachmentContent>(
    "getAttachmentContentAsync",
    (done) => {
      const target = item();
      if (typeof target.getAttachmentContentAsync !== "function") throw unsupported();
      target.getAttachmentContentAsync(id, done);
    },
  );
  // The literals are those of Outlook's table, which old scripts lack in part.
  switch (given.format) {
    case "url":
      return { kind: "link", url: given.content };
    case "eml":
      return { kind: "mail", text: given.content };
    case "iCalendar":
      return { kind: "calendar", text: given.content };
    default:
      return { kind: "file", content: await decodeBase64(given.content) };
  }
}

const unsupported = (): AppError =>
  new AppError("mail-unsupported", { details: { need: "Mailbox 1.8" } });

type Item = () => Office.MessageCompose;

export async function listAttachments(
  calls: OfficeCalls,
  item: Item,
): Promise<readonly MailAttachment[]> {
  const found = await calls.call<Office.AttachmentDetailsCompose[]>(
    "getAttachmentsAsync",
    (done) => {
      const target = item();
      if (typeof target.getAttachmentsAsync !== "function") throw unsupported();
      target.getAttachmentsAsync(done);
    },
  );
  return found.map((one) => toAttachment(one));
}

async function isContent(
  calls: OfficeCalls,
  item: Item,
  { id }: MailAttachment,
  bytes: Bytes,
): Promise<boolean> {
  const found = await readContent(calls, item, id).catch(() => undefined);
  if (found?.kind !== "file" || found.content.size !== bytes.length) return false;
  return equalBytes(new Uint8Array(await found.content.arrayBuffer()), bytes);
}

/** Attaches a file unless the same one is there; what the port says of `attach`. */
export async function attachFile(
  calls: OfficeCalls,
  item: Item,
  name: string,
  bytes: Bytes,
): Promise<MailAttachment> {
  const list = () => listAttachments(calls, item);
  const hasName = (one: MailAttachment): boolean =>
    one.name === name && one.kind === "file" && !one.isInline;
  const before = await list();
  for (const one of before.filter(hasName)) {
    if (await isContent(calls, item, one, bytes)) return one;
  }
  const content = await encodeBase64(bytes);
  const failure = await calls
    .callWithContent("addFileAttachmentFromBase64Async", (done) => {
      const target = item();
      if (typeof target.addFileAttachmentFromBase64Async !== "function") throw unsupported();
      target.addFileAttachmentFromBase64Async(content, name, { isInline: false }, done);
    })
    .then(() => undefined, caught);
  // Only the list tells: a success may be none, and an error or silence may have been a success.
  const known = count(before, hasName);
  const after = await calls.lookUntil(list, (found) => count(found, hasName) > known);
  if (count(after, hasName) > known) {
    for (const one of after.filter(hasName).reverse()) {
      if (await isContent(calls, item, one, bytes)) return one;
    }
  }
  throw failure ?? new AppError("attachment-missing");
}

/** Removes one attachment, found again by what does not change; what the port says of `remove`. */
export async function removeAttachment(
  calls: OfficeCalls,
  item: Item,
  attachment: MailAttachment,
): Promise<void> {
  const list = () => listAttachments(calls, item);
  const before = await list();
  const target =
    before.find((one) => one.id === attachment.id && isSameAttachment(one, attachment)) ??
    before.find((one) => isSameAttachment(one, attachment));
  if (target === undefined) throw new AppError("attachment-missing");
  const failure = await calls
    .call("removeAttachmentAsync", (done) => {
      item().removeAttachmentAsync(target.id, done);
    })
    .then(() => undefined, caught);
  const isTarget = (one: MailAttachment): boolean => isSameAttachment(one, target);
  const known = count(before, isTarget);
  const after = await calls.lookUntil(list, (found) => count(found, isTarget) < known);
  if (count(after, isTarget) >= known) throw failure ?? new AppError("attachment-stays");
}

const caught = (error: unknown): AppError => toAppError(error);

/** One handler stays with Outlook for the life of the pane: taking one off would take all off. */
const watched = new WeakMap<object, Set<() => void>>();

/** What the port says of `onAttachmentsChange`; where Outlook does not tell, the listener never hears. */
export function onAttachmentsChange(
  calls: OfficeCalls,
  item: Office.MessageCompose,
  listener: () => void,
): () => void {
  const known = watched.get(item);
  const listeners = known ?? new Set();
  listeners.add(listener);
  if (known === undefined && typeof item.addHandlerAsync === "function") {
    watched.set(item, listeners);
    const changed = (): void => {
      for (const each of [...listeners]) each();
    };
    void calls
      .call("item.addHandlerAsync", (done) => {
        item.addHandlerAsync(Office.EventType.AttachmentsChanged, changed, done);
      })
      .catch(() => undefined);
  }
  return () => listeners.delete(listener);
}
