/** Send files: from a list of files to an index file and a text for the mail. */
import { useEffect, useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { Transfers } from "../../platform/browser/transfers";
import { Screen } from "../components/screen";
import { SendCompose } from "../components/send-compose";
import { SendDone } from "../components/send-done";
import { SendEnded } from "../components/send-ended";
import { SendRunning } from "../components/send-running";
import { SignInPanel } from "../components/sign-in-panel";
import { UnfinishedSends } from "../components/unfinished-sends";
import type { FilePorts } from "../file-ports";
import type { SendFlow, SendView } from "../flows/send-flow";
import type { SignInFlow } from "../flows/sign-in-flow";
import { useLive } from "../hooks/use-live";
import { requestOf, useSendDraft } from "../hooks/use-send-draft";
import { useSignedIn } from "../hooks/use-signed-in";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";

export interface SendScreenProps {
  readonly flow: SendFlow;
  readonly transfers: Pick<Transfers, "inspect">;
  readonly config: PublicConfig;
  readonly files: FilePorts;
  readonly nameStore: NameStore;
  /** Where the sent transfers are listed. */
  readonly transfersHref: string;
  readonly nowMs: () => number;
  /** Where whoever sends has to sign in. */
  readonly signIn?: SignInFlow | undefined;
}

type StepProps = SendScreenProps & { readonly view: SendView };

function Step(props: StepProps & { readonly draft: ReturnType<typeof useSendDraft> }) {
  const { view, draft, flow, config, files, nameStore, signIn, transfersHref } = props;
  const { send } = useStrings().pages;
  const isSignedIn = useSignedIn(signIn);
  const [openedMs] = useState(props.nowMs);
  if (view.step === "running") {
    const route = config.routes.find(({ number }) => number === view.route);
    return (
      <SendRunning
        job={view.job}
        k={route?.k ?? 1}
        nameStore={nameStore}
        onCancel={() => {
          flow.cancel(view.job);
        }}
      />
    );
  }
  if (view.step === "done") {
    const again = (): void => {
      draft.clear();
      flow.startOver();
    };
    return (
      <SendDone
        {...{ files, nameStore, transfersHref }}
        address={config.origin}
        from={view.from}
        onAgain={again}
        result={view.result}
      />
    );
  }
  return (
    <>
      <SendEnded leftAt={view.leftAt} nameStore={nameStore} problem={view.problem} />
      {signIn !== undefined && <SignInPanel {...send.signIn} flow={signIn} nameStore={nameStore} />}
      <UnfinishedSends files={files} flow={flow} />
      <SendCompose
        {...{ config, draft, files, isSignedIn, nameStore }}
        nowMs={openedMs}
        onSend={() => {
          flow.send(requestOf(draft, props.nowMs()));
        }}
      />
    </>
  );
}

export function SendScreen(props: SendScreenProps) {
  const { flow, config, transfers } = props;
  const { send } = useStrings().pages;
  const view = useLive(flow.view);
  const draft = useSendDraft(config, transfers);
  useEffect(() => {
    flow.refresh();
  }, [flow]);
  const titles = { compose: send.title, running: send.running.title, done: send.done.title };
  return (
    <Screen
      step={view.step}
      title={titles[view.step]}
      {...(view.step === "compose" && { lead: send.lead })}
      {...(view.step === "running" && { lead: send.running.keepOpen })}
    >
      <Step {...props} draft={draft} view={view} />
    </Screen>
  );
}
