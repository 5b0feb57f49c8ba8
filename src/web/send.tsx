/** The send page, `/send`: the drop box of a sender outside Outlook. */
import { createBrowserFiles } from "../ui/browser-files";
import { createSendFlow } from "../ui/flows/send-flow";
import { SendScreen } from "../ui/screens/send-screen";
import { openOwnGateway } from "./own-gateway";
import { startPage } from "./start-page";

startPage("send", () => {
  const { transfers, signIn } = openOwnGateway();
  const flow = createSendFlow(transfers);
  const files = createBrowserFiles();
  return {
    transfers,
    render: ({ config, nameStore }) => (
      <SendScreen
        {...{ config, files, flow, nameStore, transfers }}
        nowMs={Date.now}
        signIn={config.signIn.mode === "none" ? undefined : signIn}
        transfersHref="/transfers"
      />
    ),
  };
});
