/** Before a broken send goes on: the same files, the passphrase; before it is discarded: whether it shall be. */
import { useState } from "react";
import type { Picked } from "../../platform/browser/picked";
import type { GoOnRequest } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { PassphraseDialog } from "./passphrase-dialog";
import { PickAgain } from "./pick-again";

type Question<Broken, Begun> =
  | { readonly kind: "pick"; readonly send: Broken }
  | { readonly kind: "passphrase"; readonly send: Broken; readonly picked: Picked | undefined }
  | { readonly kind: "discard"; readonly send: Begun };

/** `Begun` is what can be discarded; `Broken`, of that, what can go on. */
export interface GoOnActions<Broken extends Begun, Begun> {
  /** What must be asked for before a send can go on. */
  readonly needsOf: (send: Broken) => {
    readonly files: boolean;
    readonly passphrase: boolean;
  };
  readonly onGoOn: (send: Broken, given: Omit<GoOnRequest, "id">) => void;
  readonly onDiscard: (send: Begun) => void;
}

export interface GoOn<Broken extends Begun, Begun> {
  readonly question: Question<Broken, Begun> | undefined;
  /** Goes on at once when nothing is left to ask. */
  readonly goOn: (send: Broken, given?: Omit<GoOnRequest, "id">) => void;
  readonly discard: (send: Begun) => void;
  readonly confirmDiscard: (send: Begun) => void;
  readonly dismiss: () => void;
}

export function useGoOn<Broken extends Begun, Begun = Broken>(
  actions: GoOnActions<Broken, Begun>,
): GoOn<Broken, Begun> {
  const { needsOf, onGoOn, onDiscard } = actions;
  const [question, setQuestion] = useState<Question<Broken, Begun>>();
  const next = (send: Broken, { picked, passphrase }: Omit<GoOnRequest, "id">) => {
    const needs = needsOf(send);
    if (needs.files && picked === undefined) return { kind: "pick" as const, send };
    const isSecret = needs.passphrase && passphrase === undefined;
    return isSecret ? { kind: "passphrase" as const, send, picked } : undefined;
  };
  return {
    question,
    goOn(send, given = {}) {
      const asked = next(send, given);
      setQuestion(asked);
      if (asked === undefined) onGoOn(send, given);
    },
    discard(send) {
      setQuestion({ kind: "discard", send });
    },
    confirmDiscard(send) {
      setQuestion(undefined);
      onDiscard(send);
    },
    dismiss() {
      setQuestion(undefined);
    },
  };
}

export interface GoOnDialogProps<Broken extends Begun, Begun> {
  readonly asking: GoOn<Broken, Begun>;
  /** What to choose again. */
  readonly namesOf: (send: Broken) => string;
  readonly files: Pick<FilePorts, "pickFiles" | "pickFolder">;
}

/** The question that is to be asked; nothing when there is none. */
export function GoOnDialog<Broken extends Begun, Begun>(props: GoOnDialogProps<Broken, Begun>) {
  const { asking, namesOf, files } = props;
  const { unfinished } = useStrings().pages.send;
  const { question, goOn, confirmDiscard, dismiss } = asking;
  switch (question?.kind) {
    case undefined:
      return null;
    case "pick":
      return (
        <PickAgain
          files={files}
          onDismiss={dismiss}
          onPicked={(picked) => {
            goOn(question.send, { picked });
          }}
          text={unfinished.pickText(namesOf(question.send))}
        />
      );
    case "discard":
      return (
        <ConfirmDialog
          confirm={unfinished.discard}
          onConfirm={() => {
            confirmDiscard(question.send);
          }}
          onDismiss={dismiss}
          title={unfinished.discardTitle}
        >
          {unfinished.discardText}
        </ConfirmDialog>
      );
    case "passphrase":
      return (
        <PassphraseDialog
          confirm={unfinished.goOn}
          isBusy={false}
          onDismiss={dismiss}
          onPassphrase={(passphrase) => {
            const { send, picked } = question;
            goOn(send, { passphrase, ...(picked !== undefined && { picked }) });
          }}
          problem={undefined}
          text={unfinished.passphraseText}
          title={unfinished.passphraseTitle}
        />
      );
  }
}
