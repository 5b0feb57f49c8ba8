/** Takes back a transfer whose index nobody has. */
import type { StoredPart } from "../../outlook/kept-sends";
import type { Transfers } from "../../platform/browser/transfers";

/** Rejects when too few storage locations answer; then it expires. */
export async function recallStored(
  transfers: Pick<Transfers, "sent" | "readIndex" | "adopt" | "recall">,
  { transferId, placement }: StoredPart,
): Promise<void> {
  const sent = await transfers.sent();
  // A browser that keeps nothing has forgotten it; the owner key came back with the mailbox.
  if (!sent.some(({ id }) => id === transferId)) {
    await transfers.adopt(await transfers.readIndex(placement.indexFile));
  }
  await transfers.recall(transferId, "");
}
