/** What a pane settles with the mailbox before a mail is sent or recalled: owner keys and policy roam with it. */
import type { PublicConfig } from "../../core/gateway-api";
import type { Mailbox } from "../../outlook/mailbox";
import { leavePolicy, shareOwnerKeys } from "../../outlook/roaming";
import { DEFAULT_POLICY } from "../../outlook/shared-notes";
import type { Transfers } from "../../platform/browser/transfers";

type Keys = Pick<Transfers, "ownerKeys" | "exportOwnerKey" | "importOwnerKey">;

/**
 * Brings the owner keys of the mailbox and of this browser together, the mailbox's first: whoever opens it
 * on another machine can recall what was sent on this one. Rejects with what the browser's storage says.
 */
export async function roamOwnerKeys(
  { settings }: Pick<Mailbox, "settings">,
  transfers: Keys,
): Promise<void> {
  const own = await transfers.ownerKeys();
  const shared = await shareOwnerKeys(settings, own);
  // The very first key is made by the browser, and roams from then on.
  const keys =
    shared.length > 0 ? shared : await shareOwnerKeys(settings, [await transfers.exportOwnerKey()]);
  if (keys.every((key, at) => key === own[at])) return;
  // Each import puts its key first.
  for (const key of [...keys].reverse()) await transfers.importOwnerKey(key);
}

/** Leaves the gateway's thresholds for the launch events, which cannot ask it. */
export async function leaveThresholds(
  { settings }: Pick<Mailbox, "settings">,
  { policy }: PublicConfig,
): Promise<void> {
  await leavePolicy(settings, { ...DEFAULT_POLICY, ...policy.threshold });
}
