/** The pane of a mail that is being written, `/compose`: "Send via Pro-Porter". */
import { createBrowserFiles } from "../ui/browser-files";
import { ComposeScreen } from "../ui/screens/compose-screen";
import { openOwnGateway } from "./own-gateway";
import { startPane } from "./start-pane";

startPane("compose", (mailbox) => {
  const { transfers, signIn } = openOwnGateway();
  const files = createBrowserFiles();
  return {
    transfers,
    render: (services) => (
      <ComposeScreen
        {...{ ...services, files, mailbox, transfers }}
        nowMs={Date.now}
        signIn={services.config.signIn.mode === "none" ? undefined : signIn}
      />
    ),
  };
});
