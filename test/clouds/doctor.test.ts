/** doctor on buckets that were made wrong, each in one way. */
import { probeStore, type Finding } from "../../src/clouds/probe";
import type { Cloud } from "../../src/clouds/cloud";
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { doctorEn } from "../../src/strings/doctor-en";
import { doctorJa } from "../../src/strings/doctor-ja";
import { createHome, eventsOf } from "../fakes/cli";
import { patternBytes } from "../fakes/memory-tree";
import { createBucket, type HeldBucket } from "./doubles/object-table";
import { S3_KEY, S3_REGION, startS3Double } from "./doubles/s3-double";
import type { CloudDouble } from "./doubles/server";
import { openTestCloud } from "./open";

const ORIGIN = "https://porter.example.co.jp";
const rule = (origin: string, methods: string[], header: string): string =>
  `<CORSRule><AllowedOrigin>${origin}</AllowedOrigin>` +
  methods.map((method) => `<AllowedMethod>${method}</AllowedMethod>`).join("") +
  `<AllowedHeader>${header}</AllowedHeader><ExposeHeader>ETag</ExposeHeader></CORSRule>`;
const READ = rule("*", ["GET", "HEAD"], "range");
const WRITE = rule(ORIGIN, ["PUT"], "if-none-match");

const pool = createPooledHttp();
let double: CloudDouble;
let cloud: Cloud;
let held: HeldBucket;
beforeAll(async () => {
  double = await startS3Double();
  const place = { bucket: "bucket", region: S3_REGION, pathStyle: true, endpoint: double.origin };
  cloud = await openTestCloud({ cloud: "s3", ...place }, S3_KEY);
});
afterAll(async () => {
  await pool.close();
  await double.stop();
});
beforeEach(() => {
  double.misbehave = undefined;
  double.nowMs = () => Date.now();
  held = createBucket();
  held.settings.set("cors", READ + WRITE);
  double.buckets.set("bucket", held);
});

const look = (): Promise<readonly Finding[]> =>
  probeStore(cloud, {
    ...{ http: pool.http, origin: ORIGIN, nowMs: () => Date.now() },
    ...{ transfer: patternBytes(24, "probe"), signal: new AbortController().signal },
  });
const codes = async (): Promise<string[]> => (await look()).map(({ code }) => code);

it("finds nothing at a good bucket, and leaves nothing there", async () => {
  expect(await look()).toEqual([]);
  expect(held.versions.size).toBe(0);
});

it.each<readonly [string, () => void, string[]]>([
  [
    "without rules for other origins",
    () => held.settings.delete("cors"),
    ["read-origin", "write-origin"],
  ],
  ["that nobody else may read", () => held.settings.set("cors", WRITE), ["read-origin"]],
  [
    "that anybody may write",
    () => held.settings.set("cors", READ + rule("*", ["PUT"], "*")),
    ["wide-origin"],
  ],
  ["that is public", () => (held.isPublic = true), ["public"]],
  ["that keeps versions", () => (held.keepsVersions = true), ["versions"]],
  ["that is not there", () => double.buckets.delete("bucket"), ["unreachable"]],
  ["whose clock is ahead", () => (double.nowMs = () => Date.now() + 120_000), ["clock"]],
  [
    "that refuses to write",
    () => (double.misbehave = ({ method }) => (method === "PUT" ? { status: 403 } : undefined)),
    ["write-refused"],
  ],
  [
    "that removes nothing",
    () => {
      double.misbehave = ({ query }) =>
        query.some(([name]) => name === "delete")
          ? { status: 200, body: "<DeleteResult></DeleteResult>" }
          : undefined;
    },
    ["kept"],
  ],
])("finds a bucket %s", async (_, spoil, expected) => {
  spoil();
  expect(await codes()).toEqual(expected);
});

it("has a sentence for everything, in both languages", () => {
  for (const { sentences } of [doctorEn, doctorJa]) {
    for (const say of Object.values(sentences)) {
      const { what, why, mend } = say("a reason");
      for (const text of [what, why, mend]) expect(text).toMatch(/[.。]$/);
    }
  }
});

it("the command says what it found, and its exit code says that it did", async () => {
  const home = createHome();
  const place = { bucket: "bucket", region: S3_REGION, pathStyle: true, endpoint: double.origin };
  const stores = { "s3-us": { cloud: "s3", ...place }, nas: { cloud: "local", folder: "." } };
  const routes = [{ id: 0, stores: ["s3-us", "nas"] }];
  const config = home.write("c.json", JSON.stringify({ origin: ORIGIN, stores, routes }));
  const env = { PRO_PORTER_S3_US_KEY_ID: S3_KEY.keyId, PRO_PORTER_S3_US_SECRET: S3_KEY.secret };
  const good = await home.run(["doctor", "--config", config], { env });
  expect(good).toMatchObject({ code: 0, stderr: "" });
  held.keepsVersions = true;
  const bad = await home.run(["doctor", "--config", config, "--json"], { env });
  expect(bad.code).toBe(4);
  expect(eventsOf(bad)).toMatchObject([
    { event: "finding", storeId: "s3-us", finding: "versions", severe: true },
    { event: "store-good", storeId: "nas" },
    { event: "doctor-done", stores: 2, severe: 1 },
  ]);
}, 60_000);
