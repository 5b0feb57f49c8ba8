/** The port Mailbox on one person's mailbox of the page. */
import type { MailItem } from "../../outlook/mail-item";
import type { Mailbox } from "../../outlook/mailbox";
import { mailOf } from "./try-mail";
import type { Box, Letter } from "./post-office";

const nothing = (): undefined => undefined;

/** With "noopener" a window that opened looks like one that was refused. */
function openInBrowser(url: string): boolean {
  const opened = window.open(url, "_blank");
  if (opened !== null) opened.opener = null;
  return opened !== null;
}

export function createTryMailbox(box: Box, language: string): Mailbox {
  const mails = new WeakMap<Letter, MailItem>();
  const current = (): MailItem | undefined => {
    const { front } = box;
    if (front === undefined) return undefined;
    const mail = mails.get(front) ?? mailOf(box, front);
    mails.set(front, mail);
    return mail;
  };
  return {
    ...{ userName: box.owner.name, userAddress: box.owner.address },
    ...{ language, isDark: undefined, canDownload: true, openInBrowser },
    get mail() {
      return current();
    },
    onMailChange: (listener) => {
      let { front } = box;
      return box.subscribe(() => {
        if (box.front === front) return;
        front = box.front;
        listener();
      });
    },
    onThemeChange: () => nothing,
    readContext: () => Promise.resolve(undefined),
    settings: {
      get: (key) => box.settings.get(key),
      set: (key, value) => {
        box.settings.set(key, value);
      },
      save: () => Promise.resolve(),
    },
  };
}
