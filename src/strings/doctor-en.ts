/** What `pro-porter doctor` says of a store: what is wrong, why it matters, what mends it. */
import type { FindingSentences } from "./doctor";

export const doctorEn: FindingSentences = {
  good: (storeId) => `${storeId}: in order.`,
  finding: (storeId, { what, why, mend }) => `${storeId}: ${what} ${why} ${mend}`,
  sentences: {
    unreachable: (reason) => ({
      what: `cannot be used: it ${reason}.`,
      why: "Nothing can be sent to it or restored from it.",
      mend: "Check address, bucket, region and keys in the configuration and the environment.",
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
    versions: () => ({
      what: "it keeps old versions of objects.",
      why: "What a recall removes could be brought back.",
      mend: "Switch off versioning of the bucket.",
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
  },
  done: (stores, severe) =>
    severe === 0
      ? `${String(stores)} stores looked at, nothing wrong.`
      : `${String(stores)} stores looked at, ${String(severe)} things to mend.`,
};
