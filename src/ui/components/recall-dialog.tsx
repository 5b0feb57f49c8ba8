/** Recalls a transfer: says what that means, asks for a reason, tells what each storage location did. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Spinner,
  Textarea,
  tokens,
} from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { toAppError, type AppError } from "../../core/errors";
import { MAX_NOTE_TEXT_BYTES } from "../../core/format/owner-action";
import type { StoreOutcome } from "../../core/transfer/route";
import { utf8 } from "../../core/bytes";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { ProblemBar } from "./problem-bar";
import { FactList } from "./fact-list";

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  surface: { maxWidth: "min(560px, calc(100vw - 32px))", boxSizing: "border-box" },
});

export interface Recalled {
  readonly isFinal: boolean;
  readonly stores: readonly StoreOutcome[];
}

export interface RecallDialogProps {
  readonly name: string;
  /** Suite 2 has no cipher: whoever runs a storage location reads the reason. */
  readonly isReasonReadable: boolean;
  readonly nameStore: NameStore;
  readonly recall: (reason: string) => Promise<Recalled>;
  readonly nowMs: () => number;
  readonly onClose: () => void;
}

interface OutcomeProps extends Recalled {
  readonly atSeconds: number;
  readonly nameStore: NameStore;
}

function Outcome({ isFinal, stores, atSeconds, nameStore }: OutcomeProps) {
  const { storeReasons, pages } = useStrings();
  const { common, transfers } = pages;
  const { recall } = transfers;
  const isAll = stores.every(({ done }) => done);
  const facts = stores.map(({ storeId, done, removed = 0, reason = "internal" }) => ({
    name: nameStore(storeId),
    value: done ? recall.removed(removed) : recall.pending(storeReasons[reason] ?? reason),
  }));
  const lines = [
    isFinal ? recall.final(common.moment(atSeconds)) : recall.notFinal,
    ...(isFinal && !isAll ? [recall.finalPending] : []),
  ];
  return (
    <>
      <ProblemBar intent={isFinal ? "success" : "warning"}>{lines.join("\n")}</ProblemBar>
      <FactList facts={facts} />
    </>
  );
}

interface AnswerProps {
  readonly title: string;
  readonly again: (() => void) | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function AnswerDialog({ title, again, onClose, children }: AnswerProps) {
  const styles = useStyles();
  const { common, transfers } = useStrings().pages;
  return (
    <Dialog
      onOpenChange={() => {
        onClose();
      }}
      open
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>{children}</DialogContent>
          <DialogActions fluid>
            {again !== undefined && <Button onClick={again}>{transfers.recall.again}</Button>}
            <Button appearance="primary" onClick={onClose}>
              {common.close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

type Step =
  | { readonly kind: "asking" }
  | { readonly kind: "running" }
  | { readonly kind: "failed"; readonly problem: AppError }
  | { readonly kind: "done"; readonly recalled: Recalled; readonly atSeconds: number };

export function RecallDialog(props: RecallDialogProps) {
  const { name, isReasonReadable, nameStore, recall, nowMs, onClose } = props;
  const { recall: words } = useStrings().pages.transfers;
  const sentence = useSentence(nameStore);
  const [reason, setReason] = useState("");
  const [step, setStep] = useState<Step>({ kind: "asking" });
  const isTooLong = utf8(reason).length > MAX_NOTE_TEXT_BYTES;
  const start = (): void => {
    if (isTooLong || step.kind === "running") return;
    setStep({ kind: "running" });
    recall(reason.trim()).then(
      (recalled) => {
        setStep({ kind: "done", recalled, atSeconds: nowMs() / 1000 });
      },
      (error: unknown) => {
        setStep({ kind: "failed", problem: toAppError(error) });
      },
    );
  };
  if (step.kind === "done") {
    const { recalled, atSeconds } = step;
    const isAll = recalled.stores.every(({ done }) => done);
    return (
      <AnswerDialog again={isAll ? undefined : start} onClose={onClose} title={words.outcomes}>
        <Outcome {...recalled} atSeconds={atSeconds} nameStore={nameStore} />
      </AnswerDialog>
    );
  }
  return (
    <ConfirmDialog
      confirm={words.confirm}
      isBusy={step.kind === "running"}
      onConfirm={start}
      onDismiss={onClose}
      title={words.title}
    >
      <b>
        <bdi>{name}</bdi>
      </b>
      <span>{words.text}</span>
      <Field
        hint={isReasonReadable ? words.readable : words.reasonHint}
        label={words.reason}
        {...(isTooLong && { validationMessage: words.reasonTooLong })}
      >
        <Textarea
          onChange={(_event, { value }) => {
            setReason(value);
          }}
          value={reason}
        />
      </Field>
      {step.kind === "running" && <Spinner label={words.running} size="tiny" />}
      {step.kind === "failed" && <ProblemBar intent="error">{sentence(step.problem)}</ProblemBar>}
    </ConfirmDialog>
  );
}
