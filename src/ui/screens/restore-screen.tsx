/** Restore attachments: from the index file to the files. */
import type { RestoreStrings } from "../../strings/pages/restore-en";
import { ForeignQuestion } from "../components/foreign-question";
import { PassphraseDialog } from "../components/passphrase-dialog";
import { ProblemBar } from "../components/problem-bar";
import { RestoreRunning } from "../components/restore-running";
import { RestoreStart } from "../components/restore-start";
import { CardStep, DoneStep, titleOf } from "../components/restore-steps";
import { Screen } from "../components/screen";
import { SignInPanel } from "../components/sign-in-panel";
import type { FilePorts } from "../file-ports";
import type { RestoreFlow, RestoreView } from "../flows/restore-flow";
import type { SignInFlow } from "../flows/sign-in-flow";
import { useLive } from "../hooks/use-live";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";

export interface RestoreScreenProps {
  readonly flow: RestoreFlow;
  readonly files: Pick<FilePorts, "pickTarget">;
  readonly nameStore: NameStore;
  /** Where whoever restores has to sign in. */
  readonly signIn?: SignInFlow | undefined;
}

type StepProps<Step extends RestoreView["step"]> = RestoreScreenProps & {
  readonly view: RestoreView & { readonly step: Step };
};

function StartStep({ flow, view, nameStore }: StepProps<"start" | "opening" | "passphrase">) {
  const { restore } = useStrings().pages;
  const sentence = useSentence(nameStore);
  const problem = view.step === "start" ? view.problem : undefined;
  const isState = problem?.code === "recalled" || problem?.code === "expired";
  return (
    <>
      {problem !== undefined && (
        <ProblemBar intent={isState ? "warning" : "error"} title={titleOf(problem, restore)}>
          {sentence(problem)}
        </ProblemBar>
      )}
      <RestoreStart
        isOpening={view.step !== "start"}
        onSource={(source) => {
          flow.read(source);
        }}
      />
      {view.step === "passphrase" && (
        <PassphraseDialog
          confirm={restore.passphrase.confirm}
          isBusy={view.isBusy}
          onDismiss={() => {
            flow.startOver();
          }}
          onPassphrase={(passphrase) => {
            flow.open(view.index, passphrase);
          }}
          problem={view.isWrong ? restore.passphrase.wrong : undefined}
          text={restore.passphrase.text}
          title={restore.passphrase.title}
        />
      )}
    </>
  );
}

function Step(props: RestoreScreenProps & { readonly view: RestoreView }) {
  const { view, flow, nameStore } = props;
  const close = (): void => {
    flow.startOver();
  };
  switch (view.step) {
    case "start":
    case "opening":
    case "passphrase":
      return <StartStep {...props} view={view} />;
    case "foreign":
      return (
        <ForeignQuestion
          index={view.index}
          onConfirm={() => {
            flow.open(view.index);
          }}
          onDismiss={close}
        />
      );
    case "card":
      return <CardStep {...props} onClose={close} view={view} />;
    case "running":
      return <RestoreRunning job={view.job} k={view.card.k} nameStore={nameStore} />;
    case "done":
      return <DoneStep {...props} onClose={close} view={view} />;
  }
}

/** The title of each step: what a screen reader hears when it begins. */
function headingOf(view: RestoreView, { title, running, done }: RestoreStrings): string {
  if (view.step === "running") return running.title;
  return view.step === "done" ? done.title : title;
}

export function RestoreScreen(props: RestoreScreenProps) {
  const { restore } = useStrings().pages;
  const view = useLive(props.flow.view);
  const isFirst = ["start", "opening", "passphrase", "foreign"].includes(view.step);
  const { nameStore, signIn } = props;
  const lead = signIn === undefined ? restore.lead : restore.signIn.lead;
  return (
    <Screen
      step={isFirst ? "start" : view.step}
      title={headingOf(view, restore)}
      {...(isFirst && { lead })}
      {...(view.step === "running" && { lead: restore.running.keepOpen })}
    >
      {signIn !== undefined && (isFirst || view.step === "card") && (
        <SignInPanel {...restore.signIn} flow={signIn} nameStore={nameStore} />
      )}
      <Step {...props} view={view} />
    </Screen>
  );
}
