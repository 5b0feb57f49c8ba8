/** Takes transfers onto the list that were sent elsewhere under the same owner key. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { useRef } from "react";
import type { SentTransfer, Transfers } from "../../platform/browser/transfers";
import { useAction } from "../hooks/use-action";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";
import { namesOf } from "./unfinished-list";

const useStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  button: { alignSelf: "flex-start" },
});

export interface AdoptPanelProps {
  readonly transfers: Pick<Transfers, "readIndex" | "adopt">;
  readonly nameStore: NameStore;
  readonly onAdopted: () => void;
}

export function AdoptPanel({ transfers, nameStore, onAdopted }: AdoptPanelProps) {
  const styles = useStyles();
  const { common, transfers: words } = useStrings().pages;
  const sentence = useSentence(nameStore);
  const chooser = useRef<HTMLInputElement>(null);
  const { state, run } = useAction<SentTransfer>();
  const take = (file: File): void => {
    run(async () => {
      const adopted = await transfers.adopt(await transfers.readIndex(file));
      onAdopted();
      return adopted;
    });
  };
  return (
    <Panel heading={words.adopt.title}>
      <p className={styles.text}>{words.adopt.text}</p>
      <Button className={styles.button} onClick={() => chooser.current?.click()}>
        {words.adopt.button}
      </Button>
      <input
        accept=".txt,text/plain"
        aria-label={words.adopt.button}
        hidden
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) take(file);
          target.value = "";
        }}
        ref={chooser}
        type="file"
      />
      {state.step === "done" && (
        <ProblemBar intent="success">
          {words.adopt.added(namesOf(state.result.summary.roots, common.listSeparator, common.and))}
        </ProblemBar>
      )}
      {state.step === "failed" && <ProblemBar intent="error">{sentence(state.problem)}</ProblemBar>}
    </Panel>
  );
}
