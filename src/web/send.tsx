/** The send page, `/send`: the drop box of a sender outside Outlook. */
import { createTransfers } from "../platform/browser/create-transfers";
import { createSendFlow } from "../ui/flows/send-flow";
import { SendScreen } from "../ui/screens/send-screen";
import { createPageFiles } from "./page-files";
import { startPage } from "./start-page";

startPage("send", () => {
  const transfers = createTransfers({ gateway: location.origin });
  const flow = createSendFlow(transfers);
  const files = createPageFiles();
  return {
    transfers,
    render: ({ config, nameStore }) => (
      <SendScreen
        {...{ config, files, flow, nameStore, transfers }}
        nowMs={Date.now}
        transfersHref="/transfers"
      />
    ),
  };
});
