/** Which attachments of a mail can leave it, and which of them are better sent via Pro-Porter. */
import type { MailAttachment } from "./mail-item";

/** By its name alone: what the index files of this product are called. */
export const isIndexName = (name: string): boolean => /\.porter\.txt$/i.test(name);

/** A file or a mail of its own; not a picture in the text, a link, or an index that came with a reply. */
export const canProtect = ({ kind, isInline, name }: MailAttachment): boolean =>
  (kind === "file" || kind === "mail") && !isInline && !isIndexName(name);

export interface SizeThreshold {
  readonly fileBytes: number;
  readonly totalBytes: number;
}

/**
 * Those that are too large: each file above `fileBytes`, then the largest of the others until the rest
 * weighs no more than `totalBytes`. Small ones stay in the mail as long as they fit.
 */
export function chooseLarge(
  attachments: readonly MailAttachment[],
  { fileBytes, totalBytes }: SizeThreshold,
): readonly MailAttachment[] {
  const candidates = attachments.filter(canProtect);
  const bySize = [...candidates].sort((a, b) => b.sizeBytes - a.sizeBytes);
  let restBytes = attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const chosen = new Set<MailAttachment>();
  for (const attachment of bySize) {
    if (attachment.sizeBytes <= fileBytes && restBytes <= totalBytes) break;
    chosen.add(attachment);
    restBytes -= attachment.sizeBytes;
  }
  return candidates.filter((attachment) => chosen.has(attachment));
}
