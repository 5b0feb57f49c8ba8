/** What only the sender can do with a transfer, asked about before it is done. */
import type { PublicConfig } from "../../core/gateway-api";
import type { SentTransfer, Transfers } from "../../platform/browser/transfers";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { ExtendDialog } from "./extend-dialog";
import { RecallDialog } from "./recall-dialog";
import { namesOf } from "./unfinished-list";

export type OwnerAction = "extend" | "recall";

export interface OwnerDialogProps {
  readonly action: OwnerAction;
  readonly transfer: SentTransfer;
  readonly transfers: Pick<Transfers, "extend" | "recall">;
  readonly config: PublicConfig;
  readonly nameStore: NameStore;
  readonly nowMs: () => number;
  readonly onClose: () => void;
}

export function OwnerDialog(props: OwnerDialogProps) {
  const { action, transfer, transfers, config, nameStore, nowMs, onClose } = props;
  const { common, transfers: words } = useStrings().pages;
  const { id, summary } = transfer;
  const name = namesOf(summary.roots, common.listSeparator, common.and) || words.unnamed;
  if (action === "extend") {
    return (
      <ExtendDialog
        {...{ config, name, nameStore, nowMs, onClose }}
        extend={(expirySeconds) => transfers.extend(id, expirySeconds)}
      />
    );
  }
  const route = config.routes.find(({ number }) => number === transfer.route);
  return (
    <RecallDialog
      {...{ name, nameStore, nowMs, onClose }}
      isReasonReadable={route?.suite === 2}
      k={route?.k ?? 1}
      recall={(reason) => transfers.recall(id, reason)}
    />
  );
}
