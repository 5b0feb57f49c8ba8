/** Giving up a broken send: what it stored goes, and what is not gone yet is said. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { AppError } from "../../src/core/errors";
import { isSlotName } from "../../src/core/store/state-store";
import { discard } from "../../src/core/transfer/send";
import { always } from "../fakes/faulty-store";
import { createMemorySource } from "../fakes/memory-tree";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, never, outcome, type Scheme, type World } from "../fakes/world";

async function brokenSend(scheme: Scheme): Promise<World> {
  const world = createWorld(scheme);
  const controller = new AbortController();
  world.route.onCall = () => {
    if (world.route.calls.length > 50) controller.abort(new AppError("cancelled"));
  };
  const source = createMemorySource(oneFile(30_000));
  await outcome(world.send(source, { signal: controller.signal }));
  world.route.onCall = undefined;
  return world;
}

const give = ({ engine, route, ownerKey, checkpoint }: World) =>
  discard(engine, { route, ownerKey, checkpoint, signal: never() });

function fragments({ route }: World): string[] {
  const [id] = route.transfers;
  return [0, 1, 2]
    .flatMap((i) => (id ? [...route.store(i, id).objects.keys()] : []))
    .filter((name) => !isSlotName(name));
}

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  it("removes every fragment and forgets the checkpoint", async () => {
    const world = await brokenSend(scheme);
    expect(fragments(world).length).toBeGreaterThan(5);
    apply(world.route);
    for (let time = 0; time < 3 && world.checkpoint.records().length > 0; time += 1) {
      await give(world);
    }
    expect(fragments(world)).toEqual([]);
    expect(world.checkpoint.records()).toEqual([]);
  });

  it("a store that does not answer is named, and asked again by the same command", async () => {
    const world = await brokenSend(scheme);
    apply(world.route);
    world.route.script(1, always({ kind: "error", code: "store-unavailable" }));
    const outcomes = await give(world);
    const pending = outcomes?.find(({ storeId }) => storeId === "store-2");
    expect(pending).toMatchObject({ done: false, reason: "store-unavailable" });
    expect(world.checkpoint.records()).not.toEqual([]);
    world.route.calm();
    expect((await give(world))?.every(({ done }) => done)).toBe(true);
    expect(fragments(world)).toEqual([]);
    expect(world.checkpoint.records()).toEqual([]);
  });

  it("after it the same send is a new transfer", async () => {
    const world = await brokenSend(scheme);
    await give(world);
    const { resumed, index } = await world.send(createMemorySource(oneFile(30_000)));
    expect(resumed).toBe(false);
    expect(index.id).not.toEqual(world.route.transfers[0]);
  });
});

it("where nothing is to be given up nothing is done", async () => {
  const world = createWorld({ suite: 1, k: 2, n: 3 });
  expect(await give(world)).toBeUndefined();
  expect(world.route.calls).toEqual([]);
});
