/** A slow store is overtaken, what it was asked is cancelled, and it is asked less from then on. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { ObjectStore } from "../../src/core/store/store";
import { openTransfer } from "../../src/core/transfer/open-transfer";
import type { Route } from "../../src/core/transfer/route";
import { restore } from "../../src/core/transfer/restore";
import { createMemoryDisk, createMemorySink, createMemorySource } from "../fakes/memory-tree";
import { differences } from "../fakes/memory-tree";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, never, type World } from "../fakes/world";

/** 40 rows of 2 of 3. */
const files = oneFile(80_000);

/** From now on, so many milliseconds for each read of a store. */
function slowDown({ route }: World, position: number, ms: number): void {
  route.script(position, ({ method }) => (method === "get" ? { kind: "delay", ms } : undefined));
}

function reads({ route }: World, position: number, from: number) {
  return route.calls
    .slice(from)
    .filter(
      ({ storeId, method }) => method === "get" && storeId === `store-${String(position + 1)}`,
    );
}

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  it("a store that is slow from the beginning costs no time of its own", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(files));
    apply(world.route);
    slowDown(world, 0, 60_000);
    const [from, startMs] = [world.route.calls.length, world.env.elapsedMs()];
    const { disk, transfer } = await world.restore(index);
    expect(differences(disk, files)).toEqual([]);
    expect(transfer.verdicts.of(0)).not.toBe("lied");
    expect(world.env.elapsedMs() - startMs).toBeLessThan(9_000);
    const slow = reads(world, 0, from);
    expect(slow.length).toBeGreaterThan(0);
    expect(new Set(slow.map(({ outcome }) => outcome))).toEqual(new Set(["aborted"]));
  });

  it("a store that becomes slow in the middle is overtaken and then asked rarely", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(files));
    const transfer = await world.open(index);
    const from = world.route.calls.length;
    apply(world.route);
    const before = reads(world, 0, 0).length;
    world.route.script(0, ({ method, number }) =>
      method === "get" && number >= before + 8 ? { kind: "delay", ms: 60_000 } : undefined,
    );
    const disk = createMemoryDisk();
    const startMs = world.env.elapsedMs();
    await restore(world.engine, transfer, createMemorySink(disk), { signal: never() });
    expect(differences(disk, files)).toEqual([]);
    expect(world.env.elapsedMs() - startMs).toBeLessThan(12_000);
    expect(transfer.verdicts.list().map(({ verdict }) => verdict)).not.toContain("lied");
    const cancelled = reads(world, 0, from).filter(({ outcome }) => outcome === "aborted");
    expect(cancelled.length).toBeGreaterThan(0);
  });

  it("nothing is under way any more when a restore has ended", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(files));
    apply(world.route);
    slowDown(world, 1, 700);
    await world.restore(index);
    expect(world.route.calls.filter(({ outcome }) => outcome === "running")).toEqual([]);
  });

  it("one of 0.3 s is asked less than one that answers at once", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(files));
    const from = world.route.calls.length;
    slowDown(world, 0, 300);
    await world.restore(index);
    const counts = [0, 1, 2].map((i) => reads(world, i, from).length);
    expect(counts[0]).toBeLessThan(counts[1]! / 2);
    expect(counts[0]).toBeLessThan(counts[2]! / 2);
  });

  it("while all are slow alike nobody is asked twice or overtaken", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(files));
    const from = world.route.calls.length;
    for (const i of [0, 1, 2]) slowDown(world, i, 240);
    await world.restore(index);
    const calls = [0, 1, 2].flatMap((i) => reads(world, i, from));
    expect(calls.filter(({ outcome }) => outcome !== "done")).toEqual([]);
    // k for each of 40 rows, heads and manifest at all, a few rows explored at the third.
    expect(calls.length).toBeLessThan(40 * 2 + 3 + 3 * 3 + 10);
  });
});

describe("a disk that writes into the reader's memory long after it was told to stop", () => {
  /** Reads take `usualMs`; the `sleepyRead`th takes `sleepMs` and cannot be cancelled. */
  function zombie(world: World, store: ObjectStore, plan: ZombiePlan): ObjectStore {
    let count = 0;
    return {
      ...store,
      async get(name, range, options) {
        const stored = await store.get(name, range, options);
        const { into, signal } = options;
        if (stored === undefined || into === undefined || into.length < stored.bytes.length) {
          return stored;
        }
        count += 1;
        const isSleepy = count === plan.sleepyRead;
        const bytes = into.subarray(0, stored.bytes.length);
        await world.env.sleep(isSleepy ? plan.sleepMs : plan.usualMs);
        bytes.set(stored.bytes);
        signal.throwIfAborted();
        return { bytes, sizeBytes: stored.sizeBytes };
      },
    };
  }
  interface ZombiePlan {
    readonly sleepyRead: number;
    readonly sleepMs: number;
    readonly usualMs: number;
  }

  it.each([
    { k: 2, n: 3, sleepMs: 5_000, usualMs: 40, what: "loses the race" },
    { k: 2, n: 2, sleepMs: 45_000, usualMs: 2_000, what: "is given up and asked again" },
  ])("$k of $n, it $what: no honest store is named", async ({ k, n, sleepMs, usualMs }) => {
    const world = createWorld({ suite: 1, k, n });
    const { index } = await world.send(createMemorySource(files));
    for (const sleepyRead of [1, 3, 6, 9]) {
      const route: Route = {
        ...world.route,
        connect(id) {
          const connection = world.route.connect(id);
          const stores = connection.stores.map((store, i) =>
            zombie(world, store, { sleepyRead: i === 0 ? sleepyRead : -1, sleepMs, usualMs }),
          );
          return { ...connection, stores };
        },
      };
      const transfer = await openTransfer(world.engine, { index, route, signal: never() });
      const disk = createMemoryDisk();
      await restore(world.engine, transfer, createMemorySink(disk), { signal: never() });
      expect(differences(disk, files)).toEqual([]);
      expect(transfer.verdicts.list().map(({ verdict }) => verdict)).not.toContain("lied");
    }
  });
});
