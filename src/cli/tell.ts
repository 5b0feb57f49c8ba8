/** Names stores: those that were not in order, and those at which an action is still to be done. */
import { AppError } from "../core/errors";
import type { OpenedTransfer } from "../core/transfer/open-transfer";
import type { StoreOutcome } from "../core/transfer/route";
import type { Context } from "./context";

/** `isWhole`: the files were put together in spite of it. */
export function tellStores({ output }: Context, transfer: OpenedTransfer, isWhole: boolean): void {
  const { cli, storeReasons } = output.strings;
  const { n } = transfer.heads.identity.parameters;
  for (const { storeId, verdict, reason } of transfer.verdicts.list(n)) {
    if (verdict === "good") continue;
    const line =
      verdict === "lied" && isWhole
        ? cli.storeLied(storeId)
        : cli.storeNote(storeId, storeReasons[reason ?? verdict] ?? verdict);
    output.note(line, "store", { storeId, verdict, ...(reason !== undefined && { reason }) });
  }
}

/** Names the stores at which an action is pending; the error to end with if there are any. */
export function tellPending(
  { output }: Context,
  outcomes: readonly StoreOutcome[],
): AppError | undefined {
  const { cli, storeReasons } = output.strings;
  const pending = outcomes.filter(({ done }) => !done);
  for (const { storeId, reason = "" } of pending) {
    const line = cli.pendingAt(storeId, storeReasons[reason] ?? reason);
    output.note(line, "pending", { storeId, reason });
  }
  if (pending.length === 0) return undefined;
  const dead = pending.map(({ storeId, reason }) => `${storeId}: ${reason ?? "internal"}`);
  return new AppError("action-pending", { details: { dead } });
}
