/** setup and doctor at Azurite, where rules for other origins are the account's. */
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { AZURITE_KEY, startAzurite, type Azurite } from "./azurite";
import { openTestCloud } from "./open";
import { changedParts, found, mendable, ORIGIN, outcomes, setUp, type World } from "./setup-world";

const pool = createPooledHttp();
let azurite: Azurite;
let world: World;
let number = 0;
const container = () => azurite.service.getContainerClient(`setup-${String(number)}`);

beforeAll(async () => {
  azurite = await startAzurite();
}, 90_000);
afterAll(async () => {
  await pool.close();
  azurite.stop();
});
beforeEach(async () => {
  number += 1;
  await azurite.service.setProperties({ cors: [], deleteRetentionPolicy: { enabled: false } });
  for await (const { name } of azurite.service.listContainers()) {
    await azurite.service.deleteContainer(name);
  }
  const place = { account: AZURITE_KEY.keyId, endpoint: azurite.endpoint };
  const store = { cloud: "azure", ...place, container: `setup-${String(number)}` } as const;
  world = {
    cloud: await openTestCloud(store, AZURITE_KEY),
    http: pool.http,
    always: ["size-unbound", "lifecycle-unseen"],
  };
});

const theirs = (allowedOrigins: string, allowedMethods: string) => ({
  ...{ allowedOrigins, allowedMethods, allowedHeaders: "*", exposedHeaders: "" },
  maxAgeInSeconds: 10,
});

it("makes the container, private, and rules for other origins; then changes nothing", async () => {
  expect(await found(world)).toEqual(["missing"]);
  expect(outcomes(await setUp(world, { isDryRun: true }))).toEqual(["would"]);
  expect(await container().exists()).toBe(false);
  expect(changedParts(await setUp(world))).toEqual(["bucket", "origins"]);
  expect(await found(world)).toEqual([]);
  const before = await azurite.service.getProperties();
  const steps = await setUp(world);
  expect(changedParts(steps)).toEqual([]);
  const left = steps.filter(({ outcome }) => outcome === "left");
  expect(left).toMatchObject([{ part: "lifecycle", isSevere: false }]);
  expect(left[0]?.byHand).toContain(`"prefixMatch":["setup-${String(number)}/pro-porter/"]`);
  expect((await azurite.service.getProperties()).cors).toEqual(before.cors);
});

it("a public container is found and mended; stored access policies stay", async () => {
  await setUp(world);
  const policy = { startsOn: new Date(0), expiresOn: new Date(1e12), permissions: "r" };
  await container().setAccessPolicy("blob", [{ id: "theirs", accessPolicy: policy }]);
  expect(await found(world)).toEqual(["public"]);
  expect(await mendable(world)).toContain("public");
  expect(changedParts(await setUp(world))).toEqual(["public"]);
  const { signedIdentifiers, blobPublicAccess } = await container().getAccessPolicy();
  expect(blobPublicAccess).toBeUndefined();
  expect(signedIdentifiers.map(({ id }) => id)).toEqual(["theirs"]);
  expect(await found(world)).toEqual([]);
});

it("rules of others stay, also where they are too wide", async () => {
  await container().create();
  await azurite.service.setProperties({ cors: [theirs("https://other.example", "PUT")] });
  await setUp(world);
  const { cors = [] } = await azurite.service.getProperties();
  expect(cors.map(({ allowedOrigins }) => allowedOrigins).sort()).toEqual(
    ["*", "https://other.example", ORIGIN].sort(),
  );
  expect(await found(world)).toEqual([]);
  await azurite.service.setProperties({ cors: [...cors, theirs("*", "PUT")] });
  expect(await found(world)).toEqual(["wide-origin"]);
  expect(await mendable(world)).not.toContain("wide-origin");
  const [left] = (await setUp(world)).filter(({ isSevere }) => isSevere);
  expect(left).toMatchObject({ part: "origins", outcome: "left", reason: "wide-origin" });
});

it("an account without room for two more rules is said to be full", async () => {
  await container().create();
  const cors = [1, 2, 3, 4].map((at) => theirs(`https://other-${String(at)}.example`, "GET"));
  await azurite.service.setProperties({ cors });
  const [left] = (await setUp(world)).filter(({ isSevere }) => isSevere);
  expect(left).toMatchObject({ part: "origins", outcome: "left", reason: "too-many-rules" });
  expect((await azurite.service.getProperties()).cors).toHaveLength(4);
});

it("soft delete is switched off, unless the account has other containers", async () => {
  await setUp(world);
  await azurite.service.setProperties({ deleteRetentionPolicy: { enabled: true, days: 7 } });
  await azurite.service.createContainer("others");
  expect(await found(world)).toEqual(["soft-delete"]);
  const [left] = (await setUp(world)).filter(({ isSevere }) => isSevere);
  expect(left).toMatchObject({ part: "soft-delete", outcome: "left", reason: "shared-account" });
  await azurite.service.deleteContainer("others");
  expect(changedParts(await setUp(world))).toEqual(["soft-delete"]);
  expect(await found(world)).toEqual([]);
});
