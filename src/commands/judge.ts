/** What the launch events decide: pure, from what is known of a mail. */
import type {
  AttachmentsNote,
  LaunchPolicy,
  RecipientsNote,
  SendingNote,
} from "../outlook/shared-notes";
import type { LaunchAttachment, LaunchRecipient } from "../outlook/launch-event";

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

const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/** A session note stays small, whatever list someone pasted. */
const MAX_DOMAINS = 20;

export function countExternal(
  recipients: readonly LaunchRecipient[],
  userAddress: string,
  policy: LaunchPolicy,
): RecipientsNote {
  const own = [domainOf(userAddress), ...policy.internalDomains.map((one) => one.toLowerCase())];
  const external = recipients.filter(
    ({ address, isExternal }) => isExternal || !own.includes(domainOf(address)),
  );
  const domains = [...new Set(external.map(({ address }) => domainOf(address)))];
  return { externalCount: external.length, domains: domains.slice(0, MAX_DOMAINS) };
}

/** Why the user is asked before the mail leaves; undefined when there is nothing to ask. */
export type Question = "uploading" | "placing" | "index-missing" | "large" | "unknown";

export interface KnownOfMail {
  readonly attachments: readonly LaunchAttachment[] | undefined;
  /** What an earlier event wrote down, for when Outlook does not say. */
  readonly note: AttachmentsNote | undefined;
  readonly sending: SendingNote | undefined;
}

export function questionFor(known: KnownOfMail, policy: LaunchPolicy): Question | undefined {
  const { attachments, note, sending } = known;
  if (sending?.state === "uploading" || sending?.state === "placing") return sending.state;
  if (sending?.state === "ready" && attachments !== undefined) {
    const names = attachments.map(({ name }) => name);
    for (const name of sending.indexNames) {
      const at = names.indexOf(name);
      if (at < 0) return "index-missing";
      names.splice(at, 1);
    }
  }
  const summary = attachments === undefined ? note : summarize(attachments);
  if (summary === undefined) return "unknown";
  return isTooMuch(summary, policy) ? "large" : undefined;
}
