/** The browser's own dialogs: files and folders to send, a folder to restore into. */
import { AppError } from "../../core/errors";
import type { Picked } from "./picked";

/** In Chromium at the top level of a page, and not yet in TypeScript's library. */
interface Pickers {
  readonly showDirectoryPicker?: (options: {
    readonly id: string;
    readonly mode: "read" | "readwrite";
  }) => Promise<FileSystemDirectoryHandle>;
}

/**
 * The dialog of `<input type=file>`. The newer one, which gives a handle of a folder, leaves out files
 * with odd names without a word; this one leaves out empty folders, so dropping a folder is better still.
 */
function ask(isFolder: boolean): Promise<Picked | undefined> {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = isFolder;
  input.hidden = true;
  // What stands in no document may be collected as garbage while its dialog is open, and never answers.
  document.body.append(input);
  return new Promise((resolve) => {
    const end = (picked: Picked | undefined): void => {
      input.remove();
      resolve(picked);
    };
    input.addEventListener("cancel", () => {
      end(undefined);
    });
    input.addEventListener("change", () => {
      end(input.files === null ? undefined : readFileList(input.files));
    });
    input.click();
  });
}

/** What stands in an `<input type=file>`. */
export function readFileList(list: FileList): Picked {
  const files = [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  return { files, dirs: [], handles: [] };
}

/** Resolves with undefined when nothing was chosen. To be called in a click. */
export const pickFiles = (): Promise<Picked | undefined> => ask(false);

/** The same for a folder, with all files that are in it. */
export const pickFolder = (): Promise<Picked | undefined> => ask(true);

/** Whether this page can restore into a folder: not in a frame, and not in every browser. */
export function canPickTarget(): boolean {
  const { showDirectoryPicker } = globalThis as Pickers;
  return showDirectoryPicker !== undefined && globalThis.top === globalThis.self;
}

/**
 * A folder to restore into; undefined when none was chosen. To be called in a click. Throws `disk-error`
 * when the browser does not let the page write there.
 */
export async function pickTarget(): Promise<FileSystemDirectoryHandle | undefined> {
  const { showDirectoryPicker } = globalThis as Pickers;
  if (showDirectoryPicker === undefined) return undefined;
  try {
    return await showDirectoryPicker({ id: "restore", mode: "readwrite" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw new AppError("disk-error", { details: { reason: "NotAllowedError" }, cause: error });
  }
}
