/** The browser's own dialogs: files and folders to send, a folder to restore into. */
import type { Picked } from "./picked";
import { walkHandles } from "./walk-handles";

/** In Chromium at the top level of a page, and not yet in TypeScript's library. */
interface Pickers {
  readonly showOpenFilePicker?: (options: {
    readonly multiple: true;
  }) => Promise<FileSystemFileHandle[]>;
  readonly showDirectoryPicker?: (options: {
    readonly id: string;
    readonly mode: "read" | "readwrite";
  }) => Promise<FileSystemDirectoryHandle>;
}

/** Undefined when the user closed the dialog, or when the browser refuses it here (in a frame). */
async function ask<Result>(show: () => Promise<Result>): Promise<Result | "closed" | "refused"> {
  try {
    return await show();
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError" ? "closed" : "refused";
  }
}

/** The older dialog: it keeps no hold of the files, and empty folders are not seen. */
function askByInput(isFolder: boolean): Promise<Picked | undefined> {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = isFolder;
  return new Promise((resolve) => {
    input.addEventListener("cancel", () => {
      resolve(undefined);
    });
    input.addEventListener("change", () => {
      resolve(input.files === null ? undefined : readFileList(input.files));
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
export async function pickFiles(): Promise<Picked | undefined> {
  const { showOpenFilePicker } = globalThis as Pickers;
  if (showOpenFilePicker === undefined) return askByInput(false);
  const handles = await ask(() => showOpenFilePicker({ multiple: true }));
  if (handles === "refused") return askByInput(false);
  return handles === "closed" ? undefined : walkHandles(handles);
}

/** The same for a folder, with all that is in it. */
export async function pickFolder(): Promise<Picked | undefined> {
  const { showDirectoryPicker } = globalThis as Pickers;
  if (showDirectoryPicker === undefined) return askByInput(true);
  const folder = await ask(() => showDirectoryPicker({ id: "send", mode: "read" }));
  if (folder === "refused") return askByInput(true);
  return folder === "closed" ? undefined : walkHandles([folder]);
}

/** Whether this page can restore into a folder: not in a frame, and not in every browser. */
export function canPickTarget(): boolean {
  const { showDirectoryPicker } = globalThis as Pickers;
  return showDirectoryPicker !== undefined && globalThis.top === globalThis.self;
}

/** A folder to restore into; undefined when none was chosen. To be called in a click. */
export async function pickTarget(): Promise<FileSystemDirectoryHandle | undefined> {
  const { showDirectoryPicker } = globalThis as Pickers;
  if (showDirectoryPicker === undefined) return undefined;
  const folder = await ask(() => showDirectoryPicker({ id: "restore", mode: "readwrite" }));
  return folder === "closed" || folder === "refused" ? undefined : folder;
}
