/** Whether two entries of a mail's list look like the same attachment. */
import type { MailAttachment } from "./mail-item";

/** By what stays the same when another attachment is removed. The size of a mail differs from call to call. */
export const isSameAttachment = (a: MailAttachment, b: MailAttachment): boolean =>
  a.name === b.name &&
  a.kind === b.kind &&
  a.isInline === b.isInline &&
  (a.kind !== "file" || a.sizeBytes === b.sizeBytes);
