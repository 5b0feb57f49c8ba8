/** One flow for each mail that came to the front of a pane: what runs for a mail never ends in another one. */
import type { ComposedMail } from "../../outlook/mail-item";
import type { Mailbox } from "../../outlook/mailbox";
import type { Live } from "../../platform/browser/transfers";
import type { ComposeFlow } from "./compose-flow";
import { createViewCell } from "./view-cell";

export interface MailFlowsView {
  /** In the order in which their mails came. */
  readonly flows: readonly { readonly key: string; readonly flow: ComposeFlow }[];
  /** Of the mail in front; "finding" until it is known which one that is. */
  readonly front: ComposeFlow | "finding" | undefined;
}

export interface MailFlows {
  readonly view: Live<MailFlowsView>;
  /** Follows the mailbox until the function that it returns is called. */
  watch(): () => void;
}

export function createMailFlows(
  mailbox: Pick<Mailbox, "mail" | "onMailChange">,
  createFlow: (mail: ComposedMail) => ComposeFlow,
): MailFlows {
  const view = createViewCell<MailFlowsView>({ flows: [], front: "finding" });
  let count = 0;
  const begin = (mail: ComposedMail, mark: string | undefined): void => {
    count += 1;
    const flow = createFlow(mail);
    const key = mark ?? `mail-${String(count)}`;
    view.show({ flows: [...view.current.flows, { key, flow }], front: flow });
    flow.read();
  };
  const find = async (mail: ComposedMail): Promise<void> => {
    // Where the mail keeps no notes, Outlook's word is all there is: then each one is a new mail.
    const mark = await mail.readMark().catch(() => undefined);
    if (mailbox.mail !== mail) return;
    const { flows } = view.current;
    const known = flows.find(({ key, flow }) => flow.mail.current === mail || key === mark);
    if (known === undefined) {
      begin(mail, mark);
      return;
    }
    known.flow.mail.comeBack(mail);
    view.show({ flows, front: known.flow });
  };
  const look = (): void => {
    const { mail } = mailbox;
    const isComposed = mail?.kind === "composed";
    view.show({ ...view.current, front: isComposed ? "finding" : undefined });
    if (isComposed) void find(mail);
  };
  return {
    view,
    watch() {
      look();
      return mailbox.onMailChange(look);
    },
  };
}
