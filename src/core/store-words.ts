/**
 * What doctor and setup can say of a store. src/clouds finds it, src/strings has a sentence for each, and
 * neither knows the other.
 */
export type FindingCode =
  | "unreachable"
  | "missing"
  | "write-refused"
  | "read-refused"
  | "clock"
  | "overwritten"
  | "public"
  | "unblocked"
  | "read-origin"
  | "write-origin"
  | "wide-origin"
  | "lifecycle"
  | "lifecycle-early"
  | "lifecycle-unseen"
  | "versions"
  | "soft-delete"
  | "locked"
  | "kept"
  | "size-unbound"
  | "unseen";

/** The settings of a store, in the order in which they are looked at. */
export type Aspect = "public" | "origins" | "lifecycle" | "versions" | "soft-delete" | "lock";

/** What setup looks at: a local store has a folder in the place of a bucket. */
export type SetupPart = Aspect | "bucket" | "folder" | "write";

/**
 * good: it was so already. changed: it is so now. would: it would be changed. undone: what was changed kept
 * something from being written. left: not to be changed here. failed: the store refused. foreign: others'
 * objects are in the way.
 */
export type SetupOutcome = "good" | "changed" | "would" | "undone" | "left" | "failed" | "foreign";
