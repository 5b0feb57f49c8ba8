/** The mail beside the pane, as long as it is the one in front. */
import { useSyncExternalStore } from "react";
import type { MailItem } from "../../outlook/mail-item";
import type { Mailbox } from "../../outlook/mailbox";

export function useFrontMail(mailbox: Mailbox): MailItem | undefined {
  return useSyncExternalStore(
    (listener) => mailbox.onMailChange(listener),
    () => mailbox.mail,
  );
}
