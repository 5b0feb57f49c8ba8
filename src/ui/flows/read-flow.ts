/** Which received mail the pane shows, and what goes on for others: each mail has a flow of its own. */
import { findIndexes } from "../../outlook/find-index";
import type { ReceivedMail } from "../../outlook/mail-item";
import type { Mailbox } from "../../outlook/mailbox";
import type { FoundIndexLine, Live, Transfers } from "../../platform/browser/transfers";
import { createIndexFlow, type IndexFlow, type IndexPlace } from "./index-flow";
import { MailIndexesRun, type FindIndexes, type MailIndexesFlow } from "./mail-indexes-flow";
import { roamOwnerKeys } from "./prepare-mailbox";
import { createViewCell } from "./view-cell";

export interface ReadView {
  /** Undefined when no received mail is in front. */
  readonly front: MailIndexesFlow | undefined;
  /** Other mails of which something is being restored. */
  readonly elsewhere: readonly MailIndexesFlow[];
}

export interface ReadFlow {
  readonly view: Live<ReadView>;
}

export interface ReadFlowOptions {
  readonly mailbox: Pick<Mailbox, "mail" | "onMailChange" | "settings">;
  readonly transfers: Transfers;
  /** How a mail is looked into: by default line after line, read by the worker. */
  readonly find?: FindIndexes;
  readonly nowMs: () => number;
}

/** Mails that a pinned pane remembers; one that restores is never forgotten. */
const MOST_REMEMBERED = 20;

/** The owner keys of the mailbox, brought here once; tried again when that failed. */
function createKeyRoaming({ mailbox, transfers }: ReadFlowOptions): () => Promise<void> {
  let roamed: Promise<void> | undefined;
  return async () => {
    roamed ??= roamOwnerKeys(mailbox, transfers);
    await roamed.catch(() => {
      roamed = undefined;
    });
  };
}

/** The flows of one mail's indexes, one for each. */
function createIndexFlows(
  options: ReadFlowOptions,
  roamKeys: () => Promise<void>,
  agreed: Set<string>,
  onChange: () => void,
) {
  const { transfers } = options;
  const flows = new Map<string, IndexFlow>();
  return (
    line: FoundIndexLine,
    place: IndexPlace | undefined,
    { isOwn }: ReceivedMail,
  ): IndexFlow => {
    const known = flows.get(line.code);
    if (known !== undefined) return known;
    const flow = createIndexFlow({ transfers, place, line, isOwnMail: isOwn, roamKeys, agreed });
    flow.restore.view.subscribe(onChange);
    flows.set(line.code, flow);
    return flow;
  };
}

export function createReadFlow(options: ReadFlowOptions): ReadFlow {
  const { mailbox, transfers, nowMs } = options;
  const read = (source: string | Blob): Promise<FoundIndexLine> => transfers.readIndex(source);
  const find: FindIndexes = options.find ?? ((mail, onFound) => findIndexes(read, mail, onFound));
  const view = createViewCell<ReadView>({ front: undefined, elsewhere: [] });
  const roamKeys = createKeyRoaming(options);
  const agreed = new Set<string>();
  /** In the order in which they were looked at last. */
  const mails = new Map<string, MailIndexesRun>();
  const show = (front: MailIndexesFlow | undefined): void => {
    const elsewhere = [...mails.values()].filter((each) => each !== front && each.isRestoring());
    view.show({ front, elsewhere });
  };
  const forgetOldest = (): void => {
    for (const [id, flow] of mails) {
      if (mails.size <= MOST_REMEMBERED) return;
      if (flow.isRestoring() || flow === view.current.front) continue;
      flow.close();
      mails.delete(id);
    }
  };
  const begin = (mail: ReceivedMail): MailIndexesRun => {
    const flowFor = createIndexFlows(options, roamKeys, agreed, () => {
      show(view.current.front);
    });
    return new MailIndexesRun(mail, { find, read, flowFor, nowMs });
  };
  const flowOf = (mail: ReceivedMail): MailIndexesRun => {
    const flow = mails.get(mail.id) ?? begin(mail);
    mails.delete(mail.id);
    mails.set(mail.id, flow);
    return flow;
  };
  const change = (): void => {
    const { mail } = mailbox;
    view.current.front?.leave();
    const front = mail?.kind === "received" ? flowOf(mail) : undefined;
    show(front);
    if (mail?.kind === "received") front?.comeToFront(mail);
    forgetOldest();
  };
  mailbox.onMailChange(change);
  change();
  return { view };
}
