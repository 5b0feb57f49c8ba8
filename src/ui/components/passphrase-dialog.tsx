/** Asks for the passphrase of a transfer, again when it was wrong. */
import { useState } from "react";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { PassphraseInput } from "./passphrase-input";

export interface PassphraseDialogProps {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  /** Why the one that was given does not do. */
  readonly problem: string | undefined;
  readonly isBusy: boolean;
  readonly onPassphrase: (passphrase: string) => void;
  readonly onDismiss: () => void;
}

export function PassphraseDialog(props: PassphraseDialogProps) {
  const { title, text, confirm, problem, isBusy, onPassphrase, onDismiss } = props;
  const { passphrase: words } = useStrings().pages.common;
  const [passphrase, setPassphrase] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const submit = (): void => {
    setEmpty(passphrase === "");
    if (passphrase !== "") onPassphrase(passphrase);
  };
  return (
    <ConfirmDialog
      confirm={confirm}
      isBusy={isBusy}
      onConfirm={submit}
      onDismiss={onDismiss}
      title={title}
    >
      <span>{text}</span>
      <PassphraseInput
        kind="current"
        label={words.label}
        onChange={(value) => {
          setPassphrase(value);
          setEmpty(false);
        }}
        problem={isEmpty ? words.empty : problem}
        value={passphrase}
      />
    </ConfirmDialog>
  );
}
