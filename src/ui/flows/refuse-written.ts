/** A passphrase must not travel in the mail that it protects. */
import { AppError } from "../../core/errors";
import type { FollowedMail } from "./followed-mail";

/**
 * Rejects with `passphrase-invalid` (details.reason "in-mail") when subject or text hold the passphrase. A
 * text that Outlook does not hand over is not held against the sender.
 */
export async function refuseWritten(
  mail: FollowedMail,
  passphrase: string | undefined,
): Promise<void> {
  if (passphrase === undefined) return;
  const texts = await mail
    .run(async (current) => [await current.readSubject(), await current.readBody()])
    .catch(() => []);
  if (texts.some((text) => text.includes(passphrase))) {
    throw new AppError("passphrase-invalid", { details: { reason: "in-mail" } });
  }
}
