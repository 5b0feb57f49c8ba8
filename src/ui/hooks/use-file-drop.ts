/** Takes what is dropped or pasted anywhere on the page, so that a drop beside the target does no harm. */
import { useEffect, useEffectEvent, useState } from "react";

const hasFiles = (data: DataTransfer | null): data is DataTransfer =>
  data?.types.includes("Files") === true;

/** Whether files are held over the page now. `onFiles` gets a drop or a paste at once, while it can be read. */
export function useFileDrop(isEnabled: boolean, onFiles: (data: DataTransfer) => void): boolean {
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    // Entering a child fires before leaving its parent: the drag has left when the count is back at 0.
    let depth = 0;
    const end = new AbortController();
    const listen = (
      type: "dragenter" | "dragover" | "dragleave" | "drop",
      handle: (event: DragEvent) => void,
    ): void => {
      document.addEventListener(
        type,
        (event) => {
          if (!hasFiles(event.dataTransfer)) return;
          event.preventDefault();
          handle(event);
        },
        { signal: end.signal },
      );
    };
    listen("dragenter", () => {
      depth += 1;
      setOver(isEnabled);
    });
    listen("dragover", ({ dataTransfer }) => {
      if (dataTransfer !== null) dataTransfer.dropEffect = isEnabled ? "copy" : "none";
    });
    listen("dragleave", () => {
      depth -= 1;
      if (depth <= 0) setOver(false);
    });
    listen("drop", ({ dataTransfer }) => {
      depth = 0;
      setOver(false);
      if (isEnabled && dataTransfer !== null) take(dataTransfer);
    });
    const onPaste = ({ clipboardData }: ClipboardEvent): void => {
      if (isEnabled && hasFiles(clipboardData)) take(clipboardData);
    };
    document.addEventListener("paste", onPaste, { signal: end.signal });
    return () => {
      end.abort();
    };
  }, [isEnabled]);
  return isOver && isEnabled;
}
