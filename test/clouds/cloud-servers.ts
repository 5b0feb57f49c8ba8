/** A server for each of the four clouds, and the stores of a configuration that are kept there. */
import type { StoreConfig } from "../../src/clouds/config";
import { AZURITE_KEY, startAzurite, type Azurite } from "./azurite";
import { GCS_KEY, startGcsDouble } from "./doubles/gcs-double";
import { OSS_KEY, startOssDouble } from "./doubles/oss-double";
import { S3_KEY, S3_REGION, startS3Double } from "./doubles/s3-double";
import type { CloudDouble } from "./doubles/server";
import type { TestKeys } from "./open";

export const CLOUD_IDS = ["azure-jp", "s3-us", "gcs-eu", "oss-sh"] as const;
export type CloudId = (typeof CLOUD_IDS)[number];
export type DoubleId = Exclude<CloudId, "azure-jp">;

export const CLOUD_KEYS: Readonly<Record<CloudId, TestKeys>> = {
  ...{ "azure-jp": AZURITE_KEY, "s3-us": S3_KEY, "gcs-eu": GCS_KEY, "oss-sh": OSS_KEY },
};

export interface CloudServers {
  readonly azurite: Azurite;
  readonly doubles: Readonly<Record<DoubleId, CloudDouble>>;
  readonly origins: Readonly<Record<CloudId, string>>;
  stop(): Promise<void>;
}

export async function startCloudServers(): Promise<CloudServers> {
  const azurite = await startAzurite();
  const doubles = {
    ...{ "s3-us": await startS3Double(), "gcs-eu": await startGcsDouble() },
    "oss-sh": await startOssDouble(),
  };
  return {
    ...{ azurite, doubles },
    origins: {
      "azure-jp": new URL(azurite.endpoint).origin,
      "s3-us": doubles["s3-us"].origin,
      "gcs-eu": doubles["gcs-eu"].origin,
      "oss-sh": doubles["oss-sh"].origin,
    },
    async stop() {
      azurite.stop();
      await Promise.all(Object.values(doubles).map((double) => double.stop()));
    },
  };
}

/** The container is Azure's; the bucket of each double is called bucket. */
export function storesAt(
  origins: Readonly<Record<CloudId, string>>,
  container: string,
): Record<CloudId, StoreConfig> {
  const bucket = "bucket";
  const endpoint = (id: CloudId) => ({ endpoint: origins[id] });
  const azure = { account: AZURITE_KEY.keyId, container, ...endpoint("azure-jp") };
  const s3 = { bucket, region: S3_REGION, pathStyle: true, ...endpoint("s3-us") };
  return {
    "azure-jp": { cloud: "azure", ...azure },
    "s3-us": { cloud: "s3", ...s3 },
    "gcs-eu": { cloud: "gcs", bucket, ...endpoint("gcs-eu") },
    "oss-sh": { cloud: "oss", bucket, region: "oss-cn-shanghai", ...endpoint("oss-sh") },
  };
}
