/** The pane of a mail that is being written, in English. */

export const composeEn = {
  lead: "Large or confidential attachments leave as fragments; the mail carries a small index file in their place.",
  reading: "Reading the mail",
  unreadable: "The mail could not be read",
  noList:
    "This Outlook does not let add-ins see the attachments of a mail. Add the files here instead; the index file is attached by hand afterwards.",
  attachments: {
    title: "Attachments of this mail",
    none: "No attachments yet. Add files below, also those that are too large for Outlook.",
    protect: (name: string) => `Protect ${name}`,
    willBeProtected: "will be protected",
    staysAsIs: "will be sent as it is",
    pending: "part of a send above",
    staysIndex: "index of an earlier send; stays",
    staysLink: "link; stays",
    carried:
      "This mail carries an index from the mail that it answers or forwards. Its new recipients can restore those files too; remove it if they should not.",
  },
  drop: "Drop more files and folders here",
  start: "Protect",
  startSize: (size: string) => `Protect ${size}`,
  nothingYet: "Select an attachment, or add a file or folder.",
  sends: {
    title: "Sends of this mail",
    placed: "in the mail",
    stored: "stored; not in the mail yet",
    broken: "broken off",
    lost: "broken off; must be sent again",
    place: "Put into the mail",
    placeLabel: (name: string) => `Put ${name} into the mail`,
    remove: "Remove",
    removeLabel: (name: string) => `Remove ${name} from this list`,
  },
  steps: {
    collecting: "Taking the attachments out of Outlook",
    attaching: "Attaching the index file",
    writing: "Writing the text into the mail",
    removing: "Removing the attachments that are stored",
    undoing: "Putting the attachments back",
  },
  slow: "Outlook has not answered yet. With large attachments that may take two minutes; then this pane says what to do. No attachment is removed before the index file is in the mail.",
  running: {
    title: "Storing",
    keepOpen: "You may close this pane: opened again on this mail, it offers to go on.",
    mustStayOpen:
      "Keep this pane open until it is done. What is needed to go on cannot be kept in this Outlook.",
    sendLater: "Press Send in Outlook when this is done.",
  },
  ready: {
    title: "Ready to send",
    summary: (files: string, size: string, until: string) => `${files}, ${size}, until ${until}`,
    next: "Press Send in Outlook as usual. The recipients find all they need in the mail.",
    passphrase:
      "Tell the recipients the passphrase by another way, by telephone for example. Never in the same mail.",
    left: (name: string) =>
      `${name} is still attached: Outlook did not remove it. Remove it by hand; the protected copy is in place.`,
    undo: "Turn back into normal attachments",
    undone: "The attachments are back in the mail, and what had been stored is removed.",
    more: "Protect more",
  },
  unplaced: {
    title: "Stored, but not in the mail yet",
    intro:
      "Everything is stored safely. Outlook did not do the last steps; your attachments are untouched.",
    byHandTitle: "Or by hand",
    step1: "Save the index file and attach it to the mail",
    step1Hint: "It is all the recipients need. Treat it like the attachments themselves.",
    step2: "Put the text into the mail",
    step2Hint: "It tells the recipients what to do.",
    step3: "Remove these attachments",
    step3Hint: (names: string) => names,
    done: "It is attached",
  },
};

export type ComposeStrings = typeof composeEn;
