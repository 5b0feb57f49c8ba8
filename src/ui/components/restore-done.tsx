/** What a restore came to. */
import { Button, makeStyles, tokens } from "@fluentui/react-components";
import type { RestoreResult } from "../../platform/browser/transfers";
import type { RestoreOrder } from "../flows/restore-flow";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ChangedNames } from "./changed-names";
import { DoneHead } from "./done-head";
import { Panel } from "./panel";
import { StoreNotes } from "./store-notes";

const useStyles = makeStyles({
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

export interface RestoreDoneProps {
  readonly result: RestoreResult;
  readonly order: RestoreOrder;
  readonly nameStore: NameStore;
  readonly onBack: () => void;
  /** Where another index can be opened. */
  readonly onClose?: (() => void) | undefined;
}

export function RestoreDone({ result, order, nameStore, onBack, onClose }: RestoreDoneProps) {
  const styles = useStyles();
  const { common, restore } = useStrings().pages;
  const { done } = restore;
  const { download } = result;
  const text =
    download !== undefined
      ? done.download(download.name, common.size(download.sizeBytes))
      : done.folder(
          common.files(result.fileCount),
          common.size(result.totalBytes),
          order.to.kind === "folder" ? order.to.folder.name : "",
        );
  return (
    <Panel>
      <DoneHead>{text}</DoneHead>
      <StoreNotes nameStore={nameStore} stores={result.stores} title={restore.notes.wholeAfter} />
      <ChangedNames line={done.renamedOne} renamed={result.renamed} title={done.renamed} />
      <div className={styles.buttons}>
        <Button appearance="primary" onClick={onBack}>
          {done.backToList}
        </Button>
        {download !== undefined && (
          <Button
            onClick={() => {
              download.save();
            }}
          >
            {done.saveAgain}
          </Button>
        )}
        {onClose !== undefined && (
          <Button appearance="subtle" onClick={onClose}>
            {restore.card.close}
          </Button>
        )}
      </div>
    </Panel>
  );
}
