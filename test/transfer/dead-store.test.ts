/** What a dead store costs: a moment, found out beside the work, and not once for every step. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { Fault } from "../fakes/faulty-store";
import { always } from "../fakes/faulty-store";
import {
  createMemoryDisk,
  createMemorySink,
  createMemorySource,
  differences,
} from "../fakes/memory-tree";
import { restore } from "../../src/core/transfer/restore";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { createWorld, never, outcome, type World } from "../fakes/world";

const files = oneFile(80_000);
const SCHEME = { suite: 1, k: 3, n: 4 } as const;
const REFUSES: Fault = { kind: "error", code: "store-unavailable" };
const HANGS: Fault = { kind: "hang" };

async function timed<Value>(world: World, work: () => Promise<Value>) {
  const startMs = world.env.elapsedMs();
  return { ...(await outcome(work())), tookMs: world.env.elapsedMs() - startMs };
}

describe.each([
  ["refuses connections", REFUSES],
  ["never answers", HANGS],
] as const)("a store that %s", (_, fault) => {
  it("costs a restore less than half a second", async () => {
    const world = createWorld(SCHEME);
    const { index } = await world.send(createMemorySource(files));
    world.route.script(1, always(fault));
    const { value, tookMs } = await timed(world, () => world.restore(index));
    expect(differences(value!.disk, files)).toEqual([]);
    expect(tookMs).toBeLessThan(500);
    expect(value!.transfer.verdicts.of(1)).toBe("unreachable");
  });

  it("costs a send that may do without it a moment, and is named", async () => {
    const world = createWorld(SCHEME);
    // Its state is the gateway's to keep; here only what goes straight to the store is dead.
    world.route.script(1, always(fault, "put", "get", "sizeOf"));
    const sending = (): Promise<unknown> => world.send(createMemorySource(files), { minStores: 3 });
    const { value, tookMs } = await timed(world, sending);
    expect(value).toMatchObject({ missing: [{ storeId: "store-2" }] });
    expect(tookMs).toBeLessThan(fault === REFUSES ? 1_000 : 3_000);
  });

  it("is waited for by a send that needs it", async () => {
    const world = createWorld(SCHEME);
    let isBack = false;
    world.route.script(1, ({ method }) => (isBack || method !== "put" ? undefined : fault));
    const sending = timed(world, () => world.send(createMemorySource(files), { minStores: 4 }));
    await world.env.sleep(20_000);
    isBack = true;
    const { value, tookMs } = await sending;
    expect(value?.missing).toEqual([]);
    expect(tookMs).toBeGreaterThanOrEqual(20_000);
  });
});

it("a store that is slow but alive is not dropped", async () => {
  const world = createWorld(SCHEME);
  world.route.script(1, ({ method }) =>
    method === "put" ? { kind: "delay", ms: 2_000 } : undefined,
  );
  const { missing } = await world.send(createMemorySource(oneFile(20_000)), { minStores: 3 });
  expect(missing).toEqual([]);
});

it("one that dies in the middle of a send is dropped after seconds", async () => {
  const world = createWorld(SCHEME);
  world.route.script(1, ({ method, number }) =>
    method === "put" && number >= 5 ? HANGS : undefined,
  );
  const sending = (): Promise<unknown> => world.send(createMemorySource(files), { minStores: 3 });
  const { value, tookMs } = await timed(world, sending);
  expect(value).toMatchObject({ missing: [{ storeId: "store-2" }] });
  expect(tookMs).toBeLessThan(6_000);
});

it("two that die are not both dropped when one of them is needed", async () => {
  const world = createWorld(SCHEME);
  for (const position of [1, 2]) world.route.script(position, always(REFUSES, "put"));
  const sending = (): Promise<unknown> => world.send(createMemorySource(files), { minStores: 3 });
  const { error, tookMs } = await timed(world, sending);
  expect(error).toMatchObject({ code: "too-few-stores" });
  expect(tookMs).toBeGreaterThan(20_000);
});

it("stores that all go away in the middle of a restore are waited for", async () => {
  const world = createWorld(SCHEME);
  const { index } = await world.send(createMemorySource(files));
  const transfer = await world.open(index);
  let isAway = true;
  for (const i of [0, 1, 2, 3]) world.route.script(i, () => (isAway ? REFUSES : undefined));
  const disk = createMemoryDisk();
  const restoring = timed(world, () =>
    restore(world.engine, transfer, createMemorySink(disk), { signal: never() }),
  );
  await world.env.sleep(15_000);
  isAway = false;
  expect((await restoring).error).toBeUndefined();
  expect(differences(disk, files)).toEqual([]);
});
