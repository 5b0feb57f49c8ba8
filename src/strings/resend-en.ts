/** The words of a resend, in English. */

export const resendEn = {
  notDiscarded:
    "Not every store could be told to remove what was stored; without an index it is removed when it expires.",
  oldStays: "The old index still restores. To delete its fragments: pro-porter recall",
  oldNotRecalled: "The old transfer was not recalled: its index still restores.",
};
