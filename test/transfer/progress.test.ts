/** Progress: plaintext bytes whose k-th shard is durable; when restoring, bytes verified and written. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { AppError } from "../../src/core/errors";
import { deriveIndexKeys, objectName } from "../../src/core/format/keys";
import type { Progress } from "../../src/core/transfer/progress";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { always } from "../fakes/faulty-store";
import { createMemorySource } from "../fakes/memory-tree";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES, inAllWeathers } from "../fakes/weather";
import { createWorld, outcome, type World } from "../fakes/world";

const TOTAL = 30_000;
/** Four segments of two cells of 256 bytes. */
const ROW = 2_048;
const files = oneFile(TOTAL);

function assertLawful(told: readonly Progress[], phases: readonly string[]): void {
  let before = 0;
  for (const { doneBytes, totalBytes } of told) {
    expect(totalBytes).toBe(TOTAL);
    expect(doneBytes).toBeGreaterThanOrEqual(before);
    before = doneBytes;
  }
  expect(before).toBe(TOTAL);
  const order = told.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
  expect(order).toEqual(phases);
}

/** The names of every payload pack: one list of positions for each row. */
async function rowNames({ checkpoint, scheme }: World): Promise<string[][]> {
  const [begin] = checkpoint.records();
  if (begin?.type !== "begin") throw new Error("a checkpoint begins with begin");
  const keys = await deriveIndexKeys(nodePrimitives, begin.id, begin.secret, scheme.n);
  const rows = Array.from({ length: Math.ceil(TOTAL / ROW) }, (_, q) => q);
  return Promise.all(
    rows.map((q) =>
      Promise.all([0, 1, 2].map((i) => objectName(nodePrimitives, keys.name, 0, i, q))),
    ),
  );
}

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  it("of a send rises, never runs ahead of what is durable, and ends at the total", async () => {
    const world = createWorld(scheme);
    apply(world.route);
    const told: Progress[] = [];
    const durable: { doneBytes: number; names: Set<string> }[] = [];
    await world.send(createMemorySource(files), {
      onProgress: (progress) => {
        told.push(progress);
        const id = world.route.transfers[0];
        const stored = id && [0, 1, 2].map((i) => [...world.route.store(i, id).objects.keys()]);
        durable.push({ doneBytes: progress.doneBytes, names: new Set(stored?.flat()) });
      },
    });
    const rows = await rowNames(world);
    for (const { doneBytes, names } of durable) {
      const sizes = rows.map((row, q) =>
        row.filter((name) => names.has(name)).length >= scheme.k
          ? Math.min(ROW, TOTAL - q * ROW)
          : 0,
      );
      expect(doneBytes).toBeLessThanOrEqual(sizes.reduce((a, b) => a + b, 0));
    }
    assertLawful(told, ["starting", "moving", "finishing", "verifying"]);
  });

  it("of a resumed send begins at what is durable already", async () => {
    const world = createWorld(scheme);
    const controller = new AbortController();
    world.route.onCall = () => {
      if (world.checkpoint.records().length > 7) controller.abort(new AppError("cancelled"));
    };
    await outcome(world.send(createMemorySource(files), { signal: controller.signal }));
    world.route.onCall = undefined;
    apply(world.route);
    const told: Progress[] = [];
    const puts = world.route.calls.length;
    await world.send(createMemorySource(files), {
      onProgress: (progress) => {
        told.push(progress);
      },
    });
    assertLawful(told, ["starting", "moving", "finishing", "verifying"]);
    const first = told.find(({ doneBytes }) => doneBytes > 0);
    expect(first?.phase).toBe("moving");
    const packs = world.route.calls.slice(puts).filter(({ method }) => method === "put");
    expect(packs.length).toBeGreaterThan(0);
  });

  it("counts a row when the k-th store has it, not when the last one has", async () => {
    const world = createWorld(scheme);
    apply(world.route);
    world.route.script(2, ({ method }) =>
      method === "put" ? { kind: "delay", ms: 20_000 } : undefined,
    );
    let firstMs = 0;
    await world.send(createMemorySource(files), {
      onProgress: ({ doneBytes }) => {
        if (doneBytes > 0 && firstMs === 0) firstMs = world.env.elapsedMs();
      },
    });
    // The head of the slow store takes 20 s; its first pack would come after 40.
    expect(firstMs).toBeGreaterThan(0);
    expect(firstMs).toBeLessThan(39_000);
  });

  it("counts what was sent to each store, and says which one is lost", async () => {
    const world = createWorld(scheme);
    apply(world.route);
    world.route.script(1, always({ kind: "error", code: "store-full" }, "put"));
    let last: Progress | undefined;
    await world.send(createMemorySource(files), {
      minStores: 2,
      onProgress: (progress) => (last = progress),
    });
    const [first, second, third] = last?.stores ?? [];
    expect(second).toEqual({ storeId: "store-2", bytes: 0, phase: "lost", reason: "store-full" });
    expect(first?.phase).toBe("working");
    expect(first?.bytes).toBeGreaterThan(TOTAL / 2);
    expect(third?.bytes).toBe(first?.bytes);
  });

  it("of a restore rises and ends at the total, what was staged counted at once", async () => {
    const world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(files));
    apply(world.route);
    const broken = new AppError("disk-full");
    const told: Progress[] = [];
    const onProgress = (progress: Progress): void => {
      told.push(progress);
    };
    const disk = (await outcome(world.restore(index))).value!.disk;
    disk.files.clear();
    const onWrite = (offset: number): void => {
      if (offset > 9_000) throw broken;
    };
    expect((await outcome(world.restore(index, { disk, onWrite }))).error).toBe(broken);
    const staged = disk.staged.length;
    expect(staged).toBeGreaterThan(8_000);
    await world.restore(index, { disk, onProgress });
    assertLawful(told, ["moving", "finishing"]);
    const [, second] = told;
    expect(second?.doneBytes).toBe(Math.floor(staged / 512) * 512);
  });
});

it.each(inAllWeathers([{ suite: 1, k: 1, n: 1 } as const]))(
  "$weather: an empty transfer has no bytes and still ends",
  async ({ apply, ...scheme }) => {
    const world = createWorld(scheme);
    apply(world.route);
    const told: Progress[] = [];
    await world.send(createMemorySource([]), {
      onProgress: (progress) => {
        told.push(progress);
      },
    });
    expect(new Set(told.map(({ doneBytes }) => doneBytes))).toEqual(new Set([0]));
    expect(told.at(-1)?.phase).toBe("verifying");
  },
);
