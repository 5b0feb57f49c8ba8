/** What `pro-porter setup` says of each part of a store. */
import type { SetupSentences } from "./setup";

export const setupEn: SetupSentences = {
  parts: {
    bucket: "bucket",
    folder: "folder",
    write: "writing",
    public: "public access",
    origins: "rules for other origins (CORS)",
    lifecycle: "lifecycle rule",
    versions: "old versions",
    "soft-delete": "soft delete",
    lock: "retention and object lock",
  },
  outcomes: {
    good: () => "in order.",
    changed: (why) => `mended: ${why}`,
    would: (why) => `would be mended: ${why}`,
    undone: (why) => `put back as it was, for nothing could be written any more: ${why}`,
    left: (why) => `left as it is: ${why}`,
    failed: (why) =>
      `refused by the store (${why}). Check its name, its region and the keys, and give the key the permissions for setup in docs/operations.md, Clouds.`,
    foreign: () =>
      "holds objects that are none of Pro-Porter's, and the store has an empty prefix. Nothing was changed. Give the store a prefix or another bucket in the configuration.",
  },
  reasons: {
    "too-many-rules": "the account has room for five rules, and others have taken it.",
    "shared-account": "it is a setting of the account, which has other containers.",
  },
  created: "created.",
  wouldCreate: "would be created.",
  step: (storeId, part, outcome) => `${storeId}: ${part}: ${outcome}`,
  byHand: (command) => `By hand: ${command}`,
  noStore: (storeId, known) =>
    `The configuration has no store "${storeId}". It has: ${known.join(", ")}.`,
  done: (changed, toMend, isDryRun) => {
    const what = isDryRun ? "To change (nothing was changed)" : "Changed";
    const left = toMend === 0 ? "" : ` Not to be mended by setup: ${String(toMend)}.`;
    return `${what}: ${String(changed)}.${left}`;
  },
};
