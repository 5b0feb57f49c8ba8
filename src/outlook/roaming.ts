/** Settings that Outlook carries from machine to machine: the owner keys, and the policy for the launch events. */
import { POLICY_SETTING, type LaunchPolicy } from "./shared-notes";

/** What was there when the pane opened; `save` replaces all of it (32 kB at most). */
export interface RoamingSettings {
  get(key: string): unknown;
  set(key: string, value: string): void;
  save(): Promise<void>;
}

const OWNER_KEYS_SETTING = "pro-porter.owner-keys";
const OWNER_KEY = /^[A-Za-z0-9_-]{43}$/;
/** Each of them may have signed something that is still out. */
const MAX_OWNER_KEYS = 20;

function readOwnerKeys(settings: RoamingSettings): readonly string[] {
  const text = settings.get(OWNER_KEYS_SETTING);
  if (typeof text !== "string") return [];
  return text.split(" ").filter((key) => OWNER_KEY.test(key));
}

/**
 * The owner keys of this mailbox, the one that signs first. Keys that roam come before those of this
 * machine, so that two machines sign alike; what only one side has is kept. `own` are texts of 43
 * characters. A mailbox that keeps nothing leaves the machine with its own keys.
 */
export async function shareOwnerKeys(
  settings: RoamingSettings,
  own: readonly string[],
): Promise<readonly string[]> {
  const there = readOwnerKeys(settings);
  const merged = [...new Set([...there, ...own.filter((key) => OWNER_KEY.test(key))])];
  const kept = merged.slice(0, MAX_OWNER_KEYS);
  if (kept.length === there.length) return merged;
  settings.set(OWNER_KEYS_SETTING, kept.join(" "));
  return settings.save().then(
    // What is there now counts: another pane may have been quicker.
    () => [...new Set([...readOwnerKeys(settings), ...merged])],
    () => merged,
  );
}

/** Leaves the company's policy for the launch events, which cannot ask the gateway. Best effort. */
export async function leavePolicy(settings: RoamingSettings, policy: LaunchPolicy): Promise<void> {
  const text = JSON.stringify(policy);
  if (settings.get(POLICY_SETTING) === text) return;
  settings.set(POLICY_SETTING, text);
  await settings.save().catch(() => undefined);
}
