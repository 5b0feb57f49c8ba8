/** The read pane in Outlook, in English. */
import { detail, type ErrorSentences } from "../sentence";

/** What Outlook did not do while a mail is read; the common sentences speak of a mail that is written. */
const problems: Partial<ErrorSentences> = {
  "mail-timeout": () =>
    "Outlook does not answer. Try again; if it stays silent, save the attached index file and open it on the restore page.",
  "mail-refused": (p) =>
    `Outlook did not hand over the attachment (${detail(p, "call")}, ${detail(p, "officeCode")}). Try again, or save the attached index file and open it on the restore page.`,
  "mail-switched": () => "Another mail came to the front meanwhile. Try again.",
  "mail-permission": () =>
    "Pro-Porter may not read the attachments of this mail. Save the attached index file and open it on the restore page, or ask your administrator.",
  "mail-unsupported": (p) =>
    `This Outlook does not hand attachments to add-ins (it lacks ${detail(p, "need")}). Save the attached index file and open it on the restore page.`,
  "attachment-too-large": () =>
    "It is larger than what Outlook hands to add-ins. Save the index file that lies in it and open it on the restore page.",
  "attachment-missing": () => "Outlook does not find the attachment any more. Try again.",
};

export const readEn = {
  problems,
  looking: "Looking through the attachments",
  slow: "Outlook takes its time. You can wait, or do it by hand.",
  stillLooking: "Looking into the mails that are attached, too",
  none: {
    title: "Nothing to restore here",
    text: "None of the attachments of this mail is an index file. Its name usually ends with .porter.txt.",
    again: "Look again",
  },
  failed: { title: "The attachments could not be read" },
  unread: {
    title: "Outlook did not hand over every attachment",
    one: (name: string, reason: string) => `${name}: ${reason}`,
  },
  byHand: {
    title: "Do it by hand",
    text: "Save the attached file whose name ends with .porter.txt, then open it here or on the restore page.",
  },
  page: {
    open: "Open the restore page",
    noStorage:
      "Your browser lets no add-in store anything here, so the files are restored on a page of its own. It opens with this transfer.",
    noDownload:
      "This Outlook lets no file out of an add-in, so the files are restored in your browser. The page opens with this transfer.",
    opened: "The restore page has opened in a window of its own. Go on there.",
    blocked: "The window was blocked",
    blockedText:
      "Allow pop-up windows for Outlook and try again, or open the page with this link, or copy its address into your browser. The address opens this transfer: do not pass it on.",
    link: "Restore page",
    address: "Address of the restore page",
    copy: "Copy the address",
    copied: "Copied. Paste it into the address bar of your browser.",
    notCopied: "The address is selected: press Ctrl+C (on the Mac, Command+C).",
  },
  several: {
    title: "This mail holds several transfers",
    text: "Choose one.",
    back: "All transfers of this mail",
    inside: (name: string) => `in the attached mail ${name}`,
    foreign: (host: string) => `at ${host}`,
    opening: "Asking what it holds",
    passphrase: "A passphrase is needed",
    running: "Being restored",
    own: "Sent by you",
    nameless: (position: number) => `Transfer ${String(position)}`,
  },
  running: {
    keepOpen:
      "Keep this pane open until it is done. While it is pinned you can look at other mails: the restore goes on.",
    elsewhere: (subject: string) => `Still restoring for another mail: ${subject}`,
    noSubject: "(no subject)",
  },
  own: {
    title: "You sent this",
    lead: "Whoever has this mail can restore the attachments until they expire or you recall them.",
    leadEnded: "Nobody can restore the attachments of this mail any more.",
    restore: "Restore the files yourself",
    back: "Extend or recall",
    noKey:
      "You sent this mail, but not from here: extending and recalling need the owner key of the place where the files were sent from.",
    refresh: "Refresh",
  },
};

export type ReadStrings = typeof readEn;
