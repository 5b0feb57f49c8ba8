/** What Outlook shows in the name of the launch events, in English: kept apart, because it ships with a tiny file. */
import { formatBytes } from "./quantities";

const files = (count: number): string =>
  count === 1 ? "1 attachment" : `${String(count)} attachments`;

export const launchEn = {
  /** At most 150 characters with a name of 60. */
  suggestOne: (name: string, sizeBytes: number) =>
    `${name} (${formatBytes(sizeBytes)}): send it via Pro-Porter?`,
  suggestMany: (count: number, totalBytes: number) =>
    `${files(count)}, ${formatBytes(totalBytes)} in all: send them via Pro-Porter?`,
  /** Of the button; at most 30 characters. */
  open: "Send via Pro-Porter",
  /** Of the button under a question; at most 20 characters. */
  openShort: "Open Pro-Porter",
  askLarge: (count: number, totalBytes: number, external: number | undefined) =>
    `This mail has ${files(count)}, ${formatBytes(totalBytes)} in all${
      external === undefined || external === 0
        ? ""
        : external === 1
          ? ", and 1 recipient outside your company"
          : `, and ${String(external)} recipients outside your company`
    }. Send via Pro-Porter instead: the files then travel protected, and the mail stays small.`,
  askUploading:
    "Pro-Porter is still uploading files of this mail. Sent now, the mail leaves without them. Open Pro-Porter and wait until it says that the mail is ready.",
  askPlacing:
    "Pro-Porter has not finished putting the index file into this mail. Open it and let it finish.",
  askIndexMissing:
    "The index file of Pro-Porter is no longer attached. Without it, the recipients cannot restore the attachments. Open Pro-Porter to attach it again.",
  askUnknown:
    "Pro-Porter could not check this mail. Look whether there are large files in it and whether Pro-Porter has finished with it, then send, or open Pro-Porter.",
};

export type LaunchStrings = typeof launchEn;
