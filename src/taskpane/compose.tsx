/** The pane of a mail that is being written, `/compose`: "Send via Pro-Porter". */
import { ComposeScreen } from "../ui/screens/compose-screen";
import { openOwnGateway } from "./own-gateway";
import { startPane } from "./start-pane";

startPane("compose", (mailbox) => {
  const { transfers } = openOwnGateway();
  return { transfers, render: () => <ComposeScreen mailbox={mailbox} /> };
});
