/** The clouds' servers of the tests in a process of their own: prints their stores, then serves until killed. */
import { startCloudServers, storesAt } from "../test/clouds/cloud-servers";

const CONTAINER = "bench";

export async function serveClouds(): Promise<void> {
  const servers = await startCloudServers();
  await servers.azurite.service.createContainer(CONTAINER);
  process.once("SIGTERM", () => {
    void servers.stop().then(() => process.exit());
  });
  process.stdout.write(`${JSON.stringify(storesAt(servers.origins, CONTAINER))}\n`);
}
