/** What a person chose to send, by drop, by picker or by paste: plain data that crosses to the worker. */

export interface PickedFile {
  /** Relative to what was picked, `/` between components, as the system names it: odd names included. */
  readonly path: string;
  readonly file: File;
}

/** Files and folders together; the paths of two picks may collide, `Transfers.inspect` settles that. */
export interface Picked {
  readonly files: readonly PickedFile[];
  /** Folders that no file lies in. */
  readonly dirs: readonly string[];
  /**
   * What the browser can find again by itself after the page was closed; empty when it cannot, then
   * going on needs the same files to be picked again.
   */
  readonly handles: readonly FileSystemHandle[];
}

export const NOTHING_PICKED: Picked = { files: [], dirs: [], handles: [] };
