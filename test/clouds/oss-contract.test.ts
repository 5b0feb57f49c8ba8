import type { Cloud } from "../../src/clouds/cloud";
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { cloudContract, cloudStoresContract } from "../contract/cloud.contract";
import { OSS_KEY, startOssDouble } from "./doubles/oss-double";
import { createBucket } from "./doubles/object-table";
import type { CloudDouble } from "./doubles/server";
import { openTestCloud } from "./open";

const pool = createPooledHttp();
let double: CloudDouble;
let cloud: Cloud;

beforeAll(async () => {
  double = await startOssDouble();
  const place = { bucket: "bucket", region: "oss-cn-hangzhou", endpoint: double.origin };
  cloud = await openTestCloud({ cloud: "oss", ...place }, OSS_KEY);
});
afterAll(async () => {
  await pool.close();
  await double.stop();
});
const renew = (): void => {
  double.buckets.set("bucket", createBucket());
};

cloudContract("oss", () => {
  renew();
  return Promise.resolve({
    cloud,
    // The signature holds bucket and region, whichever host it is sent to.
    bindsHost: false,
    breakMedium: () => {
      double.buckets.delete("bucket");
    },
    stop: () => Promise.resolve(),
  });
});

describe("oss", () => {
  beforeEach(renew);
  cloudStoresContract("oss", () => ({ cloud, http: pool.http }));
});
