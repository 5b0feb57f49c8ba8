/** The frame of the panes in Outlook, in English. */
export const paneEn = {
  title: { compose: "Send via Pro-Porter", read: "Restore attachments" },
  waiting: "Waiting for Outlook",
  outside: {
    title: "This page belongs inside Outlook",
    text: "Open a mail in Outlook and choose Pro-Porter there. In a browser the same is done here:",
    link: { compose: "Send files", read: "Restore files" },
  },
  failed: { title: "Outlook could not be reached", again: "Try again" },
  noMail: {
    title: "No mail is open",
    compose: "Write a mail, or open a draft, and choose Send via Pro-Porter.",
    read: "Open a mail with attachments that were sent via Pro-Porter.",
  },
};

export type PaneStrings = typeof paneEn;
