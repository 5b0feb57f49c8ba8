/** The browser's dialogs and drops, as the screens ask for them. */
import { canPickTarget, pickFiles, pickFolder, pickTarget } from "../platform/browser/pick";
import { readDrop } from "../platform/browser/read-drop";
import { saveText } from "../platform/browser/save-file";
import type { FilePorts } from "./file-ports";

export function createBrowserFiles(): FilePorts {
  return { readDrop, pickFiles, pickFolder, saveText, ...(canPickTarget() && { pickTarget }) };
}
