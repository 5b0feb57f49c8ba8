/** Goes on with an unfinished send: asks for the same files, for the passphrase, or before it is discarded. */
import { useState } from "react";
import type { Picked } from "../../platform/browser/picked";
import type { GoOnRequest, UnfinishedSend } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import type { SendFlow } from "../flows/send-flow";
import { useLive } from "../hooks/use-live";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { PassphraseDialog } from "./passphrase-dialog";
import { namesOf, UnfinishedList } from "./unfinished-list";
import { PickAgain } from "./pick-again";

export interface UnfinishedSendsProps {
  readonly flow: SendFlow;
  readonly files: Pick<FilePorts, "pickFiles" | "pickFolder">;
}

type Question =
  | { readonly kind: "pick"; readonly send: UnfinishedSend }
  | {
      readonly kind: "passphrase";
      readonly send: UnfinishedSend;
      readonly picked: Picked | undefined;
    }
  | { readonly kind: "discard"; readonly send: UnfinishedSend };

/** What must be asked before a send can go on; undefined when nothing is left to ask. */
function nextQuestion(send: UnfinishedSend, picked: Picked | undefined): Question | undefined {
  if (send.needsPick && picked === undefined) return { kind: "pick", send };
  return send.hasPassphrase ? { kind: "passphrase", send, picked } : undefined;
}

interface QuestionDialogProps extends Pick<UnfinishedSendsProps, "files"> {
  readonly question: Question;
  readonly onPicked: (send: UnfinishedSend, picked: Picked) => void;
  readonly onGoOn: (send: UnfinishedSend, given: Omit<GoOnRequest, "id">) => void;
  readonly onDiscard: (id: string) => void;
  readonly onDismiss: () => void;
}

function QuestionDialog(props: QuestionDialogProps) {
  const { question, files, onPicked, onGoOn, onDiscard, onDismiss } = props;
  const { common, send: words } = useStrings().pages;
  const { unfinished } = words;
  const { send } = question;
  if (question.kind === "pick") {
    const names = namesOf(send.summary.roots, common.listSeparator, common.and);
    return (
      <PickAgain
        files={files}
        onDismiss={onDismiss}
        onPicked={(picked) => {
          onPicked(send, picked);
        }}
        text={unfinished.pickText(names)}
      />
    );
  }
  if (question.kind === "discard") {
    return (
      <ConfirmDialog
        confirm={unfinished.discard}
        onConfirm={() => {
          onDiscard(send.id);
        }}
        onDismiss={onDismiss}
        title={unfinished.discardTitle}
      >
        {unfinished.discardText}
      </ConfirmDialog>
    );
  }
  const { picked } = question;
  return (
    <PassphraseDialog
      confirm={unfinished.goOn}
      isBusy={false}
      onDismiss={onDismiss}
      onPassphrase={(passphrase) => {
        onGoOn(send, { passphrase, ...(picked !== undefined && { picked }) });
      }}
      problem={undefined}
      text={unfinished.passphraseText}
      title={unfinished.passphraseTitle}
    />
  );
}

export function UnfinishedSends({ flow, files }: UnfinishedSendsProps) {
  const sends = useLive(flow.unfinished);
  const [question, setQuestion] = useState<Question>();
  const dismiss = (): void => {
    setQuestion(undefined);
  };
  const goOn = (send: UnfinishedSend, picked?: Picked): void => {
    const next = nextQuestion(send, picked);
    setQuestion(next);
    if (next === undefined) flow.goOn(send, picked === undefined ? {} : { picked });
  };
  return (
    <>
      <UnfinishedList
        onDiscard={(send) => {
          setQuestion({ kind: "discard", send });
        }}
        onGoOn={goOn}
        sends={sends}
      />
      {question !== undefined && (
        <QuestionDialog
          files={files}
          onDiscard={(id) => {
            dismiss();
            flow.discard(id);
          }}
          onDismiss={dismiss}
          onGoOn={(send, given) => {
            dismiss();
            flow.goOn(send, given);
          }}
          onPicked={goOn}
          question={question}
        />
      )}
    </>
  );
}
