/** The page of sent transfers, `/transfers`: state, extend, recall, the owner key. */
import { createBrowserFiles } from "../ui/browser-files";
import { createSentFlow } from "../ui/flows/sent-flow";
import { TransfersScreen } from "../ui/screens/transfers-screen";
import { openOwnGateway } from "./own-gateway";
import { startPage } from "./start-page";

startPage("transfers", () => {
  // Recall and extend need the owner's signature only; to adopt reads, which may need who is signed in.
  const { transfers } = openOwnGateway();
  const flow = createSentFlow(transfers);
  const files = createBrowserFiles();
  return {
    transfers,
    render: ({ config, nameStore }) => (
      <TransfersScreen
        {...{ config, files, flow, nameStore, transfers }}
        nowMs={Date.now}
        sendHref="/send"
      />
    ),
  };
});
