/** What is said of a mail, and asked before it leaves: pure, from what is known of it. */
import {
  parseSendingNote,
  type AttachmentsNote,
  type LaunchPolicy,
  type RecipientsNote,
  type SendingNote,
} from "./shared-notes";
import type { LaunchAttachment, LaunchRecipient } from "./launch-answers";

export function summarize(attachments: readonly LaunchAttachment[]): AttachmentsNote {
  let totalBytes = 0;
  let largest: LaunchAttachment = { name: "", sizeBytes: 0 };
  for (const one of attachments) {
    totalBytes += one.sizeBytes;
    if (one.sizeBytes > largest.sizeBytes) largest = one;
  }
  return {
    count: attachments.length,
    totalBytes,
    largestName: largest.name,
    largestBytes: largest.sizeBytes,
  };
}

export const isTooMuch = (
  { largestBytes, totalBytes }: AttachmentsNote,
  policy: LaunchPolicy,
): boolean => largestBytes > policy.fileBytes || totalBytes > policy.totalBytes;

/** Empty for an address of the company's own directory, which need not be one of the Internet. */
const domainOf = (address: string): string => {
  const at = address.lastIndexOf("@");
  return at < 0 ? "" : address.slice(at + 1).toLowerCase();
};

/** A session note stays small, whatever list someone pasted. */
const MAX_DOMAINS = 20;

export function countExternal(
  recipients: readonly LaunchRecipient[],
  userAddress: string,
  policy: LaunchPolicy,
): RecipientsNote {
  const own = [
    "",
    domainOf(userAddress),
    ...policy.internalDomains.map((one) => one.toLowerCase()),
  ];
  const external = recipients.filter(
    ({ address, isExternal }) => isExternal || !own.includes(domainOf(address)),
  );
  const domains = [...new Set(external.map(({ address }) => domainOf(address)))].filter(
    (domain) => domain !== "",
  );
  return { externalCount: external.length, domains: domains.slice(0, MAX_DOMAINS) };
}

/** Why the user is asked before the mail leaves; undefined when there is nothing to ask. */
export type Question = "uploading" | "placing" | "index-missing" | "large" | "unknown";

/** "unknown": whether a pane works on this mail could not be read. */
export type Sending = SendingNote | "none" | "unknown";

/** What the pane left with the mail; damaged is not absent: somebody wrote it. */
export function readSending(text: unknown): Sending {
  if (text === undefined || text === null || text === "") return "none";
  return parseSendingNote(text) ?? "unknown";
}

export interface KnownOfMail {
  readonly attachments: readonly LaunchAttachment[] | undefined;
  /** What an earlier event wrote down, for when Outlook does not say. */
  readonly note: AttachmentsNote | undefined;
  readonly sending: Sending;
}

/** Whether all index files are attached; of several with one name, each counts once. */
function hasAll(attachments: readonly LaunchAttachment[], indexNames: readonly string[]): boolean {
  const names = attachments.map(({ name }) => name);
  return indexNames.every((name) => {
    const at = names.indexOf(name);
    if (at >= 0) names.splice(at, 1);
    return at >= 0;
  });
}

export function questionFor(known: KnownOfMail, policy: LaunchPolicy): Question | undefined {
  const { attachments, note, sending } = known;
  let isUnknown = sending === "unknown";
  if (typeof sending === "object") {
    if (sending.state !== "ready") return sending.state;
    if (attachments === undefined) isUnknown = sending.indexNames.length > 0;
    else if (!hasAll(attachments, sending.indexNames)) return "index-missing";
  }
  const summary = attachments === undefined ? note : summarize(attachments);
  if (summary !== undefined && isTooMuch(summary, policy)) return "large";
  return summary === undefined || isUnknown ? "unknown" : undefined;
}
