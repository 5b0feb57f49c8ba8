/** The S3 adapter on a real S3 server, where Debian's Ceph is installed; the double runs everywhere. */
import * as sdk from "@aws-sdk/client-s3";
import type { Cloud } from "../../src/clouds/cloud";
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { cloudContract, cloudStoresContract } from "../contract/cloud.contract";
import { openTestCloud } from "./open";
import { hasRadosgw, RADOSGW_KEY, startRadosgw } from "./radosgw";
import { changedParts, found, outcomes, setUp } from "./setup-world";

if (!hasRadosgw) {
  process.stdout.write(
    "Ceph's radosgw is not installed (apt install radosgw ceph-mon ceph-osd ceph-common): the S3 adapter is\n" +
      "tested on the verifying double alone.\n",
  );
}

const pool = createPooledHttp();
afterAll(() => pool.close());

(hasRadosgw ? describe : describe.skip)("on radosgw", () => {
  let client: sdk.S3Client;
  let endpoint: string;
  let cloud: Cloud;
  let number = 0;
  beforeAll(async () => {
    endpoint = await startRadosgw();
    const { keyId: accessKeyId, secret: secretAccessKey } = RADOSGW_KEY;
    client = new sdk.S3Client({
      ...{ endpoint, region: "default", forcePathStyle: true },
      credentials: { accessKeyId, secretAccessKey },
    });
  }, 180_000);
  afterAll(() => {
    client.destroy();
  });

  const bucketName = (): string => `test-${String(number)}`;
  const renew = async (): Promise<void> => {
    number += 1;
    await client.send(new sdk.CreateBucketCommand({ Bucket: bucketName() }));
    const place = { bucket: bucketName(), region: "default", pathStyle: true, endpoint };
    cloud = await openTestCloud({ cloud: "s3", ...place }, RADOSGW_KEY);
  };
  /** A bucket goes only when it is empty. */
  const removeBucket = async (): Promise<void> => {
    const Bucket = bucketName();
    const { Versions = [] } = await client.send(new sdk.ListObjectVersionsCommand({ Bucket }));
    for (const { Key, VersionId } of Versions) {
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key, VersionId }));
    }
    await client.send(new sdk.DeleteBucketCommand({ Bucket }));
  };

  cloudContract("radosgw", async () => {
    await renew();
    return { cloud, breakMedium: removeBucket, stop: () => Promise.resolve() };
  });

  it("setup makes a bucket of which doctor finds nothing, and a second time changes nothing", async () => {
    number += 1;
    const place = { bucket: bucketName(), region: "default", pathStyle: true, endpoint };
    cloud = await openTestCloud({ cloud: "s3", ...place }, RADOSGW_KEY);
    const world = { cloud, http: pool.http, always: [] };
    expect(await found(world)).toEqual(["missing"]);
    const first = await setUp(world);
    expect(changedParts(first)).toEqual(expect.arrayContaining(["bucket", "origins", "lifecycle"]));
    expect(await found(world)).toEqual([]);
    expect(outcomes(await setUp(world))).toEqual(["good"]);
  });

  it("setup mends versions, public access and rules that let anybody write", async () => {
    await renew();
    const Bucket = bucketName();
    const world = { cloud, http: pool.http, always: [] };
    await setUp(world);
    await client.send(
      new sdk.PutBucketVersioningCommand({
        ...{ Bucket, VersioningConfiguration: { Status: "Enabled" } },
      }),
    );
    await client.send(new sdk.DeletePublicAccessBlockCommand({ Bucket }));
    await client.send(new sdk.PutBucketAclCommand({ Bucket, ACL: "public-read" }));
    const wide = { AllowedOrigins: ["*"], AllowedMethods: ["GET", "PUT"], AllowedHeaders: ["*"] };
    const CORSConfiguration = { CORSRules: [wide] };
    await client.send(new sdk.PutBucketCorsCommand({ Bucket, CORSConfiguration }));
    expect(await found(world)).toEqual(
      expect.arrayContaining(["public", "versions", "wide-origin"]),
    );
    await setUp(world);
    expect(await found(world)).toEqual([]);
  });

  describe("radosgw", () => {
    beforeEach(renew);
    cloudStoresContract("radosgw", () => ({ cloud, http: pool.http }));
  });
});
