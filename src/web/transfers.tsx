/** The page of sent transfers, `/transfers`: state, extend, recall, the owner key. */
import { createTransfers } from "../platform/browser/create-transfers";
import { createSentFlow } from "../ui/flows/sent-flow";
import { TransfersScreen } from "../ui/screens/transfers-screen";
import { createPageFiles } from "./page-files";
import { startPage } from "./start-page";

startPage("transfers", () => {
  const transfers = createTransfers({ gateway: location.origin });
  const flow = createSentFlow(transfers);
  const files = createPageFiles();
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
