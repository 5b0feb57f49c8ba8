/** Owner keys and policy in the settings that roam with a mailbox. */
import { AppError } from "../../src/core/errors";
import { leavePolicy, shareOwnerKeys, type RoamingSettings } from "../../src/outlook/roaming";
import { DEFAULT_POLICY, parsePolicy, POLICY_SETTING } from "../../src/outlook/shared-notes";

const KEYS = ["A", "B", "C"].map((letter) => letter.repeat(43));
const [A = "", B = "", C = ""] = KEYS;

/** One pane: a snapshot of what the mailbox held when it opened. */
function pane(mailbox: Map<string, unknown>, isBroken = false): RoamingSettings {
  const own = new Map(mailbox);
  return {
    get: (key) => own.get(key),
    set: (key, value) => {
      own.set(key, value);
    },
    save: () => {
      if (isBroken) return Promise.reject(new AppError("mail-timeout"));
      mailbox.clear();
      for (const [key, value] of own) mailbox.set(key, value);
      return Promise.resolve();
    },
  };
}

test("the first machine's key signs on the second; both are kept", async () => {
  const mailbox = new Map<string, unknown>();
  expect(await shareOwnerKeys(pane(mailbox), [A])).toEqual([A]);
  expect(await shareOwnerKeys(pane(mailbox), [B])).toEqual([A, B]);
  expect(await shareOwnerKeys(pane(mailbox), [A])).toEqual([A, B]);
});

test("of two panes at once none loses its own key for good", async () => {
  const mailbox = new Map<string, unknown>();
  const [one, two] = [pane(mailbox), pane(mailbox)];
  await shareOwnerKeys(one, [A]);
  await shareOwnerKeys(two, [B]);
  expect(await shareOwnerKeys(pane(mailbox), [A])).toEqual([B, A]);
});

test("a mailbox that keeps nothing, or something strange, leaves the own keys", async () => {
  expect(await shareOwnerKeys(pane(new Map(), true), [A, C])).toEqual([A, C]);
  for (const strange of [7, null, "x y", {}]) {
    const mailbox = new Map<string, unknown>([["pro-porter.owner-keys", strange]]);
    expect(await shareOwnerKeys(pane(mailbox), [A, "short"])).toEqual([A]);
  }
});

test("the policy is left as the launch events read it", async () => {
  const mailbox = new Map<string, unknown>();
  const policy = { ...DEFAULT_POLICY, fileBytes: 1, internalDomains: ["example.co.jp"] };
  await leavePolicy(pane(mailbox), policy);
  expect(parsePolicy(mailbox.get(POLICY_SETTING))).toEqual(policy);
  await leavePolicy(pane(new Map(), true), policy);
});
