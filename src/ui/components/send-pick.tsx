/** Takes files and folders: by drop, by picker, by paste; lists them. */
import { Button, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import { ArrowUploadRegular } from "@fluentui/react-icons/svg/arrow-upload";
import { DocumentAddRegular } from "@fluentui/react-icons/svg/document-add";
import { FolderAddRegular } from "@fluentui/react-icons/svg/folder-add";
import { useState } from "react";
import type { FilePorts } from "../file-ports";
import { useFileDrop } from "../hooks/use-file-drop";
import type { SendDraft } from "../hooks/use-send-draft";
import type { SendItem } from "../send-items";
import { useStrings } from "../strings-context";
import { Announcer } from "./announcer";
import { ChangedNames } from "./changed-names";
import { DropZone } from "./drop-zone";
import { ItemList } from "./item-list";
import { Panel } from "./panel";

const useStyles = makeStyles({
  head: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
  },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  total: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular },
});

export interface SendPickProps {
  readonly draft: SendDraft;
  readonly files: Pick<FilePorts, "readDrop" | "pickFiles" | "pickFolder">;
  /** Of the place to drop on. */
  readonly title?: string;
  /** Takes less room from the start. */
  readonly isCompact?: boolean;
  /** False while it stands behind something else: then it takes no drop. */
  readonly isInFront?: boolean;
}

function Picked({ draft, onRemove }: Omit<SendPickProps, "files"> & PickedProps) {
  const styles = useStyles();
  const { common, send } = useStrings().pages;
  const { items, totals, inspection } = draft;
  const renamed = inspection?.renamed ?? [];
  const total = send.pick.total(common.files(totals.fileCount), common.size(totals.sizeBytes));
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>
          {send.pick.list}
          <span className={styles.total}>{` · ${total}`}</span>
        </h2>
        {items.length > 1 && (
          <Button appearance="subtle" onClick={draft.clear} size="small">
            {send.pick.removeAll}
          </Button>
        )}
      </div>
      <ItemList items={items} label={send.pick.list} onRemove={onRemove} />
      <ChangedNames
        line={send.pick.renamedOne}
        renamed={renamed}
        title={send.pick.renamedTitle(renamed.length)}
      />
    </>
  );
}

interface PickedProps {
  readonly onRemove: (item: SendItem) => void;
}

export function SendPick(props: SendPickProps) {
  const { draft, files, title, isCompact = false, isInFront = true } = props;
  const { pick } = useStrings().pages.send;
  const [said, setSaid] = useState("");
  const { items, add, remove } = draft;
  const isOver = useFileDrop(isInFront, (data) => {
    add(files.readDrop(data));
  });
  const takeOff = (item: SendItem): void => {
    remove(item);
    setSaid(pick.removed(item.name));
  };
  return (
    <Panel>
      <DropZone
        hint={pick.dropHint}
        icon={<ArrowUploadRegular />}
        isCompact={isCompact || items.length > 0}
        isOver={isOver}
        overHint={pick.dropNow}
        title={title ?? pick.dropTitle}
      >
        <Button
          appearance={items.length === 0 && !isCompact ? "primary" : "secondary"}
          icon={<DocumentAddRegular />}
          onClick={() => {
            add(files.pickFiles());
          }}
        >
          {pick.files}
        </Button>
        <Button
          icon={<FolderAddRegular />}
          onClick={() => {
            add(files.pickFolder());
          }}
        >
          {pick.folder}
        </Button>
      </DropZone>
      {items.length > 0 && <Picked draft={draft} onRemove={takeOff} />}
      <Announcer text={said} />
    </Panel>
  );
}
