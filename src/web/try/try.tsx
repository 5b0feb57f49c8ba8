/** The mailbox page, `/try`: served where nobody has to sign in, so that a newcomer sees all of it. */
import type { Transfers } from "../../platform/browser/transfers";
import { createBrowserFiles } from "../../ui/browser-files";
import type { ConfiguredServices } from "../../ui/components/with-config";
import { createReadFlow } from "../../ui/flows/read-flow";
import { ComposeScreen } from "../../ui/screens/compose-screen";
import { ReadScreen } from "../../ui/screens/read-screen";
import { openOwnGateway } from "../own-gateway";
import { startPage } from "../start-page";
import { Box, HANAKO, TARO } from "./post-office";
import { createTryMailbox } from "./try-mailbox";
import { TryScreen, type TryPanes } from "./try-screen";

/**
 * Each of the two would have a browser of their own; this one keeps what both sent. To whoever received a
 * mail, nothing in it is theirs.
 */
const seenBy = (box: Box, transfers: Transfers): Transfers => ({
  ...transfers,
  sent: () => (box.front?.folder === "inbox" ? Promise.resolve([]) : transfers.sent()),
});

/** The panes of one person, put together as src/taskpane does it in Outlook. */
function createPanes(box: Box, shared: Transfers): (services: ConfiguredServices) => TryPanes {
  const transfers = seenBy(box, shared);
  const files = createBrowserFiles();
  const mailbox = createTryMailbox(box, navigator.language);
  const flow = createReadFlow({ mailbox, transfers, nowMs: Date.now });
  return (services) => {
    const common = { ...services, files, mailbox, transfers, nowMs: Date.now };
    return { compose: <ComposeScreen {...common} />, read: <ReadScreen {...common} flow={flow} /> };
  };
}

startPage("try", () => {
  const { transfers } = openOwnGateway();
  const [taro, hanako] = [new Box(TARO), new Box(HANAKO)];
  const [ofTaro, ofHanako] = [createPanes(taro, transfers), createPanes(hanako, transfers)];
  return {
    transfers,
    render: (services) => (
      <TryScreen
        boxes={{ taro, hanako }}
        panes={{ taro: ofTaro(services), hanako: ofHanako(services) }}
        policy={services.config.policy}
      />
    ),
  };
});
