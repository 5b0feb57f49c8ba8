/** The key with which this browser recalls and extends: saved elsewhere, and taken from elsewhere. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { KeyRegular } from "@fluentui/react-icons/svg/key";
import { useState } from "react";
import type { Transfers } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import { useAction } from "../hooks/use-action";
import { useSentence } from "../hooks/use-sentence";
import { useStrings } from "../strings-context";
import { ImportKeyDialog } from "./import-key-dialog";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";

const useStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
  },
});

export interface OwnerKeyPanelProps {
  readonly transfers: Pick<Transfers, "exportOwnerKey" | "importOwnerKey">;
  readonly files: Pick<FilePorts, "saveText">;
  /** What was sent under an imported key can be added now. */
  readonly onImported: () => void;
}

const nameAsIs = (storeId: string): string => storeId;
export function OwnerKeyPanel({ transfers, files, onImported }: OwnerKeyPanelProps) {
  const styles = useStyles();
  const { key: words } = useStrings().pages.transfers;
  const sentence = useSentence(nameAsIs);
  const [isImporting, setImporting] = useState(false);
  const { state, run } = useAction<string>();
  const save = (): void => {
    run(async () => {
      files.saveText(words.fileName, `${await transfers.exportOwnerKey()}\n`);
      return words.exported;
    });
  };
  const imported = (): void => {
    setImporting(false);
    run(() => Promise.resolve(words.imported));
    onImported();
  };
  return (
    <Panel heading={words.title} headingIcon={<KeyRegular />}>
      <p className={styles.text}>{words.text}</p>
      <div className={styles.buttons}>
        <Button onClick={save}>{words.export}</Button>
        <Button
          onClick={() => {
            setImporting(true);
          }}
        >
          {words.import}
        </Button>
      </div>
      {state.step === "done" && <ProblemBar intent="success">{state.result}</ProblemBar>}
      {state.step === "failed" && <ProblemBar intent="error">{sentence(state.problem)}</ProblemBar>}
      {isImporting && (
        <ImportKeyDialog
          importKey={(text) => transfers.importOwnerKey(text)}
          onDismiss={() => {
            setImporting(false);
          }}
          onDone={imported}
        />
      )}
    </Panel>
  );
}
