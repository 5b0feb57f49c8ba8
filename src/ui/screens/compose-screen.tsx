/** Send via Pro-Porter: the mail that is being written beside the pane. */
import { Spinner } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { Mailbox } from "../../outlook/mailbox";
import type { Transfers } from "../../platform/browser/transfers";
import { ComposeMail } from "../components/compose-mail";
import { NoMailNotice } from "../components/pane-notices";
import type { FilePorts } from "../file-ports";
import { ComposeFlow } from "../flows/compose-flow";
import { createMailFlows } from "../flows/mail-flows";
import { leaveThresholds, roamOwnerKeys } from "../flows/prepare-mailbox";
import type { SignInFlow } from "../flows/sign-in-flow";
import { useLive } from "../hooks/use-live";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";

export interface ComposeScreenProps {
  readonly mailbox: Mailbox;
  readonly transfers: Transfers;
  readonly config: PublicConfig;
  readonly files: FilePorts;
  readonly nameStore: NameStore;
  readonly nowMs: () => number;
  /** Where whoever sends has to sign in. */
  readonly signIn?: SignInFlow | undefined;
}

/** Owner keys first, then the thresholds: a mailbox that keeps nothing keeps nobody from sending. */
async function prepare({ mailbox, transfers, config }: ComposeScreenProps): Promise<void> {
  await roamOwnerKeys(mailbox, transfers).catch(() => undefined);
  await leaveThresholds(mailbox, config);
}

function useFlows(props: ComposeScreenProps) {
  const { mailbox, transfers, config, nowMs } = props;
  const [flows] = useState(() => {
    let prepared: Promise<void> | undefined;
    return createMailFlows(mailbox, (mail) => {
      prepared ??= prepare(props);
      return new ComposeFlow(mail, { transfers, address: config.origin, nowMs, prepared });
    });
  });
  useEffect(() => flows.watch(), [flows]);
  return useLive(flows.view);
}

/** Every mail that was in front keeps its screen, so that a list that was begun is there when it comes back. */
export function ComposeScreen(props: ComposeScreenProps) {
  const { flows, front } = useFlows(props);
  const { compose } = useStrings().pages;
  return (
    <>
      {front === undefined && <NoMailNotice pane="compose" />}
      {front === "finding" && <Spinner label={compose.reading} />}
      {flows.map(({ key, flow }) => (
        <div hidden={flow !== front} key={key}>
          <ComposeMail {...props} flow={flow} isInFront={flow === front} />
        </div>
      ))}
    </>
  );
}
