/**
 * The last part of a send: the index goes into the mail and the originals go out, in an order in which no
 * original is ever gone without an index that works. Every step may be repeated; what is done stays done.
 */
import { utf8 } from "../core/bytes";
import { AppError, toAppError } from "../core/errors";
import type { ComposedMail, MailAttachment, MailBlock } from "./mail-item";
import { isSameAttachment } from "./same-attachment";
import { noteEnded, noteState } from "./sending-note";

/** Plain data: it is kept with the mail, so that a pane that was closed goes on. */
export interface Placement {
  readonly indexName: string;
  /** The content of the index file; a secret. */
  readonly indexFile: string;
  /** Undefined when the sender goes on without the text. */
  readonly block: MailBlock | undefined;
  /** What was stored, and is to leave the mail. */
  readonly originals: readonly MailAttachment[];
  /** The other attachments, which stay: one that looks like an original makes both stay. */
  readonly others: readonly MailAttachment[];
}

export interface Placed {
  readonly removed: readonly MailAttachment[];
  /** Originals that Outlook did not remove: they travel as they are unless the sender removes them. */
  readonly left: readonly { readonly attachment: MailAttachment; readonly problem: AppError }[];
}

export type PlacementStep = "attaching" | "writing" | "removing";

/** The index must be in the mail at this moment: someone may have taken it out. */
async function requireIndex(mail: ComposedMail, { indexName }: Placement): Promise<void> {
  const list = await mail.listAttachments();
  if (!list.some(({ name }) => name === indexName)) throw new AppError("attachment-missing");
}

async function removeOriginals(mail: ComposedMail, placement: Placement): Promise<Placed> {
  const removed: MailAttachment[] = [];
  const left: Placed["left"][number][] = [];
  for (const attachment of placement.originals) {
    // Two of the same name and size: a broken run that goes on could take the wrong one.
    if (placement.others.some((other) => isSameAttachment(other, attachment))) {
      left.push({ attachment, problem: new AppError("attachment-stays") });
      continue;
    }
    await requireIndex(mail, placement);
    try {
      await mail.remove(attachment);
      removed.push(attachment);
    } catch (error) {
      const problem = toAppError(error);
      // Gone already: removed by hand, or by the run that was broken off.
      if (problem.code === "attachment-missing") removed.push(attachment);
      else if (problem.code === "mail-switched") throw problem;
      else left.push({ attachment, problem });
    }
  }
  return splitLeft(await mail.listAttachments().catch(() => undefined), removed, left);
}

/** An error may have been a success: only the list tells what is still there. */
function splitLeft(
  now: readonly MailAttachment[] | undefined,
  removed: readonly MailAttachment[],
  left: Placed["left"],
): Placed {
  const isThere = ({ attachment }: Placed["left"][number]): boolean =>
    now === undefined || now.some((one) => isSameAttachment(one, attachment));
  const gone = left.filter((each) => !isThere(each)).map(({ attachment }) => attachment);
  return { removed: [...removed, ...gone], left: left.filter(isThere) };
}

/**
 * Attaches the index, inserts the text, removes the originals. Call it only when everything is stored and
 * verified. Rejects before the first original is touched, with the AppError of the step that failed; a
 * second call goes on.
 */
export async function placeIndex(
  mail: ComposedMail,
  placement: Placement,
  onStep: (step: PlacementStep) => void = () => undefined,
): Promise<Placed> {
  await noteState(mail, "placing", placement.indexName);
  onStep("attaching");
  await mail.attach(placement.indexName, utf8(placement.indexFile));
  onStep("writing");
  if (placement.block !== undefined) await mail.insertBlock(placement.block);
  onStep("removing");
  const placed = await removeOriginals(mail, placement);
  await noteState(mail, "ready", placement.indexName);
  return placed;
}

export interface Original {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Turns back into normal attachments: the originals come back first, then the text and the index go.
 * Rejects with the AppError of the step; until then the index stays.
 */
export async function undoPlacement(
  mail: ComposedMail,
  placement: Placement,
  originals: readonly Original[],
): Promise<void> {
  for (const { name, bytes } of originals) await mail.attach(name, bytes);
  if (placement.block !== undefined) await mail.removeBlock(placement.block);
  for (const attachment of await mail.listAttachments()) {
    if (attachment.name !== placement.indexName) continue;
    const found = await mail.readAttachment(attachment);
    const isThis = found.kind === "file" && (await found.content.text()) === placement.indexFile;
    if (isThis) await mail.remove(attachment);
  }
  await noteEnded(mail, placement.indexName);
}
