import type { Cloud } from "../../src/clouds/cloud";
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { cloudContract, cloudStoresContract } from "../contract/cloud.contract";
import { GCS_KEY, startGcsDouble } from "./doubles/gcs-double";
import { createBucket } from "./doubles/object-table";
import type { CloudDouble } from "./doubles/server";
import { openTestCloud } from "./open";

const pool = createPooledHttp();
let double: CloudDouble;
let cloud: Cloud;

beforeAll(async () => {
  double = await startGcsDouble();
  const place = { bucket: "bucket", endpoint: double.origin };
  cloud = await openTestCloud({ cloud: "gcs", ...place }, GCS_KEY);
});
afterAll(async () => {
  await pool.close();
  await double.stop();
});
const renew = (): void => {
  double.buckets.set("bucket", createBucket());
};

cloudContract("gcs", () => {
  renew();
  return Promise.resolve({
    cloud,
    breakMedium: () => {
      double.buckets.delete("bucket");
    },
    stop: () => Promise.resolve(),
  });
});

describe("gcs", () => {
  beforeEach(renew);
  cloudStoresContract("gcs", () => ({ cloud, http: pool.http }));
});
