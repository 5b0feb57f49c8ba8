/** Asks for the files of an unfinished send once more, where the browser could not keep hold of them. */
import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { DocumentAddRegular } from "@fluentui/react-icons/svg/document-add";
import { FolderAddRegular } from "@fluentui/react-icons/svg/folder-add";
import { useState } from "react";
import { NOTHING_PICKED, type Picked } from "../../platform/browser/picked";
import type { FilePorts } from "../file-ports";
import { useStrings } from "../strings-context";
import { ConfirmDialog } from "./confirm-dialog";

const useStyles = makeStyles({
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

export interface PickAgainProps {
  readonly text: string;
  readonly files: Pick<FilePorts, "pickFiles" | "pickFolder">;
  readonly onPicked: (picked: Picked) => void;
  readonly onDismiss: () => void;
}

/** Files and folders may have to be picked one after the other: they add up until it goes on. */
export function PickAgain({ text, files, onPicked, onDismiss }: PickAgainProps) {
  const styles = useStyles();
  const { common, send } = useStrings().pages;
  const [picked, setPicked] = useState(NOTHING_PICKED);
  const count = picked.files.length;
  const isEmpty = count === 0 && picked.dirs.length === 0;
  const add = async (asked: Promise<Picked | undefined>): Promise<void> => {
    const more = await asked;
    if (more === undefined) return;
    setPicked((before) => ({
      files: [...before.files, ...more.files],
      dirs: [...before.dirs, ...more.dirs],
      handles: [...before.handles, ...more.handles],
    }));
  };
  return (
    <ConfirmDialog
      confirm={send.unfinished.goOn}
      isBusy={isEmpty}
      onConfirm={() => {
        if (!isEmpty) onPicked(picked);
      }}
      onDismiss={onDismiss}
      title={send.unfinished.pickTitle}
    >
      <span>{text}</span>
      <div className={styles.buttons}>
        <Button
          icon={<DocumentAddRegular />}
          onClick={() => {
            void add(files.pickFiles());
          }}
        >
          {send.pick.files}
        </Button>
        <Button
          icon={<FolderAddRegular />}
          onClick={() => {
            void add(files.pickFolder());
          }}
        >
          {send.pick.folder}
        </Button>
      </div>
      {!isEmpty && <span role="status">{common.files(count)}</span>}
    </ConfirmDialog>
  );
}
