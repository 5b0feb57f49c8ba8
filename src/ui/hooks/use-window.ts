/** The window of a long list: which rows are near enough to be seen to exist. */
import { useEffect, useState, type RefObject } from "react";

/** Rows above and below what is seen, so that scrolling shows no gap. */
const SPARE_ROWS = 8;

export interface RowWindow {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
}

/** The rows of equal height that `scroller` shows; follows its scrolling and its size. */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeightPx: number,
): RowWindow {
  const [top, setTop] = useState(0);
  const [heightPx, setHeightPx] = useState(0);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = (): void => {
      setTop(Math.floor(element.scrollTop / rowHeightPx));
    };
    const observer = new ResizeObserver(() => {
      setHeightPx(element.clientHeight);
    });
    element.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [scroller, rowHeightPx]);
  const seen = Math.ceil(heightPx / rowHeightPx) + 1;
  const first = Math.max(0, Math.min(top, count - seen) - SPARE_ROWS);
  return { first, end: Math.min(count, first + seen + 2 * SPARE_ROWS) };
}
