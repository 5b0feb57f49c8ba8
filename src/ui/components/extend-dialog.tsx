/** Moves the expiry of a transfer. */
import { Field, Select, Spinner } from "@fluentui/react-components";
import { useState } from "react";
import type { PublicConfig } from "../../core/gateway-api";
import type { StoreOutcome } from "../../core/transfer/route";
import { expiryChoices, expiryOf } from "../expiry-choices";
import { useAction } from "../hooks/use-action";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { ProblemBar } from "./problem-bar";

export interface Extended {
  readonly expirySeconds: number;
  readonly stores: readonly StoreOutcome[];
}

export interface ExtendDialogProps {
  readonly name: string;
  readonly config: PublicConfig;
  readonly nameStore: NameStore;
  readonly extend: (expirySeconds: number) => Promise<Extended>;
  readonly nowMs: () => number;
  readonly onClose: () => void;
}

function Outcome({ expirySeconds, stores, nameStore }: Extended & { nameStore: NameStore }) {
  const { common, transfers } = useStrings().pages;
  const { extend } = transfers;
  const pending = stores.filter(({ done }) => !done).map(({ storeId }) => nameStore(storeId));
  const lines = [
    extend.done(common.moment(expirySeconds)),
    ...(pending.length > 0 ? [extend.pending(pending.join(common.listSeparator))] : []),
  ];
  return (
    <ProblemBar intent={pending.length > 0 ? "warning" : "success"}>{lines.join("\n")}</ProblemBar>
  );
}

export function ExtendDialog(props: ExtendDialogProps) {
  const { name, config, nameStore, extend, nowMs, onClose } = props;
  const { common, send, transfers } = useStrings().pages;
  const words = transfers.extend;
  const sentence = useSentence(nameStore);
  const [openedMs] = useState(nowMs);
  const [days, setDays] = useState(config.policy.expiryDays.default);
  const { state, run } = useAction<Extended>();
  const isDone = state.step === "done";
  const start = (): void => {
    run(() => extend(expiryOf(days, nowMs())));
  };
  const until = send.options.until(common.moment(expiryOf(days, openedMs)));
  return (
    <ConfirmDialog
      dismiss={isDone ? common.close : common.cancel}
      isBusy={state.step === "running"}
      onDismiss={onClose}
      title={words.title}
      {...(!isDone && { confirm: words.confirm, onConfirm: start })}
    >
      <b>
        <bdi>{name}</bdi>
      </b>
      {isDone ? (
        <Outcome {...state.result} nameStore={nameStore} />
      ) : (
        <Field hint={until} label={words.field}>
          <Select
            onChange={(_event, { value }) => {
              setDays(Number(value));
            }}
            value={String(days)}
          >
            {expiryChoices(config).map((each) => (
              <option key={each} value={each}>
                {send.options.days(each)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {state.step === "running" && <Spinner label={words.running} size="tiny" />}
      {state.step === "failed" && <ProblemBar intent="error">{sentence(state.problem)}</ProblemBar>}
    </ConfirmDialog>
  );
}
