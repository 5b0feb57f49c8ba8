/** A passphrase is needed for the content, and a wrong one is told from a missing transfer. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { always } from "../fakes/faulty-store";
import { createMemorySource, differences } from "../fakes/memory-tree";
import { nameAt, sealManifest } from "../fakes/recipient";
import { FILES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { ROUGH } from "../fakes/weather";
import { createWorld, outcome, type World } from "../fakes/world";

const passphrase = "Ä correct horse";
const scheme = { suite: 1, k: 2, n: 3 } as const;

describe.each([ROUGH])("$weather", ({ apply }) => {
  let world: World;
  let index: Parameters<World["open"]>[0];
  beforeAll(async () => {
    world = createWorld(scheme);
    apply(world.route);
    ({ index } = await world.send(createMemorySource(FILES), { passphrase }));
  });

  it("the right one restores, also when it is typed in another normal form", async () => {
    for (const typed of [passphrase, passphrase.normalize("NFD")]) {
      const { disk } = await world.restore(index, { passphrase: typed });
      expect(differences(disk, FILES)).toEqual([]);
    }
  });

  it.each(["ä correct horse", "Ä correct horse ", "x"])("%j is wrong", async (typed) => {
    const { error } = await outcome(world.restore(index, { passphrase: typed }));
    expect(error).toMatchObject({ code: "passphrase-wrong" });
  });

  it("none at all is asked for", async () => {
    const { error } = await outcome(world.restore(index));
    expect(error).toMatchObject({ code: "passphrase-needed" });
  });

  it("too few stores are said to be that, not a wrong passphrase", async () => {
    for (const i of [0, 1]) world.route.script(i, always({ kind: "error", code: "store-refused" }));
    const { error } = await outcome(world.restore(index, { passphrase }));
    expect(error).toMatchObject({ code: "too-few-stores" });
    apply(world.route);
  });

  it("nobody is named for a passphrase that was mistyped, whatever one store planted", async () => {
    const wrong = createWorld(scheme);
    const sent = await wrong.send(createMemorySource(FILES), { passphrase });
    const typed = "mistyped";
    // Store 1 seals a manifest under the keys that follow from the mistyped passphrase.
    const honest = await wrong.open(sent.index, { passphrase });
    const { objects } = wrong.route.store(0, sent.index.id);
    const planted = await sealManifest(
      honest,
      honest.manifestStream.map((byte) => byte ^ 1),
    );
    for (const [q, row] of planted.entries()) objects.set(await nameAt(honest, 1, 0, q), row[0]!);
    const { error } = await outcome(wrong.restore(sent.index, { passphrase: typed }));
    expect(error).toMatchObject({ code: "passphrase-wrong" });
    const { disk, transfer } = await wrong.restore(sent.index, { passphrase });
    expect(differences(disk, FILES)).toEqual([]);
    expect(
      transfer.verdicts
        .list()
        .slice(1)
        .map(({ verdict }) => verdict),
    ).toEqual(["good", "good"]);
  });
});

it("suite 2 takes none", async () => {
  const world = createWorld({ suite: 2, k: 2, n: 3 });
  const { error } = await outcome(world.send(createMemorySource(FILES), { passphrase }));
  expect(error).toMatchObject({ code: "passphrase-invalid" });
  expect(world.route.calls).toEqual([]);
});
