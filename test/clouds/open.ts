/** A cloud of the configuration as the gateway opens it, with the keys of a test or with nobody's. */
import type { Cloud } from "../../src/clouds/cloud";
import type { StoreConfig } from "../../src/clouds/config";
import { openCloud } from "../../src/clouds/open-cloud";
import { nodePrimitives } from "../../src/platform/node/primitives";

export interface TestKeys {
  readonly keyId: string;
  readonly secret: string;
}

/** The environment variables with the keys of a store. */
export function keysOf(id: string, { keyId, secret }: TestKeys): Record<string, string> {
  const variable = `PRO_PORTER_${id.toUpperCase().replaceAll("-", "_")}`;
  return { [`${variable}_KEY_ID`]: keyId, [`${variable}_SECRET`]: secret };
}

export function openTestCloud(
  store: StoreConfig,
  keys?: TestKeys,
  id = `${store.cloud}-test`,
): Promise<Cloud> {
  return openCloud(
    {
      ...{ baseFolder: "/", prims: nodePrimitives, nowMs: () => Date.now() },
      environment: keys ? keysOf(id, keys) : {},
    },
    id,
    store,
  );
}
