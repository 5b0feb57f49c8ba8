/** What Outlook did not do, for the person in front of the pane; English. */
import type { ErrorCode } from "../core/errors";
import { detail, type Sentence } from "./sentence";

type MailCode = Extract<ErrorCode, `mail-${string}` | `attachment-${string}` | "notes-full">;
export type MailProblems = Readonly<Record<MailCode, Sentence>>;

export const mailProblemsEn: MailProblems = {
  "mail-timeout": () =>
    "Outlook does not answer. Your mail is unchanged as far as can be told. Try again; if it stays silent, save the mail as a draft and open it again.",
  "mail-refused": (p) =>
    `Outlook refused a step (${detail(p, "call")}, ${detail(p, "officeCode")}). Try again, or save the mail as a draft and open it again.`,
  "mail-switched": () =>
    "Another mail is open now. Go back to the mail that you were working on; it goes on there.",
  "mail-permission": () =>
    "Pro-Porter may not change this mail: its permissions in Outlook do not allow it. Ask your administrator to deploy it with read and write access to the mail.",
  "mail-unsupported": (p) => {
    const need = detail(p, "need");
    if (need === "Outlook")
      return "This page belongs inside Outlook. Open a mail and choose Pro-Porter there.";
    if (need === "office.js")
      return "Outlook's script did not load. It comes from appsforoffice.microsoft.com: look whether this network lets it through, then open the pane again.";
    return `This Outlook is too old for this step (it needs ${need}). Use Outlook on the web, or attach the index file by hand.`;
  },
  "attachment-too-large": (p) =>
    `Outlook does not hand over so large an attachment${p.subject === "" ? "" : ` (${p.subject})`}. Take it out of the mail and drop the file here instead.`,
  "attachment-missing": (p) =>
    `${p.subject || "The attachment"} is no longer in the mail. It may have been removed meanwhile.`,
  "attachment-stays": () =>
    "Outlook did not remove the attachment. Remove it by hand; the protected copy is in place.",
  "notes-full": () =>
    "Outlook keeps no more notes with this mail. Finish sending before you close this pane.",
};
