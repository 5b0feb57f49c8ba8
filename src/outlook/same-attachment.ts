/** Whether two entries of a mail's list look like the same attachment. */
import type { MailAttachment } from "./mail-item";

/** By what stays the same when another attachment is removed. The size of a mail differs from call to call. */
export const isSameAttachment = (a: MailAttachment, b: MailAttachment): boolean =>
  a.name === b.name &&
  a.kind === b.kind &&
  a.isInline === b.isInline &&
  (a.kind !== "file" || a.sizeBytes === b.sizeBytes);

export interface Split {
  /** One of `list` for each of `wanted` that was found, in the order of `wanted`. */
  readonly found: readonly MailAttachment[];
  readonly rest: readonly MailAttachment[];
  readonly missing: readonly MailAttachment[];
}

/** Finds attachments of an earlier list again; ids count as long as the rest agrees. */
export function splitSame(
  list: readonly MailAttachment[],
  wanted: readonly MailAttachment[],
): Split {
  const rest = [...list];
  const found: MailAttachment[] = [];
  const missing: MailAttachment[] = [];
  for (const one of wanted) {
    const sameId = rest.findIndex((each) => each.id === one.id && isSameAttachment(each, one));
    const at = sameId >= 0 ? sameId : rest.findIndex((each) => isSameAttachment(each, one));
    const [taken] = at < 0 ? [] : rest.splice(at, 1);
    if (taken === undefined) missing.push(one);
    else found.push(taken);
  }
  return { found, rest, missing };
}
