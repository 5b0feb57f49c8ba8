/** The send page, in English. */
export const sendEn = {
  title: "Send files",
  lead: "Your files are cut into fragments that mean nothing by themselves and spread over several storage locations. Your mail carries only a text file of less than 100 bytes.",
  pick: {
    dropTitle: "Drop files and folders here",
    dropHint: "or paste them with Ctrl+V",
    dropNow: "Let go to add them",
    files: "Add files",
    folder: "Add folder",
    list: "To be sent",
    total: (files: string, size: string) => `${files}, ${size}`,
    folderOf: (files: string) => `Folder, ${files}`,
    remove: (name: string) => `Remove ${name}`,
    removeAll: "Remove all",
    reading: "Reading the list of files",
    renamedTitle: (count: number) =>
      count === 1
        ? "One name will be changed, because not every system can hold it."
        : `${String(count)} names will be changed, because not every system can hold them.`,
    renamedOne: (from: string, to: string) => `${from} will be ${to}`,
    added: (name: string) => `${name} added`,
    removed: (name: string) => `${name} removed`,
  },
  options: {
    heading: "How",
    route: "Storage locations",
    routeWhere: (places: string) => places,
    routeRule: (k: number, n: number) =>
      n === 1
        ? "One location holds everything."
        : k === n
          ? `All ${String(n)} are needed to restore.`
          : `Any ${String(k)} of ${String(n)} restore everything; fewer read nothing.`,
    expiry: "Available for",
    days: (days: number) => (days === 1 ? "1 day" : `${String(days)} days`),
    until: (moment: string) => `until ${moment}`,
    usePassphrase: "Protect with a passphrase",
    passphraseCaution:
      "Tell it to the recipients by telephone or another way. It must never travel in the same mail.",
    passphraseNotHere: "These storage locations take no passphrase.",
    more: "More",
    from: "Your name",
    fromHint: "Shown to the recipients.",
    contact: "Telephone or other contact",
    contactHint: "For questions of the recipients.",
  },
  start: "Send",
  startSize: (size: string) => `Send ${size}`,
  nothingYet: "Add at least one file or folder.",
  tooLarge: (size: string, most: string) =>
    `This is ${size}; at most ${most} may be sent at once. Remove something, or send in several parts.`,
  noRoute: "Sending is closed here at the moment. Ask whoever runs Pro-Porter in your company.",
  signIn: {
    title: "Sign in to send",
    text: "Your company lets only people who are signed in send. You can choose the files before or after.",
  },
  running: {
    title: "Sending",
    keepOpen:
      "Keep this page open. If it is closed all the same, this page offers to go on next time.",
    cancelTitle: "Cancel this send?",
    cancelText: "What has been stored so far is removed at every storage location.",
    cancelConfirm: "Cancel send",
    goOn: "Go on sending",
    cancelled: "The send was cancelled and what had been stored was removed.",
    cancelledLeft: (names: string) =>
      `The send was cancelled. Fragments are left at ${names}; nobody can read them, and they go when they expire.`,
  },
  redundancy: {
    title: "Send with less redundancy, or wait?",
    text: (problems: string) => problems,
    /** `spare` stores may fail later; none when 0. */
    consequence: (spare: number) =>
      spare === 0
        ? "With less redundancy every remaining location is needed for a restore: none of them may fail later."
        : `With less redundancy ${String(spare)} of the remaining locations may still fail later.`,
    continue: "Send with less redundancy",
    wait: "Wait",
    waiting: "Waiting. It goes on by itself as soon as the location answers.",
    tooFew: "Too few storage locations answer. It goes on by itself as soon as they do.",
  },
  unfinished: {
    title: "Unfinished",
    started: (moment: string) => `begun ${moment}`,
    goOn: "Go on",
    goOnLabel: (name: string) => `Go on sending ${name}`,
    discard: "Discard",
    discardLabel: (name: string) => `Discard ${name}`,
    needsPick: "The same files have to be chosen again.",
    pickTitle: "Choose the same files again",
    pickText: (names: string) =>
      `The browser could not keep hold of them. Choose ${names}; only what is missing is sent.`,
    running: "Goes on in another tab.",
    passphraseTitle: "The passphrase of this send",
    passphraseText: "It is not kept anywhere. Enter the same one again.",
    discardTitle: "Discard this send?",
    discardText: "What has been stored of it is removed at every storage location.",
  },
  done: {
    title: "Ready to attach",
    summary: (files: string, size: string, until: string) => `${files}, ${size}, until ${until}`,
    missing: (name: string, reason: string) =>
      `Less redundancy: ${name} ${reason}. The attachments can be restored all the same.`,
    step1: "Attach this file to your mail",
    step1Hint: "It is all the recipients need. Treat it like the attachments themselves.",
    saveIndex: "Save index file",
    saved: "Saved",
    step2: "Put this text below your own",
    step2Hint: "It tells the recipients what to do.",
    textLanguage: "Language of the text",
    both: "Both",
    hideNames: "Leave file names out of the mail text",
    copy: "Copy text",
    copied: "Copied. Paste it into your mail.",
    copyFailed: "The browser did not allow it. Select the text and copy it with Ctrl+C.",
    preview: "Text for the mail",
    step3: "Tell the passphrase by another way",
    step3Hint: "By telephone, for example. Never in the same mail.",
    again: "Send more",
    toTransfers: "Sent transfers",
    keyHint: "You can extend or recall it under Sent transfers, in this browser.",
  },
};

export type SendStrings = typeof sendEn;
