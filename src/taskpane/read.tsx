/** The pane of a received or sent mail, `/read`: "Restore attachments". */
import { ReadScreen } from "../ui/screens/read-screen";
import { openOwnGateway } from "./own-gateway";
import { startPane } from "./start-pane";

startPane("read", (mailbox) => {
  const { transfers } = openOwnGateway();
  return { transfers, render: () => <ReadScreen mailbox={mailbox} /> };
});
