/** Owner keys and thresholds, as a pane settles them with its mailbox. */
import { AppError } from "../../src/core/errors";
import { parsePolicy, POLICY_SETTING } from "../../src/outlook/shared-notes";
import type { RoamingSettings } from "../../src/outlook/roaming";
import { leaveThresholds, roamOwnerKeys } from "../../src/ui/flows/prepare-mailbox";
import { config } from "./gallery/samples";

const [A = "", B = "", NEW = ""] = ["A", "B", "N"].map((letter) => letter.repeat(43));

interface Mailbox {
  readonly held: Map<string, unknown>;
  readonly settings: RoamingSettings;
}

function mailboxWith(isBroken = false, held = new Map<string, unknown>()): Mailbox {
  const settings: RoamingSettings = {
    get: (key) => held.get(key),
    set: (key, value) => held.set(key, value),
    save: () => (isBroken ? Promise.reject(new AppError("mail-timeout")) : Promise.resolve()),
  };
  return { held, settings };
}

/** A browser with keys, of which the first signs; without any it makes one when it is asked. */
function browserWith(keys: string[]) {
  return {
    keys,
    ownerKeys: () => Promise.resolve([...keys]),
    exportOwnerKey: () => {
      if (keys.length === 0) keys.push(NEW);
      return Promise.resolve(keys[0]!);
    },
    importOwnerKey: (key: string) => {
      keys.splice(0, keys.length, key, ...keys.filter((one) => one !== key));
      return Promise.resolve();
    },
  };
}

it("the key of the first machine signs on the second, which keeps its own", async () => {
  const mailbox = mailboxWith();
  const [first, second, third] = [browserWith([]), browserWith([B]), browserWith([])];
  await roamOwnerKeys(mailbox, first);
  expect(first.keys).toEqual([NEW]);
  await roamOwnerKeys(mailbox, second);
  expect(second.keys).toEqual([NEW, B]);
  await roamOwnerKeys(mailbox, third);
  expect(third.keys).toEqual([NEW, B]);
});

it("a mailbox that keeps nothing leaves the browser with its own", async () => {
  const browser = browserWith([A, B]);
  await roamOwnerKeys(mailboxWith(true), browser);
  expect(browser.keys).toEqual([A, B]);
});

it("the launch events find the gateway's thresholds", async () => {
  const mailbox = mailboxWith();
  await leaveThresholds(mailbox, config);
  expect(parsePolicy(mailbox.held.get(POLICY_SETTING))).toMatchObject(config.policy.threshold);
});
