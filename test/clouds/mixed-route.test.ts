/** The command line over a route that mixes four clouds, with their keys and without a gateway. */
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { patternBytes } from "../fakes/memory-tree";
import { createHome, eventsOf, type Home } from "../fakes/cli";
import { AZURITE_KEY, startAzurite, type Azurite } from "./azurite";
import { GCS_KEY, startGcsDouble } from "./doubles/gcs-double";
import { createBucket } from "./doubles/object-table";
import { OSS_KEY, startOssDouble } from "./doubles/oss-double";
import { S3_KEY, S3_REGION, startS3Double } from "./doubles/s3-double";
import type { CloudDouble } from "./doubles/server";
import type { TestKeys } from "./open";

let azurite: Azurite;
let doubles: { s3: CloudDouble; gcs: CloudDouble; oss: CloudDouble };
let home: Home;
let config: string;

const keys = (id: string, { keyId, secret }: TestKeys): Record<string, string> => ({
  [`PRO_PORTER_${id}_KEY_ID`]: keyId,
  [`PRO_PORTER_${id}_SECRET`]: secret,
});
const env = {
  ...keys("AZURE_JP", AZURITE_KEY),
  ...keys("S3_US", S3_KEY),
  ...keys("GCS_EU", GCS_KEY),
  ...keys("OSS_SH", OSS_KEY),
};

beforeAll(async () => {
  azurite = await startAzurite();
  doubles = { s3: await startS3Double(), gcs: await startGcsDouble(), oss: await startOssDouble() };
}, 90_000);
afterAll(async () => {
  azurite.stop();
  await Promise.all(Object.values(doubles).map((double) => double.stop()));
});

let number = 0;
beforeEach(async () => {
  number += 1;
  const container = `mixed-${String(number)}`;
  await azurite.service.createContainer(container);
  for (const double of Object.values(doubles)) {
    double.misbehave = undefined;
    const bucket = createBucket();
    bucket.keepsVersions = true;
    double.buckets.set("bucket", bucket);
  }
  home = createHome();
  const { s3, gcs, oss } = doubles;
  const bucket = "bucket";
  const stores = {
    "azure-jp": {
      ...{ cloud: "azure", account: AZURITE_KEY.keyId, container },
      endpoint: azurite.endpoint,
    },
    "s3-us": { cloud: "s3", bucket, region: S3_REGION, pathStyle: true, endpoint: s3.origin },
    "gcs-eu": { cloud: "gcs", bucket, endpoint: gcs.origin },
    "oss-sh": { cloud: "oss", bucket, region: "oss-cn-shanghai", endpoint: oss.origin },
  };
  const routes = [{ id: 0, stores: Object.keys(stores), k: 3 }];
  config = home.write("config.json", JSON.stringify({ stores, routes }));
});

const run = (...args: string[]) => home.run([...args, "--config", config], { env });

/** What every store holds, old versions included. */
async function held(): Promise<Record<string, string[]>> {
  const names: string[] = [];
  const container = azurite.service.getContainerClient(`mixed-${String(number)}`);
  for await (const { name } of container.listBlobsFlat({ includeVersions: true })) names.push(name);
  const others = Object.entries(doubles).map(([id, { buckets }]) => [
    id,
    [...buckets.get("bucket")!.versions.keys()],
  ]);
  return { azure: names, ...(Object.fromEntries(others) as Record<string, string[]>) };
}

it("send, restore, verify and recall; nothing is left but the mark", async () => {
  home.write("tree/a/one.bin", patternBytes(3_000_000));
  home.write("tree/日本.txt", "text");
  const sent = await run("send", "tree", "--out", "t.txt");
  expect(sent).toMatchObject({
    code: 0,
    stderr: expect.not.stringContaining("redundancy") as string,
  });
  for (const names of Object.values(await held())) {
    expect(names.length).toBeGreaterThan(3);
    expect(names.every((name) => name.startsWith("pro-porter/"))).toBe(true);
  }
  expect(await run("verify", "t.txt")).toMatchObject({ code: 0 });
  expect(await run("restore", "t.txt", "--to", "out")).toMatchObject({ code: 0, stderr: "" });
  const restored = readFileSync(join(home.folder, "out/tree/a/one.bin"));
  expect(new Uint8Array(restored)).toEqual(patternBytes(3_000_000));
  expect(existsSync(join(home.folder, "out/tree/日本.txt"))).toBe(true);

  expect(await run("recall", "t.txt")).toMatchObject({ code: 0 });
  for (const names of Object.values(await held())) {
    expect(names.map((name) => name.split("/").at(-1))).toEqual(["state-recalled"]);
  }
  expect(await run("restore", "t.txt", "--to", "again")).toMatchObject({ code: 5 });
}, 120_000);

it("one cloud may be down for all of it", async () => {
  home.write("file.bin", patternBytes(1_000_000));
  // Refused for good is known at once; what may pass is waited for.
  doubles.gcs.misbehave = () => ({ status: 403 });
  const sent = await run("send", "file.bin", "--out", "t.txt", "--min-stores", "3", "--json");
  expect(sent.code).toBe(0);
  const missing = eventsOf(sent).filter(({ event }) => event === "store-missing");
  expect(missing).toMatchObject([{ storeId: "gcs-eu" }]);
  doubles.gcs.misbehave = () => "cut";
  const restored = await run("restore", "t.txt", "--to", "out");
  expect(restored.code).toBe(0);
  const bytes = readFileSync(join(home.folder, "out/file.bin"));
  expect(new Uint8Array(bytes)).toEqual(patternBytes(1_000_000));
  expect(sent.stdout + restored.stdout + restored.stderr).not.toMatch(/[Ss]ignature=|sig=|X-Amz/);
}, 120_000);

it("keys that a cloud does not accept are said by its name, and no key is told", async () => {
  home.write("file.bin", "x");
  const wrong = { ...env, ...keys("S3_US", { keyId: S3_KEY.keyId, secret: "not the secret" }) };
  const args = ["send", "file.bin", "--min-stores", "4", "--config", config];
  const { code, stdout, stderr } = await home.run(args, { env: wrong });
  expect(code).toBe(4);
  expect(stderr).toContain("s3-us");
  expect(stdout + stderr).not.toContain("not the secret");
}, 120_000);

it("the same through a gateway that has the keys", async () => {
  home.write("file.bin", patternBytes(1_000_000));
  let serving: ChildProcess | undefined;
  const ready = new Promise<string>((resolve) => {
    const args = ["serve", "--port", "0", "--config", config, "--json", "--log-level", "silent"];
    void home.run(args, {
      env,
      onStart: (child) => (serving = child),
      onOutput: (text) => {
        const [, origin] = /"event":"ready","origin":"([^"]+)"/.exec(text) ?? [];
        if (origin !== undefined) resolve(origin);
      },
    });
  });
  try {
    const gateway = ["--gateway", await ready];
    expect(await home.run(["send", "file.bin", "--out", "t.txt", ...gateway])).toMatchObject({
      code: 0,
    });
    expect(await home.run(["restore", "t.txt", "--to", "out", ...gateway])).toMatchObject({
      code: 0,
    });
    const bytes = readFileSync(join(home.folder, "out/file.bin"));
    expect(new Uint8Array(bytes)).toEqual(patternBytes(1_000_000));
    expect(await home.run(["recall", "t.txt", ...gateway])).toMatchObject({ code: 0 });
  } finally {
    serving?.kill();
  }
  for (const names of Object.values(await held())) {
    expect(names.map((name) => name.split("/").at(-1))).toEqual(["state-recalled"]);
  }
}, 120_000);

it("doctor finds at each what browsers would miss", async () => {
  const { code, stdout } = await run("doctor", "--json");
  expect(code).toBe(4);
  const found = stdout.split("\n").flatMap((line) => {
    const { event, storeId, finding } = JSON.parse(line || "{}") as Record<string, string>;
    return event === "finding" ? [`${String(storeId)}: ${String(finding)}`] : [];
  });
  const origins = (id: string) => [`${id}: read-origin`, `${id}: write-origin`];
  expect(found).toEqual([
    ...["azure-jp: size-unbound", ...origins("azure-jp")],
    ...["s3-us", "gcs-eu", "oss-sh"].flatMap((id) => [...origins(id), `${id}: versions`]),
  ]);
  for (const names of Object.values(await held())) expect(names).toEqual([]);
}, 120_000);
