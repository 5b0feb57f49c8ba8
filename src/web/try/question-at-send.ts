/** What the launch event of Outlook would ask when Send is pressed, as far as this page needs it. */
import type { PublicConfig } from "../../core/gateway-api";
import { parseSendingNote, SENDING_NOTE } from "../../outlook/shared-notes";
import { launchEn } from "../../strings/launch-en";
import { launchJa } from "../../strings/launch-ja";
import { sizeOf, type Letter } from "./post-office";

/** Undefined when there is nothing to ask. */
export function questionAtSend(
  letter: Letter,
  { threshold }: PublicConfig["policy"],
  language: string,
): string | undefined {
  const strings = language === "ja" ? launchJa : launchEn;
  const sending = parseSendingNote(letter.notes.get(SENDING_NOTE));
  if (sending?.state === "uploading") return strings.askUploading;
  if (sending?.state === "placing") return strings.askPlacing;
  const names = letter.attachments.map(({ name }) => name);
  if (sending?.indexNames.some((name) => !names.includes(name)) === true) {
    return strings.askIndexMissing;
  }
  const bytes = sizeOf(letter);
  const isLarge = letter.attachments.some(({ sizeBytes }) => sizeBytes > threshold.fileBytes);
  return isLarge || bytes > threshold.totalBytes
    ? strings.askLarge(names.length, bytes, 1)
    : undefined;
}
