/** A cloud of the configuration with the keys of a test, as the gateway opens it. */
import type { Cloud } from "../../src/clouds/cloud";
import type { StoreConfig } from "../../src/clouds/config";
import { openCloud } from "../../src/clouds/open-cloud";
import { nodePrimitives } from "../../src/platform/node/primitives";

export interface TestKeys {
  readonly keyId: string;
  readonly secret: string;
}

export function openTestCloud(
  store: StoreConfig,
  { keyId, secret }: TestKeys,
  id = `${store.cloud}-test`,
): Promise<Cloud> {
  const variable = `PRO_PORTER_${id.toUpperCase().replaceAll("-", "_")}`;
  return openCloud(
    {
      ...{ baseFolder: "/", prims: nodePrimitives, nowMs: () => Date.now() },
      environment: { [`${variable}_KEY_ID`]: keyId, [`${variable}_SECRET`]: secret },
    },
    id,
    store,
  );
}
