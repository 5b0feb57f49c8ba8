/** Takes an owner key from a file or by paste. */
import { Button, Field, Input, makeStyles } from "@fluentui/react-components";
import { useRef, useState } from "react";
import { useAction } from "../hooks/use-action";
import { useSentence } from "../hooks/use-sentence";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";

const useStyles = makeStyles({ choose: { alignSelf: "flex-start" } });

/** A key has 43 characters; a larger file is something else. */
const MAX_KEY_FILE_BYTES = 256;

const nameAsIs = (storeId: string): string => storeId;

function KeyFileButton({ onText }: { readonly onText: (text: string) => void }) {
  const styles = useStyles();
  const { key: words } = useStrings().pages.transfers;
  const chooser = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) onText((await file.slice(0, MAX_KEY_FILE_BYTES).text()).trim());
  };
  return (
    <>
      <Button className={styles.choose} onClick={() => chooser.current?.click()}>
        {words.chooseFile}
      </Button>
      <input
        aria-label={words.chooseFile}
        hidden
        onChange={({ target }) => {
          void take(target.files?.[0]);
        }}
        ref={chooser}
        type="file"
      />
    </>
  );
}

export interface ImportKeyDialogProps {
  readonly importKey: (text: string) => Promise<void>;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

export function ImportKeyDialog({ importKey, onDone, onDismiss }: ImportKeyDialogProps) {
  const { key: words } = useStrings().pages.transfers;
  const sentence = useSentence(nameAsIs);
  const [text, setText] = useState("");
  const { state, run } = useAction<undefined>();
  const start = (): void => {
    run(async () => {
      await importKey(text.trim());
      onDone();
      return undefined;
    });
  };
  const problem = state.step === "failed" ? sentence(state.problem) : undefined;
  return (
    <ConfirmDialog
      confirm={words.confirm}
      isBusy={state.step === "running"}
      onConfirm={start}
      onDismiss={onDismiss}
      title={words.importTitle}
    >
      <span>{words.importText}</span>
      <Field
        hint={words.fieldHint}
        label={words.field}
        {...(problem !== undefined && { validationMessage: problem })}
      >
        <Input
          autoComplete="off"
          onChange={(_event, { value }) => {
            setText(value);
          }}
          spellCheck={false}
          value={text}
        />
      </Field>
      <KeyFileButton onText={setText} />
    </ConfirmDialog>
  );
}
