/** What `pro-porter doctor` says of a store: what is wrong, why it matters, what mends it. */
import type { FindingSentences } from "./doctor";
import { setupEn } from "./setup-en";

export const doctorEn: FindingSentences = {
  good: (storeId) => `${storeId}: in order.`,
  finding: (storeId, { what, why, mend }) => `${storeId}: ${what} ${why} ${mend}`,
  sentences: {
    unreachable: (reason) => ({
      what: `cannot be used: it ${reason}.`,
      why: "Nothing can be sent to it or restored from it.",
      mend: "Check address, bucket, region and keys in the configuration and the environment.",
    }),
    missing: () => ({
      what: "the bucket is not there.",
      why: "Nothing can be sent to it or restored from it.",
      mend: "Create it, or correct its name in the configuration.",
    }),
    "write-refused": (reason) => ({
      what: `a signed write is refused (${reason}).`,
      why: "Nothing can be sent to it.",
      mend: "Give the key the permissions in docs/operations.md, Clouds.",
    }),
    "read-refused": () => ({
      what: "what was written cannot be read back.",
      why: "Nothing can be restored from it.",
      mend: "Give the key the permissions in docs/operations.md, Clouds.",
    }),
    clock: (reason) => ({
      what: `its clock and that of this machine differ (${reason}).`,
      why: "Signed requests are good for minutes only.",
      mend: "Let this machine take its time from the network (NTP).",
    }),
    overwritten: () => ({
      what: "an object that was written can be overwritten with a signed request.",
      why: "Whoever has an old signed URL could destroy what was sent.",
      mend: "Switch off versions, or use a store that knows conditional writes.",
    }),
    public: () => ({
      what: "its objects can be read by anybody, without a signature.",
      why: "One share is no secret, but nobody should be able to collect them.",
      mend: "Block public access to the bucket.",
    }),
    unblocked: () => ({
      what: "nothing keeps it from being made public.",
      why: "One wrong setting would open it to the world.",
      mend: "Block public access to the bucket.",
    }),
    "read-origin": () => ({
      what: "pages of other origins may not read.",
      why: "Recipients cannot restore in a browser.",
      mend: "Allow GET and HEAD from * in the bucket's CORS rules (docs/operations.md, Clouds).",
    }),
    "write-origin": (reason) => ({
      what: `pages of ${reason} may not write.`,
      why: "Nobody can send from a browser.",
      mend: "Allow PUT from this origin in the bucket's CORS rules (docs/operations.md, Clouds).",
    }),
    "wide-origin": () => ({
      what: "pages of any origin may write.",
      why: "Only the gateway's own pages should.",
      mend: "Restrict PUT in the bucket's CORS rules to the gateway's origin.",
    }),
    lifecycle: (reason) => ({
      what: `no lifecycle rule removes what is older than ${reason} days.`,
      why: "Should the sweeper stand still, what has expired would stay.",
      mend: "Add a rule for the prefix.",
    }),
    "lifecycle-early": (reason) => ({
      what: `a lifecycle rule removes what is older than ${reason} days.`,
      why: "That is before a transfer expires: it could not be restored any more.",
      mend: "Change this rule, or give Pro-Porter a prefix that it does not cover.",
    }),
    "lifecycle-unseen": (reason) => ({
      what: `a lifecycle rule (${reason} days) cannot be seen or set with the storage keys.`,
      why: "The sweeper removes what has expired; the rule is for when it stands still.",
      mend: "Add a rule for the prefix.",
    }),
    versions: () => ({
      what: "it keeps old versions of objects.",
      why: "What a recall removes could be brought back.",
      mend: "Switch off versioning of the bucket.",
    }),
    "soft-delete": (reason) => ({
      what: `it keeps what was deleted (soft delete, ${reason}).`,
      why: "What a recall removes could be brought back.",
      mend: "Switch off soft delete.",
    }),
    locked: (reason) => ({
      what: `it does not let objects be deleted (${reason}).`,
      why: "A recall would not be real.",
      mend: "Take a bucket without retention and object lock.",
    }),
    kept: (reason) => ({
      what: `what was removed is still there (${reason}).`,
      why: "A recall would not be real.",
      mend: "Switch off retention and object lock, and let the key delete versions.",
    }),
    "size-unbound": () => ({
      what: "a signed write is not bound to its size.",
      why: "Whoever has one may store one object of any size.",
      mend: "On Azure use an identity instead of the account's key; else limit what senders may do.",
    }),
    unseen: (reason) => ({
      what: `this key may not read some settings (${reason}).`,
      why: "They are not known to be in order; sending and restoring do not need them.",
      mend: "Run doctor with the permissions for setup in docs/operations.md, Clouds.",
    }),
  },
  bySetup: (storeId) => `To mend it: pro-porter setup --store ${storeId}`,
  byHand: (command) => `To mend it: ${command}`,
  setup: setupEn,
  done: (stores, severe) =>
    severe === 0
      ? `${String(stores)} stores looked at, nothing wrong.`
      : `${String(stores)} stores looked at, ${String(severe)} things to mend.`,
};
