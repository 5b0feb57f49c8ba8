/** The clouds' servers of the tests in a process of their own: says where they are, then serves until killed. */
import type { StoreConfig } from "../src/clouds/config";
import {
  CLOUD_KEYS,
  startCloudServers,
  storesAt,
  type CloudId,
} from "../test/clouds/cloud-servers";

/** What is printed. Google's key is made by this process. */
export interface ServedClouds {
  readonly stores: Record<CloudId, StoreConfig>;
  readonly keys: typeof CLOUD_KEYS;
}

const CONTAINER = "bench";

export async function serveClouds(): Promise<void> {
  const servers = await startCloudServers();
  await servers.azurite.service.createContainer(CONTAINER);
  for (const double of Object.values(servers.doubles)) {
    // They remember every request with its body, which is what tests want, and gigabytes here.
    double.misbehave = () => {
      double.requests.length = 0;
      return undefined;
    };
  }
  process.once("SIGTERM", () => {
    void servers.stop().then(() => process.exit());
  });
  const served: ServedClouds = {
    stores: storesAt(servers.origins, CONTAINER),
    keys: CLOUD_KEYS,
  };
  process.stdout.write(`${JSON.stringify(served)}\n`);
}
