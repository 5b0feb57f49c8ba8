/** Steps of a send that work on its mail. */
import { AppError } from "../../core/errors";
import { forgetSend, type KeptSend } from "../../outlook/kept-sends";
import type { MailAttachment } from "../../outlook/mail-item";
import { splitSame } from "../../outlook/same-attachment";
import type { Transfers } from "../../platform/browser/transfers";
import type { FollowedMail } from "./followed-mail";
import { readOriginals, type OriginalFile } from "./original-files";

/**
 * Takes attachments out of Outlook as files, found again in the list of now. Rejects with
 * `attachment-missing` and what `readOriginals` rejects with.
 */
export function collectOriginals(
  mail: FollowedMail,
  attachments: readonly MailAttachment[],
  startedMs: number,
): Promise<readonly OriginalFile[]> {
  return mail.run(async (current) => {
    if (attachments.length === 0) return [];
    const { found, missing } = splitSame(await current.listAttachments(), attachments);
    if (missing[0] !== undefined) {
      throw new AppError("attachment-missing", { subject: missing[0].name });
    }
    return readOriginals(current, found, startedMs);
  });
}

/** Nothing of a failed send was stored: there is nothing to go on with. */
export async function dropUnlessBegun(
  mail: FollowedMail,
  transfers: Pick<Transfers, "unfinished">,
  { id }: KeptSend,
): Promise<void> {
  const unfinished = await transfers.unfinished().catch(() => undefined);
  if (unfinished === undefined || unfinished.some((send) => send.id === id)) return;
  await mail.run((current) => forgetSend(current, id)).catch(() => undefined);
}
