/** The files and folders of a transfer: any number of them, by mouse and by keyboard. */
import { makeStyles, tokens } from "@fluentui/react-components";
import { useMemo, useRef, useState } from "react";
import { buildTree, firstExpanded, visibleRows, type TreeFile, type TreeRow } from "../file-tree";
import { useTreeKeys } from "../hooks/use-tree-keys";
import { useWindow } from "../hooks/use-window";
import { useStrings } from "../strings-context";
import { FileRow, ROW_HEIGHT_PX } from "./file-row";

const MOST_ROWS_AT_FIRST = 40;

const useStyles = makeStyles({
  scroller: {
    maxHeight: "min(400px, 56vh)",
    overflowY: "auto",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  rows: { position: "relative" },
});

export interface FileTreeProps {
  readonly files: readonly TreeFile[];
  readonly dirs: readonly string[];
  /** Restores one file or folder; without it the tree only shows. */
  readonly onRestore?: (path: string) => void;
}

/** The rows near the window, and the active one wherever it is: Tab must find it. */
function rowsToShow(rows: readonly TreeRow[], first: number, end: number, active: number) {
  const shown = rows.slice(first, end).map((row, i) => ({ row, index: first + i }));
  const row = rows[active];
  const isInside = active >= first && active < end;
  return row === undefined || isInside ? shown : [...shown, { row, index: active }];
}

export function FileTree({ files, dirs, onRestore }: FileTreeProps) {
  const styles = useStyles();
  const { card } = useStrings().pages.restore;
  const root = useMemo(() => buildTree(files, dirs), [files, dirs]);
  const [expanded, setExpanded] = useState(() => firstExpanded(files, dirs, MOST_ROWS_AT_FIRST));
  const rows = useMemo(() => visibleRows(root, expanded), [root, expanded]);
  const scroller = useRef<HTMLDivElement>(null);
  const { first, end } = useWindow(scroller, rows.length, ROW_HEIGHT_PX);
  const toggle = ({ node }: TreeRow): void => {
    const next = new Set(expanded);
    if (!next.delete(node.path)) next.add(node.path);
    setExpanded(next);
  };
  const { active, setActive, onKeyDown } = useTreeKeys(scroller, rows, ROW_HEIGHT_PX, toggle);
  return (
    <div className={styles.scroller} ref={scroller}>
      <div
        aria-label={card.fileList}
        aria-rowcount={rows.length}
        className={styles.rows}
        onKeyDown={onKeyDown}
        role="treegrid"
        style={{ height: `${String(rows.length * ROW_HEIGHT_PX)}px` }}
      >
        {rowsToShow(rows, first, end, active).map(({ row, index }) => (
          <FileRow
            index={index}
            isActive={index === active}
            key={row.node.path}
            onFocus={setActive}
            onToggle={toggle}
            row={row}
            {...(onRestore !== undefined && { onRestore })}
          />
        ))}
      </div>
    </div>
  );
}
