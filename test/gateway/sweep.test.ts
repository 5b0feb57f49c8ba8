/** The sweeper removes what has expired and finishes recalls, and touches nothing else. */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemEnv, type Env } from "../../src/core/env";
import { recall } from "../../src/core/transfer/owner";
import { openAllRoutes } from "../../src/gateway/stores";
import { sweepAll, type Swept } from "../../src/gateway/sweep";
import { nodePrimitives as prims } from "../../src/platform/node/primitives";
import { encodeBase64Url } from "../../src/core/bytes";
import { ACTIONS, createOwner } from "../fakes/actions";
import {
  connectTo,
  engine,
  localConfig,
  runGateway,
  STORES,
  type RunningGateway,
} from "../fakes/gateway";
import { differences, patternBytes } from "../fakes/memory-tree";

const FILES = [{ path: "a", bytes: patternBytes(50_000) }];
const DAY_MS = 86_400_000;
const config = localConfig();
const { signal } = new AbortController();

/** Sweeps at a time that is so much later. */
async function sweep(folder: string, aheadMs = 0, given = config) {
  const nowMs = (): number => Date.now() + aheadMs;
  const env: Env = { ...systemEnv, nowMs };
  const context = {
    prims,
    env,
    config: given,
    nowMs,
    environment: {},
    baseFolder: folder,
  };
  const told: Swept[] = [];
  const routes = await openAllRoutes(context);
  const report = await sweepAll({ ...context, routes }, signal, (swept) => told.push(swept));
  return { told, report };
}

const holds = (gateway: RunningGateway, store: string, transfer: string): string[] => {
  const folder = join(gateway.storeFolder(store), transfer);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};

async function setUp() {
  const gateway = await runGateway({ config });
  const person = await connectTo(gateway.origin);
  const { index } = await person.send(FILES);
  return { gateway, person, index, transfer: encodeBase64Url(index.id) };
}

it("leaves alone what is open", async () => {
  const { gateway, person, index } = await setUp();
  expect(await sweep(gateway.folder)).toEqual({
    told: [],
    report: { transfers: 1, removed: 0, silent: [] },
  });
  expect((await sweep(gateway.folder, DAY_MS + 60_000)).told).toEqual([]);
  expect(differences(await person.restore(index), FILES)).toEqual([]);
});

it("removes what expired an hour ago, everywhere and wholly", async () => {
  const { gateway, transfer } = await setUp();
  const { told, report } = await sweep(gateway.folder, DAY_MS + 2 * 3_600_000);
  expect(told).toMatchObject([{ transfer, what: "expired", pending: [] }]);
  expect(report.removed).toBeGreaterThan(12);
  for (const store of STORES) expect(holds(gateway, store, transfer)).toEqual([]);
  expect((await sweep(gateway.folder, 2 * DAY_MS)).report.transfers).toBe(0);
});

it("finishes a recall at a store that was away, once it is back", async () => {
  const { gateway, person, index, transfer } = await setUp();
  const away = join(gateway.folder, "away");
  renameSync(gateway.storeFolder("store-4"), away);
  await recall(engine, person.owner(index), "");
  const during = await sweep(gateway.folder);
  expect(during.told).toMatchObject([{ transfer, what: "recalled", pending: ["store-4"] }]);
  expect(during.report.silent).toEqual(["store-4: store-unavailable"]);
  renameSync(away, gateway.storeFolder("store-4"));
  expect(holds(gateway, "store-4", transfer).length).toBeGreaterThan(3);
  const after = await sweep(gateway.folder);
  expect(after.told).toMatchObject([{ transfer, what: "recalled", pending: [] }]);
  for (const store of STORES) expect(holds(gateway, store, transfer)).toEqual(["state-recalled"]);
}, 60_000);

it("removes what came in after a recall by an old right to write", async () => {
  const { gateway, person, index, transfer } = await setUp();
  await recall(engine, person.owner(index), "");
  writeFileSync(join(gateway.storeFolder("store-1"), transfer, "late_object_name_000"), "late");
  const { told } = await sweep(gateway.folder);
  expect(told).toMatchObject([{ what: "recalled", removed: 1, pending: [] }]);
  expect(holds(gateway, "store-1", transfer)).toEqual(["state-recalled"]);
});

it("keeps the mark until no index can be tried any more", async () => {
  const { gateway, person, index, transfer } = await setUp();
  await recall(engine, person.owner(index), "");
  await sweep(gateway.folder, 59 * DAY_MS);
  expect(holds(gateway, "store-1", transfer)).toEqual(["state-recalled"]);
  const { told } = await sweep(gateway.folder, 61 * DAY_MS);
  expect(told).toMatchObject([{ what: "mark removed", removed: 4 }]);
  for (const store of STORES) expect(holds(gateway, store, transfer)).toEqual([]);
});

it("touches nothing whose state is not its owner's", async () => {
  const { gateway } = await setUp();
  const owner = await createOwner();
  const stranger = await createOwner();
  const folders = STORES.map((store) => join(gateway.storeFolder(store), owner.transfer));
  for (const folder of folders) {
    mkdirSync(folder);
    writeFileSync(join(folder, "object_name_00000000"), "someone's");
    writeFileSync(join(folder, "state-recalled"), await stranger.sign(ACTIONS.recall));
    writeFileSync(join(folder, "state-opened"), patternBytes(300));
  }
  await sweep(gateway.folder, 365 * DAY_MS);
  for (const folder of folders) {
    expect(readdirSync(folder).sort()).toEqual([
      "object_name_00000000",
      "state-opened",
      "state-recalled",
    ]);
  }
});

it("two that sweep at once do each other no harm", async () => {
  const { gateway, transfer } = await setUp();
  const late = DAY_MS + 2 * 3_600_000;
  await Promise.all([1, 2, 3].map(() => sweep(gateway.folder, late)));
  await sweep(gateway.folder, late);
  for (const store of STORES) expect(holds(gateway, store, transfer)).toEqual([]);
});

it("a store in two routes: a transfer is swept by the one it was sent over", async () => {
  const both = localConfig({
    routes: [
      { id: 0, stores: STORES, k: 3 },
      { id: 1, stores: ["store-1", "store-2"], k: 2 },
    ],
  });
  const { gateway, person, index, transfer } = await setUp();
  await recall(engine, person.owner(index), "");
  const { told } = await sweep(gateway.folder, 61 * DAY_MS, both);
  expect(told).toHaveLength(1);
  expect(holds(gateway, "store-4", transfer)).toEqual([]);
});
