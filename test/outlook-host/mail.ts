/** What the emulated mailbox holds: mails with their attachments, and one account. */
import { randomUUID } from "node:crypto";

export interface HostAttachment {
  id: string;
  name: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly type: "file" | "item" | "cloud";
  readonly isInline: boolean;
  /** What Outlook says it weighs, when that is not the length of its bytes. */
  readonly reportedBytes?: number;
}

export interface HostAddress {
  readonly name: string;
  readonly address: string;
  readonly isExternal?: boolean;
}

export interface HostNotification {
  readonly key: string;
  readonly type: number;
  readonly message: string;
  readonly actions?: readonly Record<string, unknown>[];
}

export interface HostMail {
  readonly id: string;
  readonly kind: "compose" | "read";
  subject: string;
  from: HostAddress;
  /** Who pressed Send, when that is not whom it comes from. */
  sender?: HostAddress;
  to: HostAddress[];
  cc: HostAddress[];
  bcc: HostAddress[];
  bodyType: "html" | "text";
  body: string;
  /** Where in the body the cursor stands; undefined when it stands elsewhere. */
  cursor: number | undefined;
  attachments: HostAttachment[];
  headers: Map<string, string>;
  notifications: HostNotification[];
  customProperties: Record<string, unknown>;
  sessionData: Map<string, string>;
  /** Whether the draft was saved, and so has an id. */
  isSaved: boolean;
}

export interface NewAttachment {
  readonly name: string;
  readonly bytes: Buffer | string;
  readonly contentType?: string;
  readonly type?: HostAttachment["type"];
  readonly isInline?: boolean;
  readonly reportedBytes?: number;
}

export type NewMail = Partial<Omit<HostMail, "id" | "kind" | "attachments">> & {
  readonly attachments?: readonly NewAttachment[];
};

export const newAttachment = (given: NewAttachment): HostAttachment => ({
  id: `AAMk${randomUUID()}`,
  name: given.name,
  bytes: Buffer.from(given.bytes),
  contentType: given.contentType ?? "application/octet-stream",
  type: given.type ?? "file",
  isInline: given.isInline ?? false,
  ...(given.reportedBytes === undefined ? {} : { reportedBytes: given.reportedBytes }),
});

/** A mail with what was given and ordinary values for the rest. */
export function newMail(kind: HostMail["kind"], given: NewMail): HostMail {
  return {
    id: `AAMkmail${randomUUID()}`,
    kind,
    subject: "Offer",
    from: { name: "Taro Yamada", address: "taro@example.co.jp" },
    to: [{ name: "Erika Muster", address: "erika@example.com", isExternal: true }],
    cc: [],
    bcc: [],
    bodyType: "html",
    body: "<html><body><div>Hello Erika,</div></body></html>",
    cursor: undefined,
    headers: new Map<string, string>(),
    notifications: [],
    customProperties: {},
    sessionData: new Map<string, string>(),
    isSaved: false,
    ...given,
    attachments: (given.attachments ?? []).map(newAttachment),
  };
}

export interface Account {
  readonly name: string;
  readonly address: string;
  /** Key to JSON text, as office.js writes them. */
  roamingSettings: Record<string, string>;
  readonly sent: HostMail[];
}

/** A mail as its recipients get it: what was sent, with ids of another mailbox and nothing of the compose session. */
export function asReceived(sent: HostMail): HostMail {
  return newMail("read", {
    subject: sent.subject,
    from: sent.from,
    to: sent.to,
    cc: sent.cc,
    bodyType: sent.bodyType,
    body: sent.body,
    headers: new Map(sent.headers),
    attachments: sent.attachments,
  });
}

const KINDS = { file: 0, item: 1, cloud: 2 } as const;

/**
 * An attachment as office.js gets it. In classic Outlook and on the Mac the id is the position in the
 * list, which the removal of another attachment changes.
 */
export function attachmentDetails(
  attachment: HostAttachment,
  position: number,
  ids: "stable" | "position",
): Record<string, unknown> {
  return {
    id: ids === "stable" ? attachment.id : String(position),
    name: attachment.name,
    size: attachment.reportedBytes ?? attachment.bytes.length,
    contentType: attachment.contentType,
    attachmentType: KINDS[attachment.type],
    isInline: attachment.isInline,
  };
}

export const addressDetails = ({ name, address, isExternal }: HostAddress) => ({
  name,
  address,
  recipientType: isExternal === true ? 3 : 2,
  appointmentResponse: 0,
});
