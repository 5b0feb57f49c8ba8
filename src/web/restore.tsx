/** The restore page, `/`: what whoever received an index needs. */
import { indexFromAddress, watchAddress } from "./index-from-address";
// The address bar is cleared by the import above, before anything else is loaded.
import { createBrowserFiles } from "../ui/browser-files";
import { createRestoreFlow } from "../ui/flows/restore-flow";
import { RestoreScreen } from "../ui/screens/restore-screen";
import { openOwnGateway } from "./own-gateway";
import { startPage } from "./start-page";

startPage("restore", () => {
  const { transfers, signIn } = openOwnGateway();
  const flow = createRestoreFlow(transfers);
  const files = createBrowserFiles();
  if (indexFromAddress !== undefined) flow.read(indexFromAddress);
  watchAddress((line) => {
    flow.startOver();
    flow.read(line);
  });
  signIn.view.subscribe(() => {
    if (signIn.view.current.step === "signed-in") flow.goOnSignedIn();
  });
  return {
    transfers,
    render: ({ config, nameStore }) => (
      <RestoreScreen
        {...{ files, flow, nameStore }}
        signIn={config.policy.restore === "signed-in" ? signIn : undefined}
      />
    ),
  };
});
