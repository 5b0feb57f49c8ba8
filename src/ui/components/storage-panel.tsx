/** What this browser keeps of transfers, and whether it keeps anything. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { StorageReport, Transfers } from "../../platform/browser/transfers";
import { useAction } from "../hooks/use-action";
import { useStrings } from "../strings-context";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";

const useStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  button: { alignSelf: "flex-start" },
});

export interface StoragePanelProps {
  readonly transfers: Pick<Transfers, "storage" | "cleanUp">;
}

/** Shown only when there is something to say. */
export function StoragePanel({ transfers }: StoragePanelProps) {
  const styles = useStyles();
  const { common, transfers: words } = useStrings().pages;
  const [report, setReport] = useState<StorageReport>();
  const { state, run } = useAction<number>();
  useEffect(() => {
    transfers.storage().then(setReport, () => undefined);
  }, [transfers]);
  if (report === undefined) return null;
  const { leftoverBytes, canKeep } = report;
  if (canKeep && leftoverBytes === 0) return null;
  return (
    <Panel heading={words.storage.title}>
      {!canKeep && <ProblemBar intent="warning">{words.storage.cannotKeep}</ProblemBar>}
      {leftoverBytes > 0 && state.step !== "done" && (
        <>
          <p className={styles.text}>{words.storage.leftover(common.size(leftoverBytes))}</p>
          <Button
            className={styles.button}
            onClick={() => {
              run(() => transfers.cleanUp());
            }}
          >
            {words.storage.clean}
          </Button>
        </>
      )}
      {state.step === "done" && (
        <ProblemBar intent="success">{words.storage.cleaned(common.size(state.result))}</ProblemBar>
      )}
    </Panel>
  );
}
