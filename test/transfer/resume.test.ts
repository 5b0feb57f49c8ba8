/** A send that is broken off at any call goes on from there: nothing that was stored is stored again. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { Bytes } from "../../src/core/bytes";
import { AppError } from "../../src/core/errors";
import { isSlotName } from "../../src/core/store/state-store";
import { recall } from "../../src/core/transfer/owner";
import { createMemorySource, differences, patternBytes } from "../fakes/memory-tree";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, never, outcome, type World } from "../fakes/world";

/** 12 rows of payload: many more than are in flight. */
const files = oneFile(24_000);
const ROWS_IN_FLIGHT = 4;

/** The fragments that every store holds of the only transfer, as `position/name`. */
function storedNames({ route, scheme }: World): Set<string> {
  const [id] = route.transfers;
  const positions = Array.from({ length: scheme.n }, (_, i) => i);
  return new Set(
    positions.flatMap((i) =>
      id === undefined
        ? []
        : [...route.store(i, id).objects.keys()]
            .filter((name) => !isSlotName(name))
            .map((name) => `${String(i)}/${name}`),
    ),
  );
}

function putNames({ route }: World, from: number): string[] {
  return route.calls
    .slice(from)
    .filter(({ method, outcome: how }) => method === "put" && how === "done")
    .map(({ storeId, name }) => `${String(Number(storeId.slice(6)) - 1)}/${name}`);
}

async function sendUntil(world: World, calls: number): Promise<unknown> {
  const controller = new AbortController();
  const reason = new AppError("cancelled");
  world.route.onCall = () => {
    if (world.route.calls.length >= calls) controller.abort(reason);
  };
  const { error } = await outcome(
    world.send(createMemorySource(files), { signal: controller.signal }),
  );
  world.route.onCall = undefined;
  expect(error === undefined || error === reason).toBe(true);
  return error;
}

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  it("at every seventh call", async () => {
    for (let calls = scheme.suite; ; calls += 7) {
      const world = createWorld(scheme);
      apply(world.route);
      const error = await sendUntil(world, calls);
      if (error === undefined) {
        expect(calls).toBeGreaterThan(60);
        return;
      }
      const stored = storedNames(world);
      const from = world.route.calls.length;
      const { index, resumed } = await world.send(createMemorySource(files));
      const puts = putNames(world, from);
      const again = puts.filter((name) => stored.has(name));
      // Heads are written again, and rows of which it was not known that every store holds them.
      expect(again.length).toBeLessThanOrEqual((1 + ROWS_IN_FLIGHT) * scheme.n);
      expect(new Set([...stored, ...puts])).toEqual(storedNames(world));
      if (world.checkpoint.records().length === 0) continue;
      expect(resumed).toBe(true);
      expect(new Set(world.route.transfers.map(String)).size).toBe(1);
      const { disk } = await world.restore(index);
      expect(differences(disk, files)).toEqual([]);
    }
  });

  it("ten times in a row, and it still ends", async () => {
    const world = createWorld(scheme);
    for (let time = 0; time < 10; time += 1) {
      apply(world.route);
      await sendUntil(world, world.route.calls.length + 25);
    }
    const { index, resumed } = await world.send(createMemorySource(files));
    expect(resumed).toBe(true);
    const { disk } = await world.restore(index);
    expect(differences(disk, files)).toEqual([]);
  });

  it("what is stored is byte for byte what one unbroken send stores", async () => {
    const world = createWorld(scheme);
    await sendUntil(world, 60);
    const records = world.checkpoint.records();
    const { index } = await world.send(createMemorySource(files));
    const snapshot = (): unknown =>
      [0, 1, 2].map((i) => new Map([...world.route.store(i, index.id).objects].sort()));
    const resumed = snapshot();
    for (const i of [0, 1, 2]) world.route.store(i, index.id).objects.clear();
    await world.checkpoint.remove();
    for (const record of records.filter(({ type }) => type === "begin")) {
      await world.checkpoint.append(record);
    }
    await world.send(createMemorySource(files));
    expect(snapshot()).toEqual(resumed);
  });

  it("a store that was emptied meanwhile is filled again", async () => {
    const world = createWorld(scheme);
    await sendUntil(world, 60);
    const [id] = world.route.transfers;
    world.route.store(1, id!).objects.clear();
    apply(world.route);
    const { index, missing } = await world.send(createMemorySource(files));
    expect(missing).toEqual([]);
    world.route.script(0, () => ({ kind: "error", code: "store-refused" }));
    const { disk } = await world.restore(index);
    expect(differences(disk, files)).toEqual([]);
  });

  /** Every pack of two stores: more than can be spared. */
  async function damage(world: World, change: (bytes: Bytes) => Bytes | undefined): Promise<void> {
    await sendUntil(world, 65);
    const [id] = world.route.transfers;
    for (const i of [0, 1]) {
      const { objects } = world.route.store(i, id!);
      const packs = [...objects].filter(([name, bytes]) => !isSlotName(name) && bytes.length > 500);
      expect(packs.length).toBeGreaterThan(2);
      for (const [name, bytes] of packs) {
        const left = change(bytes);
        if (left === undefined) objects.delete(name);
        else objects.set(name, left);
      }
    }
  }

  async function sendAgain(world: World) {
    apply(world.route);
    const begins: boolean[] = [];
    const sent = await world.send(createMemorySource(files), {
      onBegin: (resumed) => begins.push(resumed),
    });
    expect(sent.missing).toEqual([]);
    world.route.calm();
    const { disk } = await world.restore(sent.index);
    expect(differences(disk, files)).toEqual([]);
    return { begins, resumed: sent.resumed };
  }

  it("packs that stores lost meanwhile are stored again", async () => {
    const world = createWorld(scheme);
    await damage(world, () => undefined);
    expect(await sendAgain(world)).toEqual({ begins: [true], resumed: true });
  });

  it.each([
    ["shorter", (bytes: Bytes) => bytes.slice(1)],
    ["empty", () => new Uint8Array(0)],
    ["other", (bytes: Bytes) => bytes.map((byte) => byte ^ 1)],
  ])("packs that have become %s make a new transfer", async (_, change) => {
    const world = createWorld(scheme);
    await damage(world, change);
    expect(await sendAgain(world)).toEqual({ begins: [true, false], resumed: false });
    // Nothing of the given-up one is left.
    const [id] = world.route.transfers;
    expect([...world.route.store(0, id!).objects.keys()]).toEqual(["state-recalled"]);
  });
});

describe("another request does not go on with the checkpoint", () => {
  const scheme = { suite: 1, k: 2, n: 3 } as const;

  async function broken(): Promise<World> {
    const world = createWorld(scheme);
    await sendUntil(world, 60);
    return world;
  }

  it.each([
    ["other files", () => createMemorySource(oneFile(23_999)), {}],
    ["another owner key", () => createMemorySource(files), { ownerKey: patternBytes(32) }],
    ["a passphrase", () => createMemorySource(files), { passphrase: "correct horse" }],
  ])("%s", async (_, source, options) => {
    const world = await broken();
    const { index, resumed } = await world.send(source(), options);
    expect(resumed).toBe(false);
    const [first] = world.route.transfers;
    expect(index.id).not.toEqual(first);
    const records = world.checkpoint.records();
    expect(records[0]).toMatchObject({ type: "begin", id: index.id });
    expect(records.filter(({ type }) => type === "begin")).toHaveLength(1);
  });

  it("what the given-up transfer stored is removed", async () => {
    const world = await broken();
    const [first] = world.route.transfers;
    await world.send(createMemorySource(oneFile(5)));
    for (const i of [0, 1, 2]) {
      expect([...world.route.store(i, first!).objects.keys()]).toEqual(["state-recalled"]);
    }
  });

  it("a checkpoint whose transfer has expired begins anew", async () => {
    const world = await broken();
    world.env.skip(2 * 86_400_000);
    const { index, resumed } = await world.send(createMemorySource(files));
    expect(resumed).toBe(false);
    const { disk } = await world.restore(index);
    expect(differences(disk, files)).toEqual([]);
  });

  it("a checkpoint whose transfer was recalled begins anew", async () => {
    const world = await broken();
    const [begin] = world.checkpoint.records();
    if (begin?.type !== "begin") throw new Error("a checkpoint begins with begin");
    const { engine, route, ownerKey } = world;
    const index = { route: 0, secret: begin.secret, id: begin.id };
    // As a --discard does that is killed before it has removed the checkpoint.
    await recall(engine, { index, route, ownerKeys: [ownerKey], signal: never() }, "");
    const sent = await world.send(createMemorySource(files));
    expect(sent.index.id).not.toEqual(index.id);
    const { disk } = await world.restore(sent.index);
    expect(differences(disk, files)).toEqual([]);
  });
});
