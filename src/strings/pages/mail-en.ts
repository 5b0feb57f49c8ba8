/** The text that a mail carries beside the index file, in English. */
import { englishMoment, zoneName } from "../moments";
import { formatBytes } from "../quantities";

export const mailEn = {
  /** Name of the file that is attached. */
  indexFileName: "Restore attachments.porter.txt",
  heading: "Attachments, protected:",
  file: (name: string, sizeBytes: number) => `${name} (${formatBytes(sizeBytes)})`,
  folder: (name: string, sizeBytes: number) => `${name} (folder, ${formatBytes(sizeBytes)})`,
  /** Instead of names, when these shall not stand in the mail. */
  unnamed: (files: number, sizeBytes: number) =>
    `${files.toLocaleString("en")} ${files === 1 ? "file" : "files"} (${formatBytes(sizeBytes)})`,
  more: (items: number) => `and ${items.toLocaleString("en")} more`,
  separator: ", ",
  until: (seconds: number, timeZone?: string) =>
    ` · until ${englishMoment(seconds, timeZone)} (${zoneName(seconds, timeZone)})`,
  inOutlook: "Outlook:",
  /** The three parts of one sentence; the middle one is the name of the button. */
  inOutlookText: {
    before: "choose ",
    button: "Restore attachments",
    after: " above this message.",
  },
  elsewhere: "Elsewhere:",
  elsewhereText: { before: "open ", after: " and drop the attached file there." },
  nothing: "No account, no login, nothing to install.",
  passphrase: "You receive the passphrase separately.",
  questions: (who: string) => `Questions: ${who}.`,
  whoSeparator: ", ",
  /** Between a heading and its text, and between sentences. */
  gap: " ",
};

export type MailStrings = typeof mailEn;
