/** The pane of a received or sent mail, `/read`: "Restore attachments". */
import { createBrowserFiles } from "../ui/browser-files";
import { createReadFlow } from "../ui/flows/read-flow";
import { ReadScreen } from "../ui/screens/read-screen";
import { openOwnGateway } from "./own-gateway";
import { startPane } from "./start-pane";

startPane("read", (mailbox) => {
  const { transfers, signIn } = openOwnGateway();
  const files = createBrowserFiles();
  const flow = createReadFlow({ mailbox, transfers, nowMs: Date.now });
  signIn.view.subscribe(() => {
    if (signIn.view.current.step === "signed-in") flow.view.current.front?.goOnSignedIn();
  });
  return {
    transfers,
    render: ({ config, nameStore }) => (
      <ReadScreen
        {...{ config, files, flow, mailbox, nameStore, transfers }}
        nowMs={Date.now}
        signIn={config.policy.restore === "signed-in" ? signIn : undefined}
      />
    ),
  };
});
