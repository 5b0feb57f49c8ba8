/** The browser's dialogs and drops, as the screens ask for them. */
import { canPickTarget, pickFiles, pickFolder, pickTarget } from "../platform/browser/pick";
import { readDrop } from "../platform/browser/read-drop";
import { saveText } from "../platform/browser/save-file";
import type { FilePorts } from "../ui/file-ports";

export function createPageFiles(): FilePorts {
  return { readDrop, pickFiles, pickFolder, saveText, ...(canPickTarget() && { pickTarget }) };
}
