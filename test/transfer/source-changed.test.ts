/** A file that changes while it is sent: nothing is sent, and nothing stays behind. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { AppError } from "../../src/core/errors";
import { isSlotName } from "../../src/core/store/state-store";
import { always } from "../fakes/faulty-store";
import { createMemorySource, differences, patternBytes } from "../fakes/memory-tree";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, outcome, type World } from "../fakes/world";

const files = oneFile(30_000);
const other = patternBytes(30_000, "other");

/** At how many stores the only transfer is recalled, and what is left of its fragments. */
function leftOf({ route }: World): { recalled: number; fragments: string[] } {
  const id = route.transfers[0]!;
  const names = [0, 1, 2].map((i) => [...route.store(i, id).objects.keys()]);
  return {
    recalled: names.filter((found) => found.includes("state-recalled")).length,
    fragments: names.flat().filter((name) => !isSlotName(name)),
  };
}

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  it.each([0, 1, 5, 12])("noticed by its size or time, after %d reads", async (reads) => {
    const world = createWorld(scheme);
    const source = createMemorySource(files);
    apply(world.route);
    world.route.onCall = () => {
      if (source.reads >= reads) source.change("file", other);
    };
    const { error } = await outcome(world.send(source));
    expect(error).toMatchObject({ code: "source-changed", subject: "file" });
    expect(leftOf(world)).toEqual({ recalled: 3, fragments: [] });
    expect(world.checkpoint.records()).toEqual([]);
  });

  it("a clean-up is done as far as the stores let it, and ends", async () => {
    const world = createWorld(scheme);
    const source = createMemorySource(files);
    apply(world.route);
    world.route.script(0, always({ kind: "error", code: "store-unavailable" }));
    source.change("file", other);
    const { error } = await outcome(world.send(source, { minStores: 2 }));
    expect(error).toMatchObject({ code: "source-changed" });
    expect(leftOf(world)).toEqual({ recalled: 2, fragments: [] });
  });

  it("changed unseen between two runs: noticed by its digest", async () => {
    const world = createWorld(scheme);
    const source = createMemorySource(files);
    apply(world.route);
    const controller = new AbortController();
    world.route.onCall = () => {
      if (world.checkpoint.records().length > 4) controller.abort(new AppError("cancelled"));
    };
    await outcome(world.send(source, { signal: controller.signal }));
    world.route.onCall = undefined;
    const [first] = world.route.transfers;
    // Rows that one store lacks are sealed again, and are then found to be others.
    world.route.store(2, first!).objects.clear();
    source.changeUnseen("file", other);
    const { error } = await outcome(world.send(source));
    expect(error).toMatchObject({ code: "source-changed" });
    expect(leftOf(world)).toEqual({ recalled: 3, fragments: [] });
  });

  it("the next send is a new transfer of what the file is now", async () => {
    const world = createWorld(scheme);
    const source = createMemorySource(files);
    apply(world.route);
    source.change("file", other);
    await outcome(world.send(source));
    const now = [{ path: "file", bytes: other }];
    const { index, resumed } = await world.send(createMemorySource(now));
    expect(resumed).toBe(false);
    const { disk } = await world.restore(index);
    expect(differences(disk, now)).toEqual([]);
  });
});
