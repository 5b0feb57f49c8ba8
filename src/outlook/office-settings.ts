/** The settings of the user that Outlook carries from machine to machine. */
/// <reference types="office-js" />
import type { OfficeCalls } from "./office-calls";
import type { RoamingSettings } from "./roaming";

export function officeSettings(calls: OfficeCalls): RoamingSettings {
  const { roamingSettings } = Office.context;
  return {
    get: (key) => roamingSettings.get(key) as unknown,
    set: (key, value) => {
      roamingSettings.set(key, value);
    },
    save: async () => {
      await calls.call("roamingSettings.saveAsync", (done) => {
        roamingSettings.saveAsync(done);
      });
    },
  };
}
