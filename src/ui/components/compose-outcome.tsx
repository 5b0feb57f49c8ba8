/** After everything is stored: the mail is changed, is ready, or has to be finished by hand. */
import { Button, makeStyles, Spinner, tokens, typographyStyles } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { FilePorts } from "../file-ports";
import type { ComposeView } from "../flows/compose-view";
import { useSentence } from "../hooks/use-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { copyMailText } from "../copy-mail-text";
import { CopyButton } from "./copy-button";
import { DoneHead } from "./done-head";
import { DoneStep, DoneSteps, SaveIndex } from "./done-steps";
import { Panel } from "./panel";
import { ProblemBar } from "./problem-bar";

const useStyles = makeStyles({
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalM },
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
});

type Step<Name extends ComposeView["step"]> = ComposeView & { readonly step: Name };

/** So long a step takes without a word; a call with content ends within two minutes. */
const SLOW_MS = 10_000;

/** Says so when Outlook lets us wait; made anew for each step. */
function Slow() {
  const { slow } = useStrings().pages.compose;
  const styles = useStyles();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setSlow, SLOW_MS, true);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return isSlow && <p className={styles.text}>{slow}</p>;
}

export function ComposePlacing({ at }: { readonly at: Step<"placing">["at"] | "collecting" }) {
  const { steps } = useStrings().pages.compose;
  return (
    <Panel>
      <div role="status">
        <Spinner label={steps[at]} />
        <Slow key={at} />
      </div>
    </Panel>
  );
}

export interface ComposeReadyProps {
  readonly view: Step<"ready">;
  readonly nameStore: NameStore;
  readonly onUndo: () => void;
  readonly onMore: () => void;
}

function useWarnings({ view, nameStore }: ComposeReadyProps): readonly string[] {
  const { storeReasons, pages } = useStrings();
  const sentence = useSentence(nameStore);
  const left = view.left.map(({ attachment }) => pages.compose.ready.left(attachment.name));
  return [...left, ...(view.problem === undefined ? [] : [sentence(view.problem)])].concat(
    view.send.missing.map(({ storeId, reason }) =>
      pages.send.done.missing(nameStore(storeId), storeReasons[reason] ?? reason),
    ),
  );
}

export function ComposeReady(props: ComposeReadyProps) {
  const { view, onUndo, onMore } = props;
  const styles = useStyles();
  const { common, compose } = useStrings().pages;
  const words = compose.ready;
  const { kept, stored } = view.send;
  const warnings = useWarnings(props);
  const until = common.moment(kept.expirySeconds);
  return (
    <Panel>
      <DoneHead>
        {words.summary(common.files(stored.fileCount), common.size(stored.totalBytes), until)}
      </DoneHead>
      {warnings.length > 0 && <ProblemBar intent="warning">{warnings.join("\n")}</ProblemBar>}
      <p className={styles.text}>{words.next}</p>
      {stored.hasPassphrase && <p className={styles.text}>{words.passphrase}</p>}
      <div className={styles.buttons}>
        <Button onClick={onMore}>{words.more}</Button>
        {view.canUndo && (
          <Button appearance="subtle" onClick={onUndo}>
            {words.undo}
          </Button>
        )}
      </div>
    </Panel>
  );
}

export interface ComposeUnplacedProps {
  readonly view: Step<"unplaced">;
  readonly nameStore: NameStore;
  readonly files: Pick<FilePorts, "saveText">;
  readonly onRetry: () => void;
  readonly onByHand: () => void;
}

function CopyText({ view }: Pick<ComposeUnplacedProps, "view">) {
  const { done } = useStrings().pages.send;
  const { block } = view.send.stored.placement;
  if (block === undefined) return null;
  return (
    <CopyButton
      copied={done.copied}
      copy={() => copyMailText(block.html, block.text)}
      notCopied={done.copyFailed}
    >
      {done.copy}
    </CopyButton>
  );
}

function ByHand({ view, files, onByHand }: ComposeUnplacedProps) {
  const styles = useStyles();
  const { common, compose } = useStrings().pages;
  const words = compose.unplaced;
  const { indexName, indexFile, originals } = view.send.stored.placement;
  const names = originals.map(({ name }) => name).join(common.listSeparator);
  return (
    <Panel heading={words.byHandTitle}>
      <DoneSteps>
        <DoneStep hint={words.step1Hint} number={1} title={words.step1}>
          <SaveIndex files={files} indexFile={indexFile} name={indexName} />
        </DoneStep>
        <DoneStep hint={words.step2Hint} number={2} title={words.step2}>
          <CopyText view={view} />
        </DoneStep>
        {originals.length > 0 && (
          <DoneStep hint={words.step3Hint(names)} number={3} title={words.step3} />
        )}
      </DoneSteps>
      <div className={styles.buttons}>
        <Button onClick={onByHand}>{words.done}</Button>
      </div>
    </Panel>
  );
}

/** Everything is stored; Outlook did not do the rest: again, or by hand. */
export function ComposeUnplaced(props: ComposeUnplacedProps) {
  const { view, nameStore, onRetry } = props;
  const { common } = useStrings().pages;
  const sentence = useSentence(nameStore);
  const retry = (
    <Button appearance="primary" onClick={onRetry}>
      {common.tryAgain}
    </Button>
  );
  return (
    <>
      <ProblemBar actions={retry} intent="warning">
        {sentence(view.problem)}
      </ProblemBar>
      <ByHand {...props} />
    </>
  );
}
