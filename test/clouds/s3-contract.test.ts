import dns from "node:dns";
import type { Cloud } from "../../src/clouds/cloud";
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { cloudContract, cloudStoresContract } from "../contract/cloud.contract";
import { createBucket } from "./doubles/object-table";
import { S3_DOMAIN, S3_KEY, S3_REGION, startS3Double } from "./doubles/s3-double";
import type { CloudDouble } from "./doubles/server";
import { openTestCloud } from "./open";

const pool = createPooledHttp();
let double: CloudDouble;

// Buckets are names in front of the server's, which no resolver of this machine knows.
const { lookup } = dns;
beforeAll(async () => {
  double = await startS3Double();
  jest.spyOn(dns, "lookup").mockImplementation((host: string, ...rest: unknown[]) => {
    const known = host.endsWith(S3_DOMAIN) ? "127.0.0.1" : host;
    (lookup as (...args: unknown[]) => void)(known, ...rest);
  });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await pool.close();
  await double.stop();
});

describe.each([{ pathStyle: true }, { pathStyle: false }])("%j", ({ pathStyle }) => {
  let cloud: Cloud;
  beforeAll(async () => {
    const endpoint = `http://${S3_DOMAIN}:${String(double.port)}`;
    cloud = await openTestCloud(
      { cloud: "s3", bucket: "bucket", region: S3_REGION, pathStyle, endpoint },
      S3_KEY,
    );
  });
  const renew = (): void => {
    double.buckets.set("bucket", createBucket());
  };
  cloudContract("s3", () => {
    renew();
    return Promise.resolve({
      cloud,
      breakMedium: () => {
        double.buckets.delete("bucket");
      },
      stop: () => Promise.resolve(),
    });
  });
  describe("s3", () => {
    beforeEach(renew);
    cloudStoresContract("s3", () => ({ cloud, http: pool.http }));
  });
});
