/**
 * Takes an index out of the address bar, before anything else runs: it is a secret, and neither the
 * history nor a screenshot shall keep it.
 */

function take(): string | undefined {
  const line = location.hash.slice(1);
  if (line === "") return undefined;
  history.replaceState(null, "", location.pathname);
  return line;
}

/** The index that the page was opened with. */
export const indexFromAddress: string | undefined = take();

/** Calls `onIndex` when another index is put into the address bar of the open page. */
export function watchAddress(onIndex: (line: string) => void): void {
  addEventListener("hashchange", () => {
    const line = take();
    if (line !== undefined) onIndex(line);
  });
}
