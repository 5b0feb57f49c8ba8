/** Send via Pro-Porter: the mail that is being written beside the pane. */
import type { Mailbox } from "../../outlook/mailbox";
import { NoMailNotice } from "../components/pane-notices";
import { Screen } from "../components/screen";
import { useFrontMail } from "../hooks/use-front-mail";
import { useStrings } from "../strings-context";

export interface ComposeScreenProps {
  readonly mailbox: Mailbox;
}

export function ComposeScreen({ mailbox }: ComposeScreenProps) {
  const mail = useFrontMail(mailbox);
  const { title } = useStrings().pages.pane;
  if (mail?.kind !== "composed") return <NoMailNotice pane="compose" />;
  return (
    <Screen step="start" title={title.compose}>
      {mailbox.userName}
    </Screen>
  );
}
