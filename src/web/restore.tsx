/** The restore page, `/`: what whoever received an index needs. */
import { indexFromAddress, watchAddress } from "./index-from-address";
// The address bar is cleared by the import above, before anything else is loaded.
import { createTransfers } from "../platform/browser/create-transfers";
import { createRestoreFlow } from "../ui/flows/restore-flow";
import { RestoreScreen } from "../ui/screens/restore-screen";
import { createPageFiles } from "./page-files";
import { startPage } from "./start-page";

startPage("restore", () => {
  const transfers = createTransfers({ gateway: location.origin });
  const flow = createRestoreFlow(transfers);
  const files = createPageFiles();
  if (indexFromAddress !== undefined) flow.read(indexFromAddress);
  watchAddress((line) => {
    flow.startOver();
    flow.read(line);
  });
  return {
    transfers,
    render: ({ nameStore }) => <RestoreScreen files={files} flow={flow} nameStore={nameStore} />,
  };
});
