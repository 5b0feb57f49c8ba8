/** One store goes bad in the middle: the transfer goes on without it, and says so. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { diesAfter, type Fault, type Method } from "../fakes/faulty-store";
import { createMemorySource, differences, patternBytes } from "../fakes/memory-tree";
import { FILES, SMALL_SCHEMES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { inAllWeathers } from "../fakes/weather";
import { createWorld, type World } from "../fakes/world";

const ends: readonly { how: string; fault: Fault; reason: string }[] = [
  { how: "dies", fault: { kind: "error", code: "store-unavailable" }, reason: "store-unavailable" },
  { how: "hangs", fault: { kind: "hang" }, reason: "store-unavailable" },
  { how: "is full", fault: { kind: "error", code: "store-full" }, reason: "store-full" },
  { how: "refuses", fault: { kind: "error", code: "store-refused" }, reason: "store-refused" },
];

/** In rough weather for the others, position 1 works for `count` calls of `method`, then never again. */
function breakSecond(world: World, count: number, fault: Fault, method: Method): void {
  const dies = diesAfter(count, fault, method);
  let isDead = false;
  world.route.script(1, (call) => {
    isDead ||= dies(call) !== undefined;
    return isDead ? fault : undefined;
  });
}

describe.each(inAllWeathers(SMALL_SCHEMES))("$weather, suite $suite", ({ apply, ...scheme }) => {
  describe.each(ends)("a store that $how", ({ fault, reason }) => {
    it.each([0, 1, 4, 7])("after %d puts of a send", async (count) => {
      const world = createWorld(scheme);
      apply(world.route);
      breakSecond(world, count, fault, "put");
      const { index, missing } = await world.send(createMemorySource(FILES), { minStores: 2 });
      expect(missing).toEqual([{ storeId: "store-2", reason }]);
      world.route.calm();
      const { disk } = await world.restore(index);
      expect(differences(disk, FILES)).toEqual([]);
    });

    it.each([0, 1, 2, 3, 5, 8])("after %d reads of a restore", async (count) => {
      const world = createWorld(scheme);
      const { index } = await world.send(createMemorySource(FILES));
      const before = world.route.calls.filter(
        ({ storeId, method }) => storeId === "store-2" && method === "get",
      ).length;
      apply(world.route);
      breakSecond(world, before + count, fault, "get");
      const { disk, transfer } = await world.restore(index);
      expect(differences(disk, FILES)).toEqual([]);
      const verdicts = transfer.verdicts.list().map(({ verdict }) => verdict);
      expect(verdicts).not.toContain("lied");
      expect([verdicts[0], verdicts[2]]).toEqual(["good", "good"]);
    });
  });

  it("a store that lies while it is read back is given up, and the transfer restores", async () => {
    const world = createWorld(scheme);
    apply(world.route);
    world.route.script(0, ({ method }) =>
      method === "get"
        ? { kind: "bytes", change: ({ length }) => patternBytes(length) }
        : undefined,
    );
    const { index, missing } = await world.send(createMemorySource(FILES), { minStores: 2 });
    expect(missing.map(({ storeId }) => storeId)).toEqual(["store-1"]);
    const { disk, transfer } = await world.restore(index);
    expect(differences(disk, FILES)).toEqual([]);
    expect(transfer.verdicts.list().map(({ verdict }) => verdict)).toEqual([
      "lied",
      "good",
      "good",
    ]);
  });

  it("a store that forgets what it took is given up when it is read back", async () => {
    const world = createWorld(scheme);
    world.route.script(2, ({ method }) => (method === "get" ? { kind: "absent" } : undefined));
    const { missing } = await world.send(createMemorySource(FILES), { minStores: 2 });
    expect(missing.map(({ storeId }) => storeId)).toEqual(["store-3"]);
  });
});
