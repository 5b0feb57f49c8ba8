/**
 * What the pane and the launch events tell each other in the session data of a mail, and the policy that a
 * pane leaves for them. Read by code that must not fail: what is damaged counts as absent.
 */
import { isAmount, isFields, isTexts, parseNote, type Fields } from "./note-fields";

export const ATTACHMENTS_NOTE = "pro-porter.attachments";
export const RECIPIENTS_NOTE = "pro-porter.recipients";
export const SENDING_NOTE = "pro-porter.sending";
export const POLICY_SETTING = "pro-porter.policy";

/** What weighs in a mail: how many attachments, how much in all, and the largest. */
export interface AttachmentsNote {
  readonly count: number;
  readonly totalBytes: number;
  readonly largestName: string;
  readonly largestBytes: number;
}

export interface RecipientsNote {
  readonly externalCount: number;
  readonly domains: readonly string[];
}

/** What the pane is doing with this mail. */
export interface SendingNote {
  readonly state: "uploading" | "placing" | "ready";
  /** Names of the index files that must be attached when it is ready. */
  readonly indexNames: readonly string[];
}

export interface LaunchPolicy {
  readonly fileBytes: number;
  readonly totalBytes: number;
  /** Domains of the own company, beside that of the user's address. */
  readonly internalDomains: readonly string[];
}

/** In force until a pane has left the company's own. */
export const DEFAULT_POLICY: LaunchPolicy = {
  fileBytes: 5_000_000,
  totalBytes: 10_000_000,
  internalDomains: [],
};

function parse(text: unknown): Fields {
  const value = parseNote(text);
  return isFields(value) ? value : {};
}

export function parseAttachmentsNote(text: unknown): AttachmentsNote | undefined {
  const { count, totalBytes, largestName, largestBytes } = parse(text);
  return isAmount(count) &&
    isAmount(totalBytes) &&
    isAmount(largestBytes) &&
    typeof largestName === "string"
    ? { count, totalBytes, largestName, largestBytes }
    : undefined;
}

export function parseRecipientsNote(text: unknown): RecipientsNote | undefined {
  const { externalCount, domains } = parse(text);
  return isAmount(externalCount) && isTexts(domains) ? { externalCount, domains } : undefined;
}

export function parseSendingNote(text: unknown): SendingNote | undefined {
  const { state, indexNames } = parse(text);
  const isKnown = state === "uploading" || state === "placing" || state === "ready";
  return isKnown && isTexts(indexNames) ? { state, indexNames } : undefined;
}

/** The policy as a setting holds it: JSON text. */
export function parsePolicy(text: unknown): LaunchPolicy {
  const { fileBytes, totalBytes, internalDomains } = parse(text);
  return isAmount(fileBytes) && isAmount(totalBytes)
    ? { fileBytes, totalBytes, internalDomains: isTexts(internalDomains) ? internalDomains : [] }
    : DEFAULT_POLICY;
}
