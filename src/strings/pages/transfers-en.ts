/** The page of sent transfers, in English. */
export const transfersEn = {
  title: "Sent transfers",
  lead: "What was sent with this browser. The list is kept in this browser and nowhere else.",
  empty: {
    title: "Nothing sent yet",
    text: "What you send with this browser appears here, to be extended or recalled.",
    send: "Send files",
  },
  sent: (moment: string) => `sent ${moment}`,
  /** What cannot be named: its list is not readable here. */
  unnamed: "Transfer without a readable list",
  withPassphrase: "with passphrase",
  state: {
    asking: "Asking",
    open: (moment: string) => `Available until ${moment}`,
    recalled: (moment: string) => `Recalled on ${moment}`,
    reason: (text: string) => `Reason: ${text}`,
    expired: (moment: string) => `Expired on ${moment}`,
    unknown: "State not known at the moment",
  },
  saveIndex: "Save index file",
  saveIndexOf: (name: string) => `Save the index file of ${name}`,
  refresh: "Refresh",
  more: (name: string) => `More for ${name}`,
  forget: "Take off the list",
  forgetLabel: (name: string) => `Take ${name} off the list`,
  forgetTitle: "Take it off the list?",
  forgetText:
    "The transfer itself stays available until it expires. Without its index file you can no longer extend or recall it.",
  extend: {
    button: "Extend",
    label: (name: string) => `Extend ${name}`,
    title: "Extend the transfer",
    field: "Available for, from today",
    confirm: "Extend",
    running: "Asking the storage locations",
    done: (moment: string) => `Available until ${moment}.`,
    pending: (names: string) =>
      `Not yet noted at ${names}. What the others say counts; you can extend again later.`,
  },
  recall: {
    button: "Recall",
    label: (name: string) => `Recall ${name}`,
    title: "Recall the transfer?",
    text: "Its fragments are deleted at every storage location. Whoever has not restored the attachments by then gets nothing any more. What was restored before cannot be taken back.",
    reason: "Reason (optional)",
    reasonHint: "Shown to recipients who try to restore.",
    reasonTooLong: "At most 4,096 bytes. Shorten the text.",
    readable: "The storage locations of this transfer can read the reason.",
    confirm: "Recall",
    running: "Deleting at every storage location",
    outcomes: "What each storage location did",
    removed: (count: number) =>
      count === 1 ? "1 fragment deleted" : `${count.toLocaleString("en")} fragments deleted`,
    pending: (reason: string) => `not done yet: ${reason}`,
    final: (moment: string) =>
      `Since ${moment} nobody can restore this transfer any more. What was restored before cannot be taken back.`,
    finalPending:
      "The storage locations that are still missing hold too little for a restore. What they hold is deleted later.",
    notFinal:
      "Enough storage locations still hold their part: a restore may still be possible. Recall again when they answer.",
    again: "Try again",
  },
  adopt: {
    title: "Sent elsewhere",
    text: "A transfer that you sent with another browser or the command line: import the owner key of that place, then add the index file.",
    button: "Add index file",
    added: (name: string) => `${name} is on the list now.`,
  },
  key: {
    title: "Owner key",
    text: "This browser signs recalls and extensions with it. It reads nothing. Keep a copy: without the key nobody can recall what you sent, should this browser lose its data.",
    export: "Save owner key",
    import: "Import owner key",
    fileName: "pro-porter-owner-key.txt",
    importTitle: "Import an owner key",
    importText:
      "The key signs from now on. What was sent under earlier keys of this browser can still be recalled.",
    field: "Owner key",
    fieldHint: "43 letters, digits, - and _.",
    chooseFile: "Choose key file",
    confirm: "Import",
    imported: "The owner key was imported.",
    exported: "Saved. Keep it where only you can read it.",
  },
  storage: {
    title: "Storage of this browser",
    leftover: (size: string) => `${size} left over from downloads and broken restores.`,
    clean: "Free it",
    cleaned: (size: string) => `${size} were freed.`,
    cannotKeep:
      "This browser keeps nothing after it is closed (a private window, or a setting). Sends cannot be gone on with, and this list will be lost. Save the owner key and the index files.",
  },
};

export type TransfersStrings = typeof transfersEn;
