/** Fewer stores than m: the send stops, names who is missing, and goes on when they are back. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { always, diesAfter, type Fault } from "../fakes/faulty-store";
import { createMemorySource, differences } from "../fakes/memory-tree";
import { FILES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, outcome } from "../fakes/world";

const dead: Fault = { kind: "error", code: "store-unavailable" };

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  it.each([0, 1, 3, 6])(
    "a store dies after %d puts; the same send goes on later",
    async (count) => {
      const world = createWorld(scheme);
      const source = createMemorySource(FILES);
      apply(world.route);
      world.route.script(2, diesAfter(count, dead, "put"));
      const { error } = await outcome(world.send(source));
      expect(error).toMatchObject({
        code: "too-few-stores",
        details: { needed: 3, left: 2, dead: ["store-3: store-unavailable"] },
      });
      expect(world.checkpoint.records().length).toBeGreaterThan(0);
      apply(world.route);
      const { index, resumed, missing } = await world.send(source);
      expect({ resumed, missing }).toEqual({ resumed: true, missing: [] });
      expect(new Set(world.route.transfers.map(String)).size).toBe(1);
      const { disk } = await world.restore(index);
      expect(differences(disk, FILES)).toEqual([]);
    },
  );

  it("gives a store half a minute to come back, and says that it waits for it", async () => {
    const world = createWorld(scheme);
    apply(world.route);
    const waits = new Set<string>();
    world.route.script(0, (call) =>
      call.method === "put" && world.env.elapsedMs() < 25_000 ? dead : undefined,
    );
    const { missing } = await world.send(createMemorySource(FILES), {
      onProgress: ({ stores }) => {
        for (const { storeId, phase, reason } of stores) {
          if (phase === "waiting") waits.add(`${storeId} ${String(reason)}`);
        }
      },
    });
    expect(missing).toEqual([]);
    expect(waits).toContain("store-1 store-unavailable");
    expect(world.env.elapsedMs()).toBeGreaterThanOrEqual(25_000);
  });

  it("stops after half a minute and not before", async () => {
    const world = createWorld(scheme);
    world.route.script(0, always(dead, "put"));
    await outcome(world.send(createMemorySource(FILES)));
    expect(world.env.elapsedMs()).toBeGreaterThan(25_000);
    expect(world.env.elapsedMs()).toBeLessThanOrEqual(30_000);
  });

  it("all stores hang: it stops all the same, and names every one", async () => {
    const world = createWorld(scheme);
    for (const i of [0, 1, 2]) world.route.script(i, always({ kind: "hang" }));
    const { error } = await outcome(world.send(createMemorySource(FILES)));
    expect(error).toMatchObject({ code: "too-few-stores" });
  });

  it("a restore outlasts that all stores ask for fewer requests, at every step", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(FILES));
    const details = { retryAfterMs: 3_000 };
    const seen = new Set<string>();
    for (const i of [0, 1, 2]) {
      // The first call for every object is refused.
      world.route.script(i, ({ name }) => {
        const key = `${String(i)} ${name}`;
        if (seen.has(key)) return undefined;
        seen.add(key);
        return { kind: "error", code: "store-throttled", details };
      });
    }
    const { disk } = await world.restore(index);
    expect(differences(disk, FILES)).toEqual([]);
  });

  it("a restore of which too many stores hang ends with their names", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(FILES));
    apply(world.route);
    for (const i of [0, 2]) world.route.script(i, always({ kind: "hang" }));
    const { error } = await outcome(world.restore(index));
    const names = ["store-1: store-unavailable", "store-3: store-unavailable"];
    expect(error).toMatchObject({ code: "too-few-stores", details: { needed: 2, dead: names } });
  });

  it.each([1, 3, 4, 6])("two stores hang after %d more reads of a restore", async (count) => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(FILES));
    apply(world.route);
    for (const [i, id] of [
      [0, "store-1"],
      [2, "store-3"],
    ] as const) {
      const reads = world.route.calls.filter(
        ({ storeId, method }) => storeId === id && method === "get",
      );
      world.route.script(i, diesAfter(reads.length + count, { kind: "hang" }, "get"));
    }
    const { error } = await outcome(world.restore(index));
    expect(error).toMatchObject({ code: "too-few-stores" });
  });
});
