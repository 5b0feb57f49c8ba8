/** Whether a pane can restore by itself. */
import { useEffect, useState } from "react";
import type { Mailbox } from "../../outlook/mailbox";
import type { Transfers } from "../../platform/browser/transfers";

/** here, or why it has to be done on the restore page; undefined until the browser has said. */
export type RestorePlace = "here" | "no-download" | "no-storage";

export function useRestorePlace(
  { canDownload }: Pick<Mailbox, "canDownload">,
  transfers: Pick<Transfers, "storage">,
): RestorePlace | undefined {
  const [canKeep, setCanKeep] = useState<boolean>();
  useEffect(() => {
    transfers.storage().then(
      (report) => {
        setCanKeep(report.canKeep);
      },
      () => {
        setCanKeep(false);
      },
    );
  }, [transfers]);
  if (!canDownload) return "no-download";
  if (canKeep === undefined) return undefined;
  return canKeep ? "here" : "no-storage";
}
