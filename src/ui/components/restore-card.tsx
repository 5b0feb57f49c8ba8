/** The opened transfer: what it holds, where it shall go, and the button that fetches it. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { useState } from "react";
import type { OpenedCard } from "../../platform/browser/transfers";
import { isDangerous } from "../dangerous-files";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";
import { DestinationChoice, type Destination } from "./destination-choice";
import { FileTree } from "./file-tree";
import { Panel } from "./panel";
import { StoreNotes } from "./store-notes";
import { TransferCard } from "./transfer-card";

const useStyles = makeStyles({
  buttons: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
  },
  hint: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
});

/** Dangerous files are named up to here, the rest counted. */
const MOST_NAMED = 5;

export interface RestoreCardProps {
  readonly card: OpenedCard;
  readonly nameStore: NameStore;
  readonly canWriteFolder: boolean;
  /** `only` is undefined for everything. To be called in the click that asks for it. */
  readonly onRestore: (destination: Destination, only: string | undefined) => void;
  /** Where another index can be opened. */
  readonly onClose?: (() => void) | undefined;
}

/** The names of the files in `only` (or in all) that can run programs. */
function dangerousIn({ files }: OpenedCard, only: string | undefined): readonly string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => only === undefined || path === only || path.startsWith(`${only}/`))
    .filter(isDangerous);
}

interface DangerDialogProps {
  readonly dangerous: readonly string[];
  readonly onConfirm: () => void;
  readonly onDismiss: () => void;
}

function DangerDialog({ dangerous, onConfirm, onDismiss }: DangerDialogProps) {
  const { common, restore } = useStrings().pages;
  const rest = dangerous.length - MOST_NAMED;
  const named = [...dangerous.slice(0, MOST_NAMED), ...(rest > 0 ? [common.and(rest)] : [])];
  return (
    <ConfirmDialog
      confirm={restore.danger.confirm}
      onConfirm={onConfirm}
      onDismiss={onDismiss}
      title={restore.danger.title}
    >
      <bdi>{named.join(common.listSeparator)}</bdi>
      <span>{restore.danger.text}</span>
    </ConfirmDialog>
  );
}

interface CardButtonsProps {
  readonly totalBytes: number;
  readonly onRestoreAll: () => void;
  readonly onClose?: (() => void) | undefined;
}

function CardButtons({ totalBytes, onRestoreAll, onClose }: CardButtonsProps) {
  const styles = useStyles();
  const { common, restore } = useStrings().pages;
  return (
    <div className={styles.buttons}>
      <Button
        appearance="primary"
        icon={<ArrowDownloadRegular />}
        onClick={onRestoreAll}
        size="large"
      >
        {restore.choose.allSize(common.size(totalBytes))}
      </Button>
      {onClose !== undefined && (
        <Button appearance="subtle" onClick={onClose} size="large">
          {restore.card.close}
        </Button>
      )}
      <span className={styles.hint}>{restore.card.nothingFetched}</span>
    </div>
  );
}

/** The only file of a transfer that holds nothing else: a download of it needs no ZIP. */
function singleFileOf({ files, dirs }: OpenedCard): string | undefined {
  const [file] = files;
  const isAlone = files.length === 1 && dirs.length === 0;
  return isAlone && file?.path.includes("/") === false ? file.path : undefined;
}

export function RestoreCard(props: RestoreCardProps) {
  const { card, nameStore, canWriteFolder, onRestore, onClose } = props;
  const { restore } = useStrings().pages;
  const [destination, setDestination] = useState<Destination>(
    canWriteFolder ? "folder" : "download",
  );
  const [question, setQuestion] = useState<Pick<DangerDialogProps, "dangerous" | "onConfirm">>();
  const ask = (only: string | undefined): void => {
    const dangerous = dangerousIn(card, only);
    const confirm = (): void => {
      setQuestion(undefined);
      onRestore(destination, only);
    };
    if (dangerous.length === 0) confirm();
    else setQuestion({ dangerous, onConfirm: confirm });
  };
  const dismiss = (): void => {
    setQuestion(undefined);
  };
  return (
    <Panel>
      <TransferCard card={card} />
      <StoreNotes nameStore={nameStore} stores={card.stores} title={restore.notes.title} />
      <FileTree dirs={card.dirs} files={card.files} onRestore={ask} />
      <DestinationChoice
        canWriteFolder={canWriteFolder}
        onChange={setDestination}
        singleFile={singleFileOf(card)}
        value={destination}
      />
      <CardButtons
        onClose={onClose}
        onRestoreAll={() => {
          ask(undefined);
        }}
        totalBytes={card.totalBytes}
      />
      {question !== undefined && <DangerDialog {...question} onDismiss={dismiss} />}
    </Panel>
  );
}
