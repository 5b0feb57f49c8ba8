/** What is sent comes back: both suites, every shape, every k-subset of stores, in all weathers. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { subsets } from "../../src/core/codec/subsets";
import { isAppError } from "../../src/core/errors";
import { always } from "../fakes/faulty-store";
import { createMemorySource, differences, type MemoryFile } from "../fakes/memory-tree";
import { FILES, oneFile, SCHEMES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { inAllWeathers } from "../fakes/weather";
import { createWorld, outcome, type World } from "../fakes/world";

const DIRS = ["an empty folder", "a/nested/one"];
const unavailable = always({ kind: "error", code: "store-unavailable" });

async function restored(world: World, index: Parameters<World["restore"]>[0]) {
  const { disk, transfer } = await world.restore(index);
  return { disk, named: transfer.verdicts.list().filter(({ verdict }) => verdict === "lied") };
}

describe.each(inAllWeathers(SCHEMES))("$weather, suite $suite, $k of $n", (setting) => {
  const { apply, ...scheme } = setting;
  const { k, n } = scheme;
  const positions = Array.from({ length: n }, (_, i) => i);

  it("every k-subset of the stores restores everything, and blames nobody", async () => {
    const world = createWorld(scheme);
    apply(world.route);
    const { index, missing, resumed } = await world.send(createMemorySource(FILES, DIRS));
    expect({ missing, resumed }).toEqual({ missing: [], resumed: false });
    for (const chosen of subsets(positions, k)) {
      apply(world.route);
      for (const i of positions) if (!chosen.includes(i)) world.route.script(i, unavailable);
      const { disk, named } = await restored(world, index);
      expect(differences(disk, FILES)).toEqual([]);
      expect([...disk.dirs]).toEqual(DIRS);
      expect(named).toEqual([]);
    }
  });

  it("with k - 1 stores the error names every other one and its reason", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(FILES));
    for (const chosen of subsets(positions, k - 1)) {
      apply(world.route);
      const dead = positions.filter((i) => !chosen.includes(i));
      for (const i of dead) world.route.script(i, unavailable);
      const { error } = await outcome(world.restore(index));
      const names = dead.map((i) => `store-${String(i + 1)}: store-unavailable`);
      const code = "too-few-stores";
      expect(error).toMatchObject({ code, details: { left: chosen.length, dead: names } });
    }
  });

  it.each([0, 1, 255, 256, 257, 2_048, 2_049, 40_000])("a payload of %d bytes", async (size) => {
    const world = createWorld(scheme);
    apply(world.route);
    const files: MemoryFile[] = oneFile(size);
    const { index } = await world.send(createMemorySource(files));
    const { disk, named } = await restored(world, index);
    expect(differences(disk, files)).toEqual([]);
    expect(named).toEqual([]);
  });
});

it("restores one file, one folder, and nothing that is not there", async () => {
  const world = createWorld({ suite: 1, k: 2, n: 3 });
  const { index } = await world.send(createMemorySource(FILES, DIRS));
  const only = async (path: string) => (await world.restore(index, { only: path })).disk;
  const one = await only("a/one");
  expect(
    differences(
      one,
      FILES.filter(({ path }) => path === "a/one"),
    ),
  ).toEqual([]);
  const folder = await only("a/");
  expect(
    differences(
      folder,
      FILES.filter(({ path }) => path.startsWith("a/")),
    ),
  ).toEqual([]);
  expect([...folder.dirs]).toEqual(["a/nested/one"]);
  const decomposed = await only("u\u0308mla\u0308ut");
  expect([...decomposed.files.keys()]).toEqual(["ümläut/two"]);
  const { error } = await outcome(only("a/on"));
  expect(error).toMatchObject({ code: "not-in-transfer", subject: "a/on" });
});

it("a transfer of empty folders alone comes back", async () => {
  const world = createWorld({ suite: 2, k: 2, n: 3 });
  const { index } = await world.send(createMemorySource([], DIRS));
  const { disk } = await world.restore(index);
  expect([...disk.dirs]).toEqual(DIRS);
});

it("says transfer-missing when every store says that it is not there", async () => {
  const world = createWorld({ suite: 1, k: 2, n: 3 });
  const { index } = await world.send(createMemorySource(FILES));
  for (const i of [0, 1, 2]) world.route.store(i, index.id).objects.clear();
  const { error } = await outcome(world.restore(index));
  expect(isAppError(error) && error.code).toBe("transfer-missing");
});
