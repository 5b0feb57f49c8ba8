/** What a mail that is being written holds when the pane looks: its attachments, and sends that were begun. */
import { isAppError } from "../../core/errors";
import { isIndexName } from "../../outlook/choose-attachments";
import {
  readCheckpoint,
  readSends,
  type KeptSend,
  type StoredPart,
} from "../../outlook/kept-sends";
import type { ComposedMail, MailAttachment } from "../../outlook/mail-item";
import type { Placement } from "../../outlook/place-index";
import { splitSame } from "../../outlook/same-attachment";
import type { SentTransfer, Transfers, UnfinishedSend } from "../../platform/browser/transfers";
import { indexFileName, mailBlocks } from "../mail-blocks";
import { mailHtml, mailPlainText } from "../mail-text";

export type MailSend =
  /** In the mail: index, text, and the originals out. */
  | { readonly step: "placed"; readonly kept: KeptSend; readonly stored: StoredPart }
  /** Stored; the mail is still to be changed. */
  | { readonly step: "stored"; readonly kept: KeptSend; readonly stored: StoredPart }
  | { readonly step: "broken"; readonly kept: KeptSend; readonly unfinished: UnfinishedSend }
  /** Nothing is left of it here: it has to be sent again. */
  | { readonly step: "lost"; readonly kept: KeptSend };

export type MailSendAt<Step extends MailSend["step"]> = MailSend & { readonly step: Step };

export interface MailState {
  readonly attachments: readonly MailAttachment[];
  /** Whether this Outlook lists attachments; then there are none above. */
  readonly canList: boolean;
  /** Oldest first. */
  readonly sends: readonly MailSend[];
}

/** What the text says beside what was sent. */
export interface TextFacts {
  /** Of the restore page. */
  readonly address: string;
}

export interface StoredTransfer {
  readonly id: string;
  readonly indexFile: string;
  readonly summary: SentTransfer["summary"];
  readonly expirySeconds: number;
  readonly hasPassphrase: boolean;
}

/** A name that no attachment has yet: a mail may carry several indexes. */
function freeName(name: string, attachments: readonly MailAttachment[]): string {
  const taken = new Set(attachments.map((each) => each.name.toLowerCase()));
  if (!taken.has(name.toLowerCase())) return name;
  for (let number = 2; ; number += 1) {
    const candidate = name.replace(/\.porter\.txt$/, ` (${String(number)}).porter.txt`);
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

/** What is to be done in the mail for a transfer that is stored. */
function placementOf(
  { id, text, originals }: KeptSend,
  transfer: StoredTransfer,
  attachments: readonly MailAttachment[],
  others: readonly MailAttachment[],
  { address }: TextFacts,
): Placement {
  const { summary, expirySeconds, hasPassphrase } = transfer;
  const { name, contact, hidesNames, language } = text;
  const from = { ...(name !== undefined && { name }), ...(contact !== undefined && { contact }) };
  const blocks = mailBlocks(
    {
      ...{ items: summary.roots, fileCount: summary.fileCount, totalBytes: summary.totalBytes },
      ...{ expirySeconds, address, hasPassphrase, hidesNames, from },
    },
    language,
  );
  return {
    indexName: freeName(indexFileName(language), attachments),
    indexFile: transfer.indexFile,
    block: {
      id: id.replace(/[^A-Za-z0-9]/g, ""),
      html: mailHtml(blocks),
      text: mailPlainText(blocks),
    },
    originals,
    others,
  };
}

/** A send whose transfer is stored: which of the attachments it took are still in the mail decides the rest. */
export function storedFrom(
  kept: KeptSend,
  transfer: StoredTransfer,
  attachments: readonly MailAttachment[],
  facts: TextFacts,
): { readonly kept: KeptSend; readonly stored: StoredPart } {
  const { id: transferId, summary, hasPassphrase } = transfer;
  const { found, rest } = splitSame(attachments, kept.originals);
  const now = { ...kept, originals: found };
  const placement = placementOf(now, transfer, attachments, rest, facts);
  const { fileCount, totalBytes } = summary;
  const stored = {
    ...{ transferId, fileCount, totalBytes, hasPassphrase, placement, isPlaced: false },
  };
  return { kept: { ...now, stored }, stored };
}

/** Whether the index that a send put into the mail is still there. */
const hasIndex = (
  { placement: { indexName } }: StoredPart,
  attachments: readonly MailAttachment[],
  canList: boolean,
): boolean => !canList || attachments.some(({ name }) => name === indexName);

/** An old Outlook has the calls, and fails at them or stays silent: files can be added all the same. */
async function listIn(mail: ComposedMail): Promise<Pick<MailState, "attachments" | "canList">> {
  const { attachments, promisesAttachments } = mail.abilities;
  if (!attachments) return { attachments: [], canList: false };
  try {
    return { attachments: await mail.listAttachments(), canList: true };
  } catch (error) {
    const isSwitched = isAppError(error) && error.code === "mail-switched";
    if (promisesAttachments || isSwitched) throw error;
    return { attachments: [], canList: false };
  }
}

/** Those that the browser keeps, and the one that the mail kept for a browser that keeps nothing. */
async function unfinishedOf(
  mail: ComposedMail,
  transfers: Pick<Transfers, "unfinished" | "takeKept">,
): Promise<readonly UnfinishedSend[]> {
  const text = await readCheckpoint(mail);
  if (text !== undefined) await transfers.takeKept(text).catch(() => undefined);
  return transfers.unfinished();
}

export async function readMailState(
  mail: ComposedMail,
  transfers: Pick<Transfers, "unfinished" | "takeKept">,
): Promise<MailState> {
  const { attachments, canList } = await listIn(mail);
  // Notes that cannot be read must not keep anybody from sending; but what they hold shall not be sent twice.
  const kept = await readSends(mail)
    .catch(() => readSends(mail))
    .catch(() => []);
  const unfinished = kept.every(({ stored }) => stored) ? [] : await unfinishedOf(mail, transfers);
  const sends = kept.map((send): MailSend => {
    const { stored } = send;
    if (stored !== undefined) {
      const isPlaced = stored.isPlaced && hasIndex(stored, attachments, canList);
      return { step: isPlaced ? "placed" : "stored", kept: send, stored };
    }
    const found = unfinished.find(({ id }) => id === send.id);
    return found === undefined
      ? { step: "lost", kept: send }
      : { step: "broken", kept: send, unfinished: found };
  });
  return { attachments, canList, sends };
}

/**
 * A pane that was closed after the last fragment, before the mail knew of it: the browser remembers the
 * index, and the send is not lost.
 */
export async function completeState(
  state: MailState,
  options: TextFacts & { readonly transfers: Pick<Transfers, "sent"> },
): Promise<MailState> {
  const { attachments, sends } = state;
  if (sends.every(({ step }) => step !== "lost")) return state;
  const sent = await options.transfers.sent().catch(() => []);
  const completed = sends.map((each): MailSend => {
    const transfer = sent.find(({ send }) => send === each.kept.id);
    return each.step !== "lost" || transfer === undefined
      ? each
      : { step: "stored", ...storedFrom(each.kept, transfer, attachments, options) };
  });
  return { ...state, sends: completed };
}

/** Attachments that a send took which is still to be gone on with: they are not sent twice by mistake. */
export function pendingAttachments({ attachments, sends }: MailState): readonly MailAttachment[] {
  const wanted = sends.flatMap(({ step, kept }) =>
    step === "stored" || step === "broken" ? kept.originals : [],
  );
  return splitSame(attachments, wanted).found;
}

/** Indexes that came with the mail, in a reply or a forward: they stay, and no send of this mail made them. */
export function carriedIndexes({ attachments, sends }: MailState): readonly MailAttachment[] {
  const own = new Set(
    sends.flatMap((send) => ("stored" in send ? send.stored.placement.indexName : [])),
  );
  return attachments.filter(({ name }) => isIndexName(name) && !own.has(name));
}
