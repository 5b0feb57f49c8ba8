/** Sentences about errors for people in front of a page, where those of the command line do not fit; English. */
import { englishMoment } from "../moments";
import { detail, explain, type ErrorSentences, type Problem } from "../sentence";
import { storeReasonsEn } from "../store-reasons-en";

const at = (problem: Problem): string => englishMoment(Number(detail(problem, "atSeconds")));

const dead = (problem: Problem): string => {
  const text = explain(problem, "dead", storeReasonsEn, "; ");
  return text === "" ? "" : ` ${text}.`;
};

const indexReasons: Readonly<Record<string, string>> = {
  empty: "It is empty.",
  long: "It is too long: an index file has less than 100 bytes.",
  lines: "It has more than one line, or a space inside.",
  address: "What stands in front of # is not the address of a restore page.",
  http: "Its address begins with http://, which is allowed on one's own computer only.",
  length: "It does not have 68 characters behind the #; a part may be missing.",
  letters: "It has characters that no index has.",
  version: "It was made by a newer version of Pro-Porter.",
  checksum: "A character in it was changed.",
  route: "It names storage locations that this server does not know.",
};

const signInReasons: Readonly<Record<string, string>> = {
  "popup-blocked":
    "The browser blocked the sign-in window. Allow pop-up windows for this page, then sign in again.",
  closed: "The sign-in window was closed before you were signed in. Sign in again.",
  "in-progress": "A sign-in is already under way. Finish it in its window, or load the page again.",
  failed: "Signing in did not work. Try again; if it happens again, tell whoever runs Pro-Porter.",
};

const passphraseReasons: Readonly<Record<string, string>> = {
  suite: "These storage locations take no passphrase. Choose others, or send without one.",
  "in-mail":
    "The passphrase stands in the subject or the text of this mail. Take it out there, or choose another one; tell it to the recipients by another way.",
};

export const problemsEn: Partial<ErrorSentences> = {
  internal: (p) =>
    `Something unexpected happened (${detail(p, "what") || "unknown"}). Load the page again; if it happens again, tell whoever runs Pro-Porter.`,
  "index-invalid": (p) =>
    `This is not an index file of Pro-Porter. ${indexReasons[detail(p, "reason")] ?? "It cannot be read."} Use the attached file itself, or copy its whole line.`,
  "owner-key-missing": () =>
    "This transfer was not sent with an owner key of this browser. Import the owner key of the place it was sent from.",
  "owner-key-invalid": () =>
    "This is not an owner key. It has 43 letters, digits, - and _; use the file that was saved.",
  "passphrase-invalid": (p) =>
    passphraseReasons[detail(p, "reason")] ??
    "This passphrase cannot be used: it is empty or not text.",
  "passphrase-needed": () => "A passphrase is needed. Ask the sender for it.",
  "source-unreadable": (p) =>
    `${p.subject || "A file"} cannot be read. It may have been moved, renamed or locked; add it again.`,
  "source-changed": (p) =>
    `${p.subject || "A file"} changed since it was chosen. Nothing was sent; close what writes to it and send again.`,
  "source-empty": () => "There is nothing to send.",
  "transfer-missing": (p) =>
    `No storage location has this transfer any more. It was removed; ask the sender to send it again.${dead(p)}`,
  "too-few-stores": (p) =>
    `Only ${detail(p, "left")} of the storage locations can be used; ${detail(p, "needed")} are needed.${dead(p)} Try again later.`,
  "manifest-corrupt": (p) =>
    `The list of files cannot be put together: too many storage locations gave wrong data.${dead(p)} Nothing was restored; tell the sender.`,
  "manifest-invalid": () =>
    "The list of files breaks a rule of the format. Nothing was restored; ask the sender to send again.",
  "segment-corrupt": (p) =>
    `A part of the files cannot be put together: one of these storage locations gave wrong data: ${detail(p, "given")}.${dead(p)} Nothing half was kept; tell the sender.`,
  "store-full": (p) => `${detail(p, "storeId")} has no space left.`,
  "store-unavailable": (p) => `${detail(p, "storeId")} does not answer. Try again later.`,
  "store-refused": (p) => `${detail(p, "storeId")} refuses access. Tell whoever runs Pro-Porter.`,
  "sign-in-needed": (p) => signInReasons[detail(p, "reason")] ?? "Please sign in to do this.",
  recalled: (p) =>
    `The sender recalled this transfer on ${at(p)}.${p.subject === "" ? "" : ` Reason: ${p.subject}`}`,
  expired: (p) => `This transfer expired on ${at(p)}. Ask the sender to send it again.`,
  "disk-full": () =>
    "There is not enough space on this device. Free some, or choose another folder, and try again.",
  "disk-error": (p) =>
    `${p.subject || "The folder"} cannot be written. Choose another folder, or allow access to it.`,
  "target-exists": (p) => `${p.subject} is already there. Nothing was changed.`,
};
