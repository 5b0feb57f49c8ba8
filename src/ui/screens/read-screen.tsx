/** Restore attachments: the received or sent mail beside the pane. */
import type { Mailbox } from "../../outlook/mailbox";
import { NoMailNotice } from "../components/pane-notices";
import { Screen } from "../components/screen";
import { useFrontMail } from "../hooks/use-front-mail";
import { useStrings } from "../strings-context";

export interface ReadScreenProps {
  readonly mailbox: Mailbox;
}

export function ReadScreen({ mailbox }: ReadScreenProps) {
  const mail = useFrontMail(mailbox);
  const { title } = useStrings().pages.pane;
  if (mail?.kind !== "received") return <NoMailNotice pane="read" />;
  return (
    <Screen step="start" title={title.read}>
      {mail.sender.name}
    </Screen>
  );
}
