/** One file or folder in the tree. */
import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { ChevronDownRegular } from "@fluentui/react-icons/svg/chevron-down";
import { ChevronRightRegular } from "@fluentui/react-icons/svg/chevron-right";
import { DocumentRegular } from "@fluentui/react-icons/svg/document";
import { FolderRegular } from "@fluentui/react-icons/svg/folder";
import { WarningRegular } from "@fluentui/react-icons/svg/warning";
import { isDangerous } from "../dangerous-files";
import type { TreeNode, TreeRow } from "../file-tree";
import { useStrings } from "../strings-context";

export const ROW_HEIGHT_PX = 40;
const INDENT_PX = 18;
/** Deeper levels are not moved further: a name must stay readable at 320 px. */
const MOST_INDENTS = 8;

const useStyles = makeStyles({
  row: {
    position: "absolute",
    insetInline: 0,
    boxSizing: "border-box",
    height: `${String(ROW_HEIGHT_PX)}px`,
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalXS,
    paddingInlineEnd: tokens.spacingHorizontalXS,
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: "-2px",
    },
  },
  name: {
    flexGrow: 1,
    minWidth: 0,
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
  },
  folder: { cursor: "pointer" },
  text: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "pre" },
  icon: { flexShrink: 0, fontSize: "20px", color: tokens.colorNeutralForeground3 },
  folderIcon: { color: tokens.colorBrandForeground1 },
  chevron: {
    flexShrink: 0,
    width: "16px",
    fontSize: "16px",
    color: tokens.colorNeutralForeground3,
  },
  warning: { color: tokens.colorStatusWarningForeground1 },
  size: {
    flexShrink: 0,
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: "tabular-nums",
    fontSize: tokens.fontSizeBase200,
  },
});

export interface FileRowProps {
  readonly row: TreeRow;
  /** From 0, among the visible rows. */
  readonly index: number;
  /** The one row that Tab reaches. */
  readonly isActive: boolean;
  readonly onToggle: (row: TreeRow) => void;
  readonly onFocus: (index: number) => void;
  readonly onRestore?: (path: string) => void;
}

interface RestoreCellProps {
  readonly node: TreeNode;
  readonly isActive: boolean;
  readonly onRestore: (path: string) => void;
}

function RowIcons({ row: { node, isExpanded } }: { readonly row: TreeRow }) {
  const styles = useStyles();
  const { danger } = useStrings().pages.restore;
  if (node.children !== undefined) {
    return (
      <>
        <span aria-hidden="true" className={styles.chevron}>
          {isExpanded ? <ChevronDownRegular /> : <ChevronRightRegular />}
        </span>
        <FolderRegular className={mergeClasses(styles.icon, styles.folderIcon)} />
      </>
    );
  }
  return (
    <>
      <span aria-hidden="true" className={styles.chevron} />
      {isDangerous(node.path) ? (
        <WarningRegular
          aria-label={danger.mark}
          className={mergeClasses(styles.icon, styles.warning)}
          title={danger.mark}
        />
      ) : (
        <DocumentRegular className={styles.icon} />
      )}
    </>
  );
}

function RestoreCell({ node, isActive, onRestore }: RestoreCellProps) {
  const { card } = useStrings().pages.restore;
  return (
    <div role="gridcell">
      <Button
        appearance="subtle"
        aria-label={card.restoreOne(node.name)}
        icon={<ArrowDownloadRegular />}
        onClick={() => {
          onRestore(node.path);
        }}
        size="small"
        tabIndex={isActive ? 0 : -1}
      />
    </div>
  );
}

export function FileRow({ row, index, isActive, onToggle, onFocus, onRestore }: FileRowProps) {
  const styles = useStyles();
  const { common, restore } = useStrings().pages;
  const { node, level } = row;
  const isFolder = node.children !== undefined;
  const indentPx = Math.min(level - 1, MOST_INDENTS) * INDENT_PX + 8;
  const toggle = (): void => {
    if (isFolder) onToggle(row);
  };
  const top = `${String(index * ROW_HEIGHT_PX)}px`;
  const size = node.fileCount === 0 ? restore.card.emptyFolder : common.size(node.sizeBytes);
  return (
    <div
      aria-level={level}
      aria-posinset={row.position}
      aria-rowindex={index + 1}
      aria-setsize={row.setSize}
      className={styles.row}
      onFocus={() => {
        onFocus(index);
      }}
      role="row"
      style={{ top, paddingInlineStart: `${String(indentPx)}px` }}
      tabIndex={isActive ? 0 : -1}
      {...(isFolder && { "aria-expanded": row.isExpanded })}
    >
      <div
        className={mergeClasses(styles.name, isFolder && styles.folder)}
        onClick={toggle}
        role="gridcell"
      >
        <RowIcons row={row} />
        <bdi className={styles.text} title={node.name}>
          {node.name}
        </bdi>
      </div>
      <div className={styles.size} role="gridcell">
        {size}
      </div>
      {onRestore !== undefined && (
        <RestoreCell isActive={isActive} node={node} onRestore={onRestore} />
      )}
    </div>
  );
}
