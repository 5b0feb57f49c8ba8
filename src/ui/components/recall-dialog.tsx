/** Recalls a transfer: says what that means, asks for a reason, tells what each storage location did. */
import { Field, Spinner, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import { utf8 } from "../../core/bytes";
import { MAX_NOTE_TEXT_BYTES } from "../../core/format/owner-action";
import type { StoreOutcome } from "../../core/transfer/route";
import { useAction } from "../hooks/use-action";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { FactList } from "./fact-list";
import { ProblemBar } from "./problem-bar";

export interface Recalled {
  readonly isFinal: boolean;
  readonly stores: readonly StoreOutcome[];
}

export interface RecallDialogProps {
  readonly name: string;
  /** So many storage locations are needed for a restore. */
  readonly k: number;
  /** Suite 2 has no cipher: whoever runs a storage location reads the reason. */
  readonly isReasonReadable: boolean;
  readonly nameStore: NameStore;
  readonly recall: (reason: string) => Promise<Recalled>;
  readonly nowMs: () => number;
  readonly onClose: () => void;
}

/** Unix seconds from which fewer than k locations held anything; undefined when they do not say. */
export function impossibleSince(stores: readonly StoreOutcome[], k: number): number | undefined {
  const emptied = stores.flatMap(({ emptiedAt }) => emptiedAt ?? []).sort((a, b) => a - b);
  return emptied[stores.length - k];
}

interface OutcomeProps extends Recalled {
  readonly sinceSeconds: number;
  readonly nameStore: NameStore;
}

function Outcome({ isFinal, stores, sinceSeconds, nameStore }: OutcomeProps) {
  const { storeReasons, pages } = useStrings();
  const { common, transfers } = pages;
  const { recall } = transfers;
  const isAll = stores.every(({ done }) => done);
  const facts = stores.map(({ storeId, done, removed = 0, reason = "internal" }) => ({
    name: nameStore(storeId),
    value: done
      ? recall.removed(removed)
      : recall.pending(`${nameStore(storeId)} ${storeReasons[reason] ?? reason}`),
  }));
  const lines = [
    isFinal ? recall.final(common.moment(sinceSeconds)) : recall.notFinal,
    ...(isFinal && !isAll ? [recall.finalPending] : []),
  ];
  return (
    <>
      <ProblemBar intent={isFinal ? "success" : "warning"}>{lines.join("\n")}</ProblemBar>
      <FactList facts={facts} />
    </>
  );
}

interface QuestionProps extends Pick<RecallDialogProps, "name" | "isReasonReadable"> {
  readonly reason: string;
  readonly isTooLong: boolean;
  readonly onReason: (reason: string) => void;
}

function Question({ name, reason, isReasonReadable, isTooLong, onReason }: QuestionProps) {
  const { recall } = useStrings().pages.transfers;
  return (
    <>
      <b>
        <bdi>{name}</bdi>
      </b>
      <span>{recall.text}</span>
      <Field
        hint={isReasonReadable ? recall.readable : recall.reasonHint}
        label={recall.reason}
        {...(isTooLong && { validationMessage: recall.reasonTooLong })}
      >
        <Textarea
          onChange={(_event, { value }) => {
            onReason(value);
          }}
          value={reason}
        />
      </Field>
    </>
  );
}

export function RecallDialog(props: RecallDialogProps) {
  const { name, k, isReasonReadable, nameStore, recall, nowMs, onClose } = props;
  const { common, transfers } = useStrings().pages;
  const words = transfers.recall;
  const sentence = useSentence(nameStore);
  const [reason, setReason] = useState("");
  const { state, run } = useAction<Recalled & { readonly sinceSeconds: number }>();
  const isTooLong = utf8(reason).length > MAX_NOTE_TEXT_BYTES;
  const isDone = state.step === "done";
  const isAll = isDone && state.result.stores.every(({ done }) => done);
  const start = (): void => {
    if (isTooLong) return;
    run(async () => {
      const recalled = await recall(reason.trim());
      return { ...recalled, sinceSeconds: impossibleSince(recalled.stores, k) ?? nowMs() / 1000 };
    });
  };
  return (
    <ConfirmDialog
      dismiss={isDone ? common.close : common.cancel}
      isBusy={state.step === "running"}
      onDismiss={onClose}
      title={isDone ? words.outcomes : words.title}
      {...(!isAll && { confirm: isDone ? words.again : words.confirm, onConfirm: start })}
    >
      {isDone ? (
        <Outcome {...state.result} nameStore={nameStore} />
      ) : (
        <Question {...{ name, reason, isTooLong, isReasonReadable }} onReason={setReason} />
      )}
      {state.step === "running" && <Spinner label={words.running} size="tiny" />}
      {state.step === "failed" && <ProblemBar intent="error">{sentence(state.problem)}</ProblemBar>}
    </ConfirmDialog>
  );
}
