/** Attachments: base64 in one piece, both ways; removals one at a time. */
import { CODES, HostError } from "./host-error";
import { attachmentDetails, newAttachment, type HostAttachment, type HostMail } from "./mail";
import type { Method, MethodContext } from "./methods";

const removing = new WeakSet<HostMail>();

function details({ mail, client }: MethodContext, attachment: HostAttachment): { id: string } {
  const position = mail.attachments.indexOf(attachment);
  return attachmentDetails(attachment, position, client.attachmentIds) as { id: string };
}

function find({ mail, client }: MethodContext, id: unknown): HostAttachment | undefined {
  return mail.attachments.find((attachment, position) =>
    client.attachmentIds === "stable" ? attachment.id === id : String(position) === id,
  );
}

function add(context: MethodContext): string {
  const { mail, params, attachmentChanged } = context;
  const attachment = newAttachment({
    name: String(params["name"]),
    bytes: Buffer.from(String(params["base64String"]), "base64"),
    isInline: params["isInline"] === true,
  });
  mail.attachments.push(attachment);
  const added = details(context, attachment);
  attachmentChanged("added", added);
  return added.id;
}

/** Outlook loses removals that overlap; here the second one fails, so that a test sees it. */
async function remove(context: MethodContext): Promise<void> {
  const { mail, params, attachmentChanged } = context;
  if (removing.has(mail)) throw new HostError(CODES.internalServerError);
  removing.add(mail);
  try {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const attachment = find(context, params["attachmentIndex"]);
    // An inline attachment stays, and Outlook says that it went.
    if (attachment?.isInline === true) return;
    if (attachment === undefined) throw new HostError(CODES.attachmentMissing);
    const removed = details(context, attachment);
    mail.attachments.splice(mail.attachments.indexOf(attachment), 1);
    attachmentChanged("removed", removed);
  } finally {
    removing.delete(mail);
  }
}

function content(context: MethodContext): { content: string; format: string } {
  const attachment = find(context, context.params["id"]);
  if (attachment === undefined) throw new HostError(CODES.invalidAttachmentId);
  const { type, bytes, contentType } = attachment;
  if (type === "cloud") return { content: bytes.toString(), format: "url" };
  if (type === "file") return { content: bytes.toString("base64"), format: "base64" };
  if (contentType === "message/rfc822") return { content: bytes.toString(), format: "eml" };
  if (contentType === "text/calendar") return { content: bytes.toString(), format: "iCalendar" };
  throw new HostError(CODES.attachmentTypeNotSupported);
}

export const ATTACHMENT_METHODS: Readonly<Record<number, Method>> = {
  20: { name: "removeAttachmentAsync", run: remove },
  148: { name: "addFileAttachmentFromBase64Async", run: add },
  149: {
    name: "getAttachmentsAsync",
    run: (context) => context.mail.attachments.map((attachment) => details(context, attachment)),
  },
  150: { name: "getAttachmentContentAsync", run: content },
};
