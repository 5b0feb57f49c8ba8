/** One mail in the compose pane, from its attachments to "Ready to send". */
import { Spinner } from "@fluentui/react-components";
import { useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { Mailbox } from "../../outlook/mailbox";
import type { Transfers } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import type { ComposeFlow } from "../flows/compose-flow";
import type { ComposeView } from "../flows/compose-view";
import type { SignInFlow } from "../flows/sign-in-flow";
import { orderOf, useComposeDraft, type ComposeDraft } from "../hooks/use-compose-draft";
import { useLive } from "../hooks/use-live";
import { useSentence } from "../hooks/use-sentence";
import { useSignedIn } from "../hooks/use-signed-in";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ComposeForm } from "./compose-form";
import { ComposePlacing, ComposeReady, ComposeUnplaced } from "./compose-outcome";
import { ComposeSends } from "./compose-sends";
import { ProblemBar } from "./problem-bar";
import { RetryBar } from "./retry-bar";
import { Screen } from "./screen";
import { SendEnded } from "./send-ended";
import { SendRunning } from "./send-running";
import { SignInPanel } from "./sign-in-panel";

export interface ComposeMailProps {
  readonly flow: ComposeFlow;
  readonly isInFront: boolean;
  readonly mailbox: Pick<Mailbox, "userName">;
  readonly transfers: Pick<Transfers, "inspect">;
  readonly config: PublicConfig;
  readonly files: FilePorts;
  readonly nameStore: NameStore;
  readonly nowMs: () => number;
  readonly signIn?: SignInFlow | undefined;
}

type StepOf<Name extends ComposeView["step"]> = ComposeView & { readonly step: Name };
type PartProps<Name extends ComposeView["step"]> = ComposeMailProps & {
  readonly view: StepOf<Name>;
};

/** How the last attempt ended. */
function Outcome({ view, nameStore }: PartProps<"draft">) {
  const { compose } = useStrings().pages;
  const { problem, leftAt, isUndone } = view;
  if (isUndone) return <ProblemBar intent="success">{compose.ready.undone}</ProblemBar>;
  return <SendEnded {...{ leftAt, nameStore, problem }} />;
}

function Draft(props: PartProps<"draft"> & { readonly draft: ComposeDraft }) {
  const { flow, draft, files, nameStore, signIn, nowMs } = props;
  const { send } = useStrings().pages;
  const state = useLive(flow.state);
  const isSignedIn = useSignedIn(signIn);
  const [openedMs] = useState(nowMs);
  return (
    <>
      <Outcome {...props} />
      {signIn !== undefined && <SignInPanel {...send.signIn} flow={signIn} nameStore={nameStore} />}
      <ComposeSends
        files={files}
        onDiscard={(each) => {
          flow.discard(each);
        }}
        onGoOn={(each, given) => {
          flow.goOn(each, given);
        }}
        onPlace={(each) => {
          flow.place({ ...each, missing: [] });
        }}
        sends={state.sends}
      />
      <ComposeForm
        {...props}
        isSignedIn={isSignedIn}
        nowMs={openedMs}
        onSend={() => {
          flow.send(orderOf(draft, nowMs()));
        }}
        state={state}
      />
    </>
  );
}

function Running({ view, flow, config, nameStore }: PartProps<"running">) {
  const { running } = useStrings().pages.compose;
  const route = config.routes.find(({ number }) => number === view.route);
  return (
    <>
      <ProblemBar intent={view.isKept ? "info" : "warning"}>
        {view.isKept ? running.keepOpen : running.mustStayOpen}
      </ProblemBar>
      <SendRunning
        job={view.job}
        k={route?.k ?? 1}
        nameStore={nameStore}
        onCancel={() => {
          flow.cancel(view);
        }}
      />
    </>
  );
}

function Unreadable({ view, flow, nameStore }: PartProps<"unreadable">) {
  const { compose } = useStrings().pages;
  const sentence = useSentence(nameStore);
  return (
    <RetryBar
      intent="error"
      onRetry={() => {
        flow.read();
      }}
      title={compose.unreadable}
    >
      {sentence(view.problem)}
    </RetryBar>
  );
}

function Placed({
  view,
  flow,
  draft,
  nameStore,
}: PartProps<"ready"> & { readonly draft: ComposeDraft }) {
  return (
    <ComposeReady
      nameStore={nameStore}
      onMore={() => {
        draft.send.clear();
        flow.startOver();
      }}
      onUndo={() => {
        flow.undo(view.send);
      }}
      view={view}
    />
  );
}

function Step(props: PartProps<ComposeView["step"]> & { readonly draft: ComposeDraft }) {
  const { view, flow, files, nameStore } = props;
  const { compose } = useStrings().pages;
  switch (view.step) {
    case "reading":
      return <Spinner label={compose.reading} />;
    case "unreadable":
      return <Unreadable {...props} view={view} />;
    case "draft":
      return <Draft {...props} view={view} />;
    case "collecting":
      return <ComposePlacing at="collecting" />;
    case "running":
      return <Running {...props} view={view} />;
    case "placing":
      return <ComposePlacing at={view.at} />;
    case "ready":
      return <Placed {...props} view={view} />;
    case "unplaced":
      return (
        <ComposeUnplaced
          {...{ files, nameStore, view }}
          onByHand={() => {
            flow.placeByHand(view.send);
          }}
          onRetry={() => {
            flow.place(view.send);
          }}
        />
      );
  }
}

export function ComposeMail(props: ComposeMailProps) {
  const { flow, config, transfers, mailbox } = props;
  const { common, compose, pane } = useStrings().pages;
  const view = useLive(flow.view);
  const state = useLive(flow.state);
  const draft = useComposeDraft(state, config, transfers, {
    name: mailbox.userName,
    language: common.language === "ja" ? "ja" : "en",
  });
  const titles: Readonly<Partial<Record<ComposeView["step"], string>>> = {
    collecting: compose.running.title,
    running: compose.running.title,
    placing: compose.running.title,
    ready: compose.ready.title,
    unplaced: compose.unplaced.title,
  };
  const leads: Readonly<Partial<Record<ComposeView["step"], string>>> = {
    draft: compose.lead,
    running: compose.running.sendLater,
    unplaced: compose.unplaced.intro,
  };
  const lead = leads[view.step];
  return (
    <Screen
      step={view.step}
      title={titles[view.step] ?? pane.title.compose}
      {...(lead !== undefined && { lead })}
    >
      <Step {...props} draft={draft} view={view} />
    </Screen>
  );
}
