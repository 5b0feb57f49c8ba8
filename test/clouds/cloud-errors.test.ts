/** What clouds refuse, each as an error of its own; old versions, pages, and keys that nobody gave. */
import type { Cloud } from "../../src/clouds/cloud";
import { loadOssKeys } from "../../src/clouds/oss-keys";
import { encodeBase64Url } from "../../src/core/bytes";
import { patternBytes } from "../fakes/memory-tree";
import { GCS_KEY, startGcsDouble } from "./doubles/gcs-double";
import { createBucket, store } from "./doubles/object-table";
import { OSS_KEY, startOssDouble } from "./doubles/oss-double";
import { S3_KEY, S3_REGION, startS3Double } from "./doubles/s3-double";
import { startDouble, type Answer, type CloudDouble } from "./doubles/server";
import { openTestCloud, type TestKeys } from "./open";

const never = { signal: new AbortController().signal };
const transfer = patternBytes(24, "T");
const T = encodeBase64Url(transfer);

interface Kind {
  readonly name: string;
  readonly start: () => Promise<CloudDouble>;
  readonly keys: TestKeys;
  readonly open: (double: CloudDouble, keys: TestKeys) => Promise<Cloud>;
  /** An error as this cloud words it. */
  readonly refusal: (status: number, word: string) => Answer;
}

const xml = (status: number, word: string): Answer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<Error><Code>${word}</Code><Message>${word}</Message></Error>`,
});
const bucket = "bucket";
const KINDS: readonly Kind[] = [
  {
    ...{ name: "s3", start: startS3Double, keys: S3_KEY, refusal: xml },
    open: ({ origin: endpoint }, keys) =>
      openTestCloud({ cloud: "s3", bucket, region: S3_REGION, pathStyle: true, endpoint }, keys),
  },
  {
    ...{ name: "oss", start: startOssDouble, keys: OSS_KEY, refusal: xml },
    open: ({ origin: endpoint }, keys) =>
      openTestCloud({ cloud: "oss", bucket, region: "oss-cn-hangzhou", endpoint }, keys),
  },
  {
    ...{ name: "gcs", start: startGcsDouble, keys: GCS_KEY },
    refusal: (code, reason) => ({
      ...{ status: code, headers: { "content-type": "application/json" } },
      body: JSON.stringify({ error: { code, message: reason, errors: [{ reason }] } }),
    }),
    open: ({ origin: endpoint }, keys) => openTestCloud({ cloud: "gcs", bucket, endpoint }, keys),
  },
];

describe.each(KINDS)("$name", ({ start, keys, open, refusal }) => {
  let double: CloudDouble;
  let cloud: Cloud;
  beforeAll(async () => {
    double = await start();
    cloud = await open(double, keys);
  });
  afterAll(() => double.stop());
  beforeEach(() => {
    double.misbehave = undefined;
    double.buckets.set("bucket", createBucket());
  });
  const outcome = (): Promise<unknown> =>
    cloud
      .states(transfer)
      .list(never)
      .then(
        () => undefined,
        (error: unknown) => error,
      );

  it.each([
    [429, "TooManyRequests", "store-throttled"],
    [503, "SlowDown", "store-throttled"],
    [500, "InternalError", "store-unavailable"],
    [403, "AccessDenied", "store-refused"],
    [403, "RequestTimeTooSkewed", "store-clock"],
    [403, "InvalidAccessKeyId", "store-credentials"],
    [400, "AuthorizationHeaderMalformed", "store-region"],
  ])("%d %s is %s", async (status, word, code) => {
    double.misbehave = () => refusal(status, word);
    const error = await outcome();
    expect(error).toMatchObject({ name: "AppError", code, details: { storeId: cloud.id } });
    expect(JSON.stringify(error)).not.toContain(keys.secret.slice(0, 16));
  });

  it("a connection that breaks is store-unavailable, and the next call may succeed", async () => {
    double.misbehave = () => "cut";
    expect(await outcome()).toMatchObject({ code: "store-unavailable", retry: "yes" });
    double.misbehave = undefined;
    expect(await outcome()).toBeUndefined();
  });

  it("a bucket that is not there is store-missing", async () => {
    double.buckets.delete("bucket");
    expect(await outcome()).toMatchObject({ code: "store-missing", retry: "no" });
  });

  it("a removal takes old versions along, over many pages", async () => {
    const held = double.buckets.get("bucket")!;
    held.keepsVersions = true;
    held.settings.set("small pages", "yes");
    const names = Array.from({ length: 10 }, (_, at) => `object-${String(at).padStart(13, "0")}`);
    for (const name of [...names, ...names, "state-opened"]) {
      store(held, `pro-porter/${T}/${name}`, patternBytes(5));
    }
    store(held, "another/thing", patternBytes(5));
    const removal = await cloud.states(transfer).removeFragments(names.slice(3, 5), never);
    expect(removal).toEqual({ removed: 10, left: 0 });
    expect([...held.versions.keys()]).toEqual([`pro-porter/${T}/state-opened`, "another/thing"]);
    await cloud.states(transfer).remove("state-opened", never);
    expect([...held.versions.keys()]).toEqual(["another/thing"]);
    for await (const page of cloud.transfers(never)) expect(page).toEqual([]);
  });
});

it("S3: a wrong secret is store-credentials, a wrong region store-region", async () => {
  const double = await startS3Double();
  const place = { cloud: "s3", bucket, pathStyle: true, endpoint: double.origin } as const;
  const wrongSecret = await openTestCloud(
    { ...place, region: S3_REGION },
    { ...S3_KEY, secret: "wrong" },
  );
  await expect(wrongSecret.check(never)).rejects.toMatchObject({ code: "store-credentials" });
  const wrongRegion = await openTestCloud({ ...place, region: "us-east-1" }, S3_KEY);
  await expect(wrongRegion.check(never)).rejects.toMatchObject({ code: "store-region" });
  double.nowMs = () => Date.now() + 3_600_000;
  const late = await openTestCloud({ ...place, region: S3_REGION }, S3_KEY);
  await expect(late.check(never)).rejects.toMatchObject({ code: "store-clock" });
  await double.stop();
});

it("signing asks nobody", async () => {
  for (const { start, keys, open } of KINDS) {
    const double = await start();
    const cloud = await open(double, keys);
    const order = { transfer, name: "object-0000000000000", expiresAt: Date.now() / 1000 + 60 };
    await cloud.signGet({ ...order, expiresAt: Math.floor(order.expiresAt) });
    await cloud.signPut({ ...order, expiresAt: Math.floor(order.expiresAt), sizeBytes: 5 });
    expect(double.requests).toEqual([]);
    await double.stop();
  }
});

describe("keys for Alibaba that nobody gave", () => {
  it("are those of the environment", async () => {
    const environment = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "id",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
      ALIBABA_CLOUD_SECURITY_TOKEN: "token",
    };
    const { keys } = await loadOssKeys(undefined, environment);
    expect(keys).toEqual({ accessKeyId: "id", accessKeySecret: "secret", stsToken: "token" });
  });

  it("else those of the instance's role, asked with a token", async () => {
    const metadata = await startDouble(({ method, path, headers }) => {
      if (method === "PUT") return { status: 200, body: "a-token" };
      if (headers["x-aliyun-ecs-metadata-token"] !== "a-token") return { status: 403 };
      if (path.endsWith("/")) return { status: 200, body: "porter-role" };
      const keys = { AccessKeyId: "STS.id", AccessKeySecret: "s", SecurityToken: "t" };
      return { status: 200, body: JSON.stringify(keys) };
    });
    const { origin, requests } = metadata;
    const { keys, renew } = await loadOssKeys(undefined, {}, origin);
    expect(keys).toEqual({ accessKeyId: "STS.id", accessKeySecret: "s", stsToken: "t" });
    expect(await renew?.()).toEqual(keys);
    const asked = requests.map(({ method, path }) => `${method} ${path}`);
    expect(asked.slice(0, 3)).toEqual([
      "PUT /latest/api/token",
      "GET /latest/meta-data/ram/security-credentials/",
      "GET /latest/meta-data/ram/security-credentials/porter-role",
    ]);
    await metadata.stop();
    await expect(loadOssKeys(undefined, {}, origin)).rejects.toMatchObject({
      code: "store-credentials",
    });
  });
});
