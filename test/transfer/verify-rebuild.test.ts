/** What verify says of each store, and a lost store that is filled again byte for byte. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { Bytes } from "../../src/core/bytes";
import type { Index } from "../../src/core/format/index-file";
import { extend, recall } from "../../src/core/transfer/owner";
import { rebuild } from "../../src/core/transfer/rebuild";
import { verify } from "../../src/core/transfer/verify";
import { always } from "../fakes/faulty-store";
import { createMemorySource, differences, patternBytes } from "../fakes/memory-tree";
import { nameAt, resealInPack } from "../fakes/recipient";
import { FILES, oneFile, SCHEMES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES, inAllWeathers } from "../fakes/weather";
import { createWorld, never, outcome, type Scheme, type World } from "../fakes/world";

async function sendOne(scheme: Scheme, files = FILES) {
  const world = createWorld(scheme);
  const { index } = await world.send(createMemorySource(files));
  return { world, index };
}

const objectsAt = ({ route }: World, i: number, { id }: Index): Map<string, Bytes> =>
  route.store(i, id).objects;

const sorted = (objects: ReadonlyMap<string, Bytes>) => new Map([...objects].sort());

async function verdictsOf(world: World, index: Index) {
  const transfer = await world.open(index);
  const { stores, lostRuns } = await verify(world.engine, transfer, never());
  return { lostRuns, verdicts: stores.map(({ verdict }) => verdict) };
}

async function rebuildAt(world: World, index: Index, position: number) {
  const transfer = await world.open(index);
  const states = world.route.states(position, index.id);
  return rebuild(world.engine, { transfer, position, states, signal: never() });
}

describe.each(BOTH_SUITES)("verify, $weather, suite $suite", ({ apply, ...scheme }) => {
  it("finds every store in order, and asks each for everything", async () => {
    const { world, index } = await sendOne(scheme);
    const from = world.route.calls.length;
    apply(world.route);
    expect(await verdictsOf(world, index)).toEqual({
      ...{ lostRuns: 0, verdicts: ["good", "good", "good"] },
    });
    const read = world.route.calls
      .slice(from)
      .filter(({ method, outcome: how }) => method === "get" && how === "done")
      .map(({ storeId, name }) => `${storeId}/${name}`);
    const stored = [0, 1, 2].flatMap((i) =>
      [...objectsAt(world, i, index).keys()]
        .filter((name) => !name.startsWith("state-"))
        .map((name) => `store-${String(i + 1)}/${name}`),
    );
    expect(new Set(read)).toEqual(new Set(stored));
  });

  it("finds one wrong byte in the last pack of a store", async () => {
    const { world, index } = await sendOne(scheme, oneFile(30_000));
    const transfer = await world.open(index);
    const name = await nameAt(transfer, 0, 2, 14);
    const pack = objectsAt(world, 2, index).get(name)!;
    objectsAt(world, 2, index).set(name, pack.with(pack.length - 1, pack.at(-1)! ^ 4));
    apply(world.route);
    const { verdicts, lostRuns } = await verdictsOf(world, index);
    expect({ verdicts, lostRuns }).toEqual({ verdicts: ["good", "good", "lied"], lostRuns: 0 });
  });

  it("finds a cell that was sealed again under the right key", async () => {
    const { world, index } = await sendOne(scheme, oneFile(30_000));
    const transfer = await world.open(index);
    const name = await nameAt(transfer, 0, 0, 9);
    const objects = objectsAt(world, 0, index);
    const forged = await resealInPack(
      ...([transfer, { stream: 0, i: 0, j: 37 }, objects.get(name)!] as const),
      (content) => {
        content[100]! ^= 1;
      },
    );
    objects.set(name, forged);
    apply(world.route);
    expect((await verdictsOf(world, index)).verdicts).toEqual(["lied", "good", "good"]);
  });

  it("tells absent from unreachable, and counts what is lost", async () => {
    const { world, index } = await sendOne(scheme, oneFile(30_000));
    const transfer = await world.open(index);
    objectsAt(world, 0, index).delete(await nameAt(transfer, 0, 0, 3));
    const one = await verdictsOf(world, index);
    expect(one).toEqual({ lostRuns: 0, verdicts: ["absent", "good", "good"] });
    objectsAt(world, 1, index).delete(await nameAt(transfer, 0, 1, 3));
    objectsAt(world, 1, index).delete(await nameAt(transfer, 0, 1, 7));
    apply(world.route);
    const two = await verdictsOf(world, index);
    expect(two).toEqual({ lostRuns: 1, verdicts: ["absent", "absent", "good"] });
    world.route.script(2, always({ kind: "error", code: "store-refused" }, "get"));
    const { error } = await outcome(verdictsOf(world, index));
    expect(error === undefined || (error as { code: string }).code === "too-few-stores").toBe(true);
  });

  it("waits for a store that hangs, but not for ever", async () => {
    const { world, index } = await sendOne(scheme);
    const transfer = await world.open(index);
    world.route.script(1, always({ kind: "hang" }));
    const { stores, lostRuns } = await verify(world.engine, transfer, never());
    expect(lostRuns).toBe(0);
    expect(stores.map(({ verdict }) => verdict)).toEqual(["good", "unreachable", "good"]);
  });

  it("stops at once when it is cancelled", async () => {
    const { world, index } = await sendOne(scheme, oneFile(30_000));
    const transfer = await world.open(index);
    const controller = new AbortController();
    const reason = new Error("the user went home");
    const from = world.route.calls.length;
    world.route.onCall = () => {
      if (world.route.calls.length > from + 8) controller.abort(reason);
    };
    const { error } = await outcome(verify(world.engine, transfer, controller.signal));
    expect(error).toBe(reason);
    expect(world.route.calls.length).toBeLessThan(from + 30);
  });
});

const rebuildable = SCHEMES.filter(({ k, n }) => n > k);

describe.each(inAllWeathers(rebuildable))(
  "rebuild, $weather, suite $suite, $k of $n",
  (setting) => {
    const { apply, ...scheme } = setting;
    const positions = Array.from({ length: scheme.n }, (_, i) => i);

    it("fills every store again as it was, out of the others", async () => {
      const { world, index } = await sendOne(scheme);
      for (const position of positions) {
        const objects = objectsAt(world, position, index);
        const before = new Map(objects);
        objects.clear();
        apply(world.route);
        const { written, kept } = await rebuildAt(world, index, position);
        expect(sorted(objects)).toEqual(sorted(before));
        // The state is no fragment and is not counted.
        expect({ written, kept }).toEqual({ written: before.size - 1, kept: 0 });
      }
    });

    it("replaces what is wrong and keeps what is right", async () => {
      const { world, index } = await sendOne(scheme);
      const objects = objectsAt(world, 1, index);
      const before = new Map(objects);
      const names = [...objects.keys()].filter((name) => !name.startsWith("state-"));
      objects.set(names[1]!, patternBytes(17));
      objects.set(
        names[2]!,
        objects.get(names[2]!)!.map((byte) => byte ^ 1),
      );
      objects.delete(names[3]!);
      objects.set(names[4]!, Uint8Array.from([...objects.get(names[4]!)!, 9]));
      objects.set("state-opened", patternBytes(9));
      apply(world.route);
      const { written, kept } = await rebuildAt(world, index, 1);
      expect(sorted(objects)).toEqual(sorted(before));
      expect({ written, kept }).toEqual({ written: 4, kept: names.length - 4 });
    });

    it("with too few others nothing is touched", async () => {
      const { world, index } = await sendOne(scheme);
      const before = new Map(objectsAt(world, 0, index));
      apply(world.route);
      for (const i of positions.slice(scheme.k)) {
        world.route.script(i, always({ kind: "error", code: "store-unavailable" }));
      }
      const { error } = await outcome(rebuildAt(world, index, 0));
      expect(error).toMatchObject({ code: "too-few-stores" });
      expect(sorted(objectsAt(world, 0, index))).toEqual(sorted(before));
    });
  },
);

describe("rebuild", () => {
  const scheme: Scheme = { suite: 1, k: 2, n: 3 };

  it("with a passphrase, byte for byte", async () => {
    const world = createWorld(scheme);
    const passphrase = "correct horse battery staple";
    const { index } = await world.send(createMemorySource(FILES), { passphrase });
    const objects = objectsAt(world, 2, index);
    const before = new Map(objects);
    objects.clear();
    const transfer = await world.open(index, { passphrase });
    const states = world.route.states(2, index.id);
    await rebuild(world.engine, { transfer, position: 2, states, signal: never() });
    expect(sorted(objects)).toEqual(sorted(before));
  });

  it("brings extensions back, and nothing of a recalled transfer", async () => {
    const { world, index } = await sendOne(scheme);
    const owner = { index, route: world.route, ownerKeys: [world.ownerKey], signal: never() };
    await extend(world.engine, owner, 4_000_000_000);
    objectsAt(world, 1, index).clear();
    await rebuildAt(world, index, 1);
    expect([...objectsAt(world, 1, index).keys()]).toContain("state-extended-4000000000");
    await recall(world.engine, owner, "");
    objectsAt(world, 1, index).clear();
    const { error } = await outcome(rebuildAt(world, index, 1));
    expect(error).toMatchObject({ code: "recalled" });
    expect(objectsAt(world, 1, index).size).toBe(0);
  });

  it("one liar among the others does not get into the new fragments", async () => {
    const world = createWorld({ suite: 2, k: 2, n: 4 });
    const { index } = await world.send(createMemorySource(FILES));
    const before = new Map(objectsAt(world, 3, index));
    objectsAt(world, 3, index).clear();
    for (const [name, bytes] of objectsAt(world, 0, index)) {
      if (!name.startsWith("state-"))
        objectsAt(world, 0, index).set(name, patternBytes(bytes.length));
    }
    await rebuildAt(world, index, 3);
    expect(sorted(objectsAt(world, 3, index))).toEqual(sorted(before));
    const { disk } = await world.restore(index);
    expect(differences(disk, FILES)).toEqual([]);
  });

  it("of a store that the route does not have is refused", async () => {
    const { world, index } = await sendOne(scheme);
    for (const position of [-1, 3]) {
      const transfer = await world.open(index);
      const states = world.route.states(0, index.id);
      const request = { transfer, position, states, signal: never() };
      const { error } = await outcome(rebuild(world.engine, request));
      expect(error).toMatchObject({ code: "store-unknown" });
    }
  });
});
