/** What was added to be sent: any number of files and folders, each with a way to take it off again. */
import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { DocumentRegular } from "@fluentui/react-icons/svg/document";
import { FolderRegular } from "@fluentui/react-icons/svg/folder";
import { useRef } from "react";
import { useWindow } from "../hooks/use-window";
import type { SendItem } from "../send-items";
import { useStrings } from "../strings-context";

const ROW_HEIGHT_PX = 52;

const useStyles = makeStyles({
  scroller: { maxHeight: "min(364px, 50vh)", overflowY: "auto" },
  list: { position: "relative", listStyleType: "none", margin: 0, padding: 0 },
  item: {
    position: "absolute",
    insetInline: 0,
    boxSizing: "border-box",
    height: `${String(ROW_HEIGHT_PX)}px`,
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
    paddingInline: tokens.spacingHorizontalXS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  icon: { flexShrink: 0, fontSize: "24px", color: tokens.colorNeutralForeground3 },
  folder: { color: tokens.colorBrandForeground1 },
  texts: { flexGrow: 1, minWidth: 0, display: "flex", flexDirection: "column" },
  name: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "pre" },
  detail: {
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

export interface ItemListProps {
  readonly label: string;
  readonly items: readonly SendItem[];
  readonly onRemove: (item: SendItem) => void;
}

interface ItemProps {
  readonly item: SendItem;
  readonly index: number;
  readonly count: number;
  readonly onRemove: (item: SendItem) => void;
}

function Item({ item, index, count, onRemove }: ItemProps) {
  const styles = useStyles();
  const { common, send } = useStrings().pages;
  const { name, isFolder, fileCount, sizeBytes } = item;
  const details = [
    ...(isFolder ? [send.pick.folderOf(common.files(fileCount))] : []),
    common.size(sizeBytes),
  ];
  return (
    <li
      aria-posinset={index + 1}
      aria-setsize={count}
      className={styles.item}
      style={{ top: `${String(index * ROW_HEIGHT_PX)}px` }}
    >
      {isFolder ? (
        <FolderRegular className={mergeClasses(styles.icon, styles.folder)} />
      ) : (
        <DocumentRegular className={styles.icon} />
      )}
      <div className={styles.texts}>
        <bdi className={styles.name} title={name}>
          {name}
        </bdi>
        <span className={styles.detail}>{details.join(" · ")}</span>
      </div>
      <Button
        appearance="subtle"
        aria-label={send.pick.remove(name)}
        icon={<DismissRegular />}
        onClick={() => {
          onRemove(item);
        }}
      />
    </li>
  );
}

export function ItemList({ label, items, onRemove }: ItemListProps) {
  const styles = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const { first, end } = useWindow(scroller, items.length, ROW_HEIGHT_PX);
  return (
    <div className={styles.scroller} ref={scroller}>
      <ul
        aria-label={label}
        className={styles.list}
        style={{ height: `${String(items.length * ROW_HEIGHT_PX)}px` }}
      >
        {items.slice(first, end).map((item, i) => (
          <Item
            count={items.length}
            index={first + i}
            item={item}
            key={item.key}
            onRemove={onRemove}
          />
        ))}
      </ul>
    </div>
  );
}
