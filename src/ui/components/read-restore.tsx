/** The restore of one index of the mail, in the pane or, where that cannot be, on the restore page. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { AppError } from "../../core/errors";
import type { Mailbox } from "../../outlook/mailbox";
import type { OpenedCard } from "../../platform/browser/transfers";
import type { FilePorts } from "../file-ports";
import type { IndexFlow } from "../flows/index-flow";
import type { RestoreView } from "../flows/restore-flow";
import type { RestorePlace } from "../hooks/use-restore-place";
import { useLive } from "../hooks/use-live";
import { useReadSentence } from "../hooks/use-read-sentence";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { FileTree } from "./file-tree";
import { OpenPage } from "./open-page";
import { Panel } from "./panel";
import { PassphraseDialog } from "./passphrase-dialog";
import { ProblemBar } from "./problem-bar";
import { RestoreRunning } from "./restore-running";
import { RestoreStart } from "./restore-start";
import { CardStep, DoneStep, titleOf } from "./restore-steps";
import { StoreNotes } from "./store-notes";
import { TransferCard } from "./transfer-card";

const useStyles = makeStyles({
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  button: { alignSelf: "flex-start" },
});

export interface ReadRestoreProps {
  readonly index: IndexFlow;
  readonly place: RestorePlace;
  readonly mailbox: Pick<Mailbox, "openInBrowser">;
  readonly files: Pick<FilePorts, "pickTarget">;
  readonly nameStore: NameStore;
}

/** The restore page of the gateway that the index names, opened with the index. */
const pageOf = ({ line }: IndexFlow): string => `${line.gateway}/#${line.code}`;

/** Final for this mail: trying again gives nothing. */
const isFinal = ({ code }: AppError): boolean => code === "recalled" || code === "expired";

interface ClosedProps extends Pick<ReadRestoreProps, "index" | "nameStore"> {
  readonly problem: AppError | undefined;
}

/** What could not be opened, or was not, and the way to open it. */
function Closed({ index, problem, nameStore }: ClosedProps) {
  const styles = useStyles();
  const { common, restore } = useStrings().pages;
  const sentence = useReadSentence(nameStore);
  const open = (): void => {
    index.again();
  };
  if (problem === undefined) {
    return (
      <Panel heading={restore.passphrase.title}>
        <p className={styles.text}>{restore.passphrase.text}</p>
        <Button appearance="primary" className={styles.button} onClick={open}>
          {restore.passphrase.confirm}
        </Button>
      </Panel>
    );
  }
  return (
    <ProblemBar
      actions={isFinal(problem) ? undefined : <Button onClick={open}>{common.tryAgain}</Button>}
      intent={isFinal(problem) ? "warning" : "error"}
      title={titleOf(problem, restore)}
    >
      {sentence(problem)}
    </ProblemBar>
  );
}

function Passphrase({
  index,
  view,
}: Pick<ReadRestoreProps, "index"> & {
  readonly view: RestoreView & { readonly step: "passphrase" };
}) {
  const { passphrase } = useStrings().pages.restore;
  return (
    <PassphraseDialog
      confirm={passphrase.confirm}
      isBusy={view.isBusy}
      onDismiss={() => {
        index.restore.startOver();
      }}
      onPassphrase={(text) => {
        index.restore.open(view.index, text);
      }}
      problem={view.isWrong ? passphrase.wrong : undefined}
      text={passphrase.text}
      title={passphrase.title}
    />
  );
}

interface ElsewhereProps extends Pick<ReadRestoreProps, "index" | "mailbox" | "nameStore"> {
  readonly card: OpenedCard;
  readonly place: Exclude<RestorePlace, "here">;
}

/** What the transfer holds, and the page on which it can be restored. */
function Elsewhere({ index, card, place, mailbox, nameStore }: ElsewhereProps) {
  const styles = useStyles();
  const { read, restore } = useStrings().pages;
  return (
    <Panel>
      <TransferCard card={card} />
      <StoreNotes nameStore={nameStore} stores={card.stores} title={restore.notes.title} />
      <p className={styles.text}>
        {place === "no-storage" ? read.page.noStorage : read.page.noDownload}
      </p>
      <OpenPage isPrimary mailbox={mailbox} url={pageOf(index)} />
      <FileTree dirs={card.dirs} files={card.files} />
    </Panel>
  );
}

export function ReadRestore({ index, place, mailbox, files, nameStore }: ReadRestoreProps) {
  const flow = index.restore;
  const view = useLive(flow.view);
  switch (view.step) {
    case "start":
      return <Closed index={index} nameStore={nameStore} problem={view.problem} />;
    case "foreign":
    case "opening":
      return <RestoreStart isOpening onSource={() => undefined} />;
    case "passphrase":
      return (
        <>
          <RestoreStart isOpening onSource={() => undefined} />
          <Passphrase index={index} view={view} />
        </>
      );
    case "card":
      return place === "here" ? (
        <CardStep
          {...{ files, flow, nameStore, view }}
          otherWay={<OpenPage mailbox={mailbox} url={pageOf(index)} />}
        />
      ) : (
        <Elsewhere {...{ index, mailbox, nameStore, place }} card={view.card} />
      );
    case "running":
      return <RestoreRunning job={view.job} k={view.card.k} nameStore={nameStore} />;
    case "done":
      return <DoneStep {...{ flow, nameStore, view }} />;
  }
}
