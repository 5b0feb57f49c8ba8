/** What screens ask of the surroundings that they are shown in: a page, or a pane that may do less. */
import type { Picked } from "../platform/browser/picked";

export interface FilePorts {
  /** Reads a drop or a paste; to be called in its event, before anything is awaited. */
  readDrop(data: DataTransfer): Promise<Picked>;
  /** Resolves with undefined when the person chose nothing. To be called in a click. */
  pickFiles(): Promise<Picked | undefined>;
  pickFolder(): Promise<Picked | undefined>;
  /**
   * A folder to restore into; undefined when none was chosen. The function is missing where the browser
   * cannot write into folders.
   */
  readonly pickTarget?: () => Promise<FileSystemDirectoryHandle | undefined>;
  /** Has the browser save a small text as a file. */
  saveText(name: string, text: string): void;
}
