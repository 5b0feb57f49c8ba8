/** doctor on buckets that were made wrong, each in one way. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../src/clouds/finding";
import { probeStore } from "../../src/clouds/probe";
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
const LOCKED =
  "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";
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
  ["that is not there", () => double.buckets.delete("bucket"), ["missing"]],
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

it("setup has a sentence for every step and reason, in both languages", () => {
  for (const { setup } of [doctorEn, doctorJa]) {
    const { outcomes, reasons, created, wouldCreate, done } = setup;
    const said = Object.values(outcomes).map((say) => say("a reason."));
    const ends = [done(1, 0, false), done(1, 1, true)];
    for (const text of [...said, ...Object.values(reasons), ...ends, created, wouldCreate]) {
      expect(text).toMatch(/[.。]$/);
    }
  }
  expect(Object.keys(doctorJa.setup.reasons)).toEqual(Object.keys(doctorEn.setup.reasons));
});

describe("the commands", () => {
  const place = { bucket: "bucket", region: S3_REGION, pathStyle: true };
  const env = { PRO_PORTER_S3_US_KEY_ID: S3_KEY.keyId, PRO_PORTER_S3_US_SECRET: S3_KEY.secret };
  const prepare = () => {
    const home = createHome();
    const s3 = { cloud: "s3", ...place, endpoint: double.origin };
    const stores = { "s3-us": s3, nas: { cloud: "local", folder: "made/by/setup" } };
    const routes = [{ id: 0, stores: ["s3-us", "nas"] }];
    const config = home.write("c.json", JSON.stringify({ origin: ORIGIN, stores, routes }));
    const run = (...args: string[]) => home.run([...args, "--config", config], { env });
    return { run, folder: join(home.folder, "made/by/setup") };
  };

  it("doctor says what is wrong, setup mends it, and doctor finds it clean", async () => {
    const { run, folder } = prepare();
    double.buckets.delete("bucket");
    const bad = await run("doctor", "--json");
    expect(bad.code).toBe(4);
    const command = (id: string) => `pro-porter setup --store ${id}`;
    expect(eventsOf(bad)).toMatchObject([
      { event: "finding", storeId: "s3-us", finding: "missing", command: command("s3-us") },
      { event: "finding", storeId: "nas", finding: "unreachable", command: command("nas") },
      { event: "doctor-done", stores: 2, severe: 2 },
    ]);
    const dry = await run("setup", "--dry-run");
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(dry.stdout).toContain("nas: folder: would be created.");
    expect([double.buckets.size, existsSync(folder)]).toEqual([0, false]);

    const made = await run("setup");
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toContain("s3-us: bucket: created.");
    expect(made.stdout).not.toContain(S3_KEY.secret);
    expect(existsSync(folder)).toBe(true);
    expect(await run("doctor")).toMatchObject({ code: 0, stderr: "" });
    const again = await run("setup", "--json");
    expect(again.code).toBe(0);
    expect(eventsOf(again).at(-1)).toMatchObject({ event: "setup-done", changed: 0, toMend: 0 });
  }, 120_000);

  it("one store alone is set up, and one that is not there is refused by its name", async () => {
    const { run, folder } = prepare();
    double.buckets.delete("bucket");
    expect(await run("setup", "--store", "nas")).toMatchObject({ code: 0 });
    expect([double.buckets.size, existsSync(folder)]).toEqual([0, true]);
    const unknown = await run("setup", "--store", "other");
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("s3-us, nas");
  }, 120_000);

  it("what setup cannot mend ends it with 4, and the vendor's command is said", async () => {
    const { run } = prepare();
    held.settings.set("object-lock", LOCKED);
    const { code, stdout } = await run("setup");
    expect(code).toBe(4);
    expect(stdout).toContain("By hand: aws s3api get-object-lock-configuration --bucket bucket");
    const bad = await run("doctor", "--json");
    expect(bad.code).toBe(4);
    expect(eventsOf(bad)).toMatchObject([
      { event: "finding", storeId: "s3-us", finding: "locked", severe: true },
      { event: "store-good", storeId: "nas" },
      { event: "doctor-done", stores: 2, severe: 1 },
    ]);
  }, 120_000);
});
