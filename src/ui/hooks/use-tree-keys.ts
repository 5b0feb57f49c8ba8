/** Moves through the rows of a tree by keyboard, as the ARIA pattern "treegrid" describes it. */
import { useState, type KeyboardEvent, type RefObject } from "react";
import type { TreeRow } from "../file-tree";

const PAGE_ROWS = 10;

/** Where a key leads: another row, or the folder opens or closes. */
function keyTarget(
  key: string,
  rows: readonly TreeRow[],
  at: number,
): number | "toggle" | undefined {
  const row = rows[at];
  if (row === undefined) return undefined;
  const isFolder = row.node.children !== undefined;
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, rows.length - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return rows.length - 1;
    case "PageDown":
      return Math.min(at + PAGE_ROWS, rows.length - 1);
    case "PageUp":
      return Math.max(at - PAGE_ROWS, 0);
    case "ArrowRight":
      return isFolder && !row.isExpanded ? "toggle" : undefined;
    case "ArrowLeft":
      return isFolder && row.isExpanded ? "toggle" : parentOf(rows, at);
    case "Enter":
      return isFolder ? "toggle" : undefined;
    default:
      return undefined;
  }
}

function parentOf(rows: readonly TreeRow[], at: number): number | undefined {
  const level = rows[at]?.level ?? 0;
  for (let i = at - 1; i >= 0; i -= 1) if ((rows[i]?.level ?? 0) < level) return i;
  return undefined;
}

export interface TreeKeys {
  /** The row that Tab reaches. */
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function useTreeKeys(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly TreeRow[],
  rowHeightPx: number,
  onToggle: (row: TreeRow) => void,
): TreeKeys {
  const [chosen, setActive] = useState(0);
  const active = Math.min(chosen, rows.length - 1);
  const focusRow = (index: number): void => {
    setActive(index);
    const element = scroller.current;
    if (element === null) return;
    const top = index * rowHeightPx;
    const lowest = top + rowHeightPx - element.clientHeight;
    element.scrollTo({ top: Math.max(lowest, Math.min(top, element.scrollTop)) });
    // The row may come into being only now that it is near.
    requestAnimationFrame(() => {
      element.querySelector<HTMLElement>(`[aria-rowindex="${String(index + 1)}"]`)?.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== "row") return;
    const row = rows[active];
    const target = keyTarget(event.key, rows, active);
    if (target === undefined || row === undefined) return;
    event.preventDefault();
    if (target === "toggle") onToggle(row);
    else focusRow(target);
  };
  return { active, setActive, onKeyDown };
}
