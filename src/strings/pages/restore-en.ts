/** The restore page, in English. */
export const restoreEn = {
  title: "Restore attachments",
  lead: "Open the small text file that came with the mail to get the attachments back. No account, no login, nothing to install.",
  signIn: {
    title: "Sign in to restore",
    text: "The sender's company lets only people who are signed in restore.",
    lead: "Open the small text file that came with the mail to get the attachments back. You have to sign in; there is nothing to install.",
  },
  open: {
    dropTitle: "Drop the index file here",
    /** Under the title of the drop area. */
    dropHint: "The attached file whose name ends with .porter.txt",
    dropNow: "Let go to open it",
    choose: "Choose file",
    pasteLabel: "Or paste its line",
    pasteHint: "One line, 68 characters or more.",
    pasteButton: "Open",
    asking: "Asking the storage locations what it holds",
  },
  foreign: {
    title: "Contact another company's server?",
    text: (host: string) =>
      `This index belongs to ${host}. To show what it holds, this page has to ask there.`,
    learns:
      "That server then learns your network address and that this transfer was opened, nothing else.",
    confirm: (host: string) => `Contact ${host}`,
  },
  passphrase: {
    title: "A passphrase is needed",
    text: "The sender protected these attachments with a passphrase and tells it to you by another way than this mail.",
    wrong:
      "The passphrase is not right, or too few storage locations hold good data. Mind capital and small letters, and try again.",
    confirm: "Open",
  },
  card: {
    from: "From",
    unknownSender: "Sender not stated",
    /** The name is what the sender typed; only the mail says who it came from. */
    statedBySender: "as stated by the sender",
    contents: "Contents",
    available: "Available",
    until: (moment: string) => `until ${moment}`,
    unlimited: "no storage location says until when",
    locations: "Storage locations",
    answered: (good: number, all: number) => `${String(good)} of ${String(all)} answered`,
    enough: (k: number) => `any ${String(k)} are enough`,
    close: "Open another index file",
    nothingFetched: "Nothing has been downloaded yet.",
    fileList: "Files and folders",
    name: "Name",
    size: "Size",
    action: "Action",
    restoreOne: (name: string) => `Restore only ${name}`,
    emptyFolder: "empty",
    expandAll: "Open all folders",
    collapseAll: "Close all folders",
  },
  notes: {
    title: "Not every storage location is in order. Your attachments can still be restored whole.",
    wholeAfter: "Not every storage location was in order. Your files are whole all the same.",
    store: (name: string, reason: string) => `${name} ${reason}.`,
  },
  choose: {
    legend: "Where to",
    folder: "Into a folder",
    folderHint: "You choose the folder. Names and subfolders stay as they are.",
    zip: "As one ZIP file",
    zipHint: "Your browser saves one ZIP file with all files and folders in it.",
    file: "As a file",
    fileHint: (name: string) => `Your browser saves ${name}.`,
    all: "Restore all",
    allSize: (size: string) => `Restore all (${size})`,
    one: "Restore",
    noFolder: "This browser cannot write into a folder, so everything comes as one ZIP file.",
    oneTitle: (name: string) => `Restore ${name}`,
  },
  danger: {
    title: "These files can run programs",
    text: "Open such a file only if you expected it from this sender. When in doubt, call the sender.",
    confirm: "Restore anyway",
    mark: "Can run a program",
  },
  exists: {
    title: "Some of these files are already there",
    text: (name: string, others: number) =>
      others > 0
        ? `${name} and ${String(others)} more are already in this folder. Nothing was changed.`
        : `${name} is already in this folder. Nothing was changed.`,
    overwrite: "Replace them",
    otherFolder: "Choose another folder",
  },
  running: {
    title: "Restoring",
    keepOpen: "Keep this page open until it is done.",
    cancelTitle: "Cancel this restore?",
    cancelText: "What has been restored so far is removed.",
    cancelConfirm: "Cancel restore",
    cancelled: "The restore was cancelled. Nothing was left behind.",
    goOn: "Go on restoring",
    waiting:
      "Too few storage locations answer at the moment. It goes on by itself as soon as they do.",
  },
  done: {
    title: "Restored",
    folder: (files: string, size: string, folder: string) =>
      `${files}, ${size}, in the folder ${folder}.`,
    download: (name: string, size: string) => `${name}, ${size}, is in your downloads.`,
    saveAgain: "Save again",
    renamed: "Some names were changed, because your system cannot hold them:",
    renamedOne: (from: string, to: string) => `${from} is now ${to}`,
    backToList: "Back to the list",
  },
  problem: {
    recalled: "Recalled by the sender",
    expired: "Expired",
    unreachable: "Not reachable at the moment",
    other: "This does not work",
  },
};

export type RestoreStrings = typeof restoreEn;
