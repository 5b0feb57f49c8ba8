/** A restore that fails or is stopped ends at once, has no final name, and goes on the next time. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { AppError } from "../../src/core/errors";
import { createMemoryDisk, createMemorySource, differences } from "../fakes/memory-tree";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, outcome, type Scheme, type World } from "../fakes/world";

const files = oneFile(30_000);

async function sendOne(scheme: Scheme) {
  const world = createWorld(scheme);
  const { index } = await world.send(createMemorySource(files));
  return { world, index };
}

const payloadReads = ({ route }: World, from: number): number =>
  route.calls.slice(from).filter(({ method }) => method === "get").length;

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  it.each([0, 2_048, 20_480, 28_672])("a disk that is full at byte %d", async (full) => {
    const { world, index } = await sendOne(scheme);
    const disk = createMemoryDisk();
    const failure = new AppError("disk-full");
    apply(world.route);
    const onWrite = async (offset: number): Promise<void> => {
      // Slow enough for the next rows to be read and to wait for their turn.
      await world.env.sleep(500);
      if (offset >= full) throw failure;
    };
    expect((await outcome(world.restore(index, { disk, onWrite }))).error).toBe(failure);
    expect(disk.files.size).toBe(0);
    expect(disk.staged.length).toBe(full);
    await world.restore(index, { disk });
    expect(differences(disk, files)).toEqual([]);
  });

  it.each([1, 5, 11])("stopped at write number %d", async (number) => {
    const { world, index } = await sendOne(scheme);
    const disk = createMemoryDisk();
    const controller = new AbortController();
    const reason = new AppError("cancelled");
    apply(world.route);
    let writes = 0;
    const onWrite = async (): Promise<void> => {
      await world.env.sleep(500);
      writes += 1;
      if (writes === number) controller.abort(reason);
    };
    const options = { disk, onWrite, signal: controller.signal };
    expect((await outcome(world.restore(index, options))).error).toBe(reason);
    expect(disk.files.size).toBe(0);
    expect(writes).toBe(number);
    await world.restore(index, { disk });
    expect(differences(disk, files)).toEqual([]);
  });

  it("a row that cannot be put together ends it while others wait for their turn", async () => {
    const { world, index } = await sendOne(scheme);
    for (const i of [0, 1, 2]) {
      const { objects } = world.route.store(i, index.id);
      const packs = [...objects].filter(([, { length }]) => length > 700);
      for (const [name, bytes] of packs.slice(3, 5))
        objects.set(
          name,
          bytes.map((b) => b ^ 1),
        );
    }
    apply(world.route);
    const disk = createMemoryDisk();
    const { error } = await outcome(world.restore(index, { disk }));
    const { code } = error as AppError;
    expect(["segment-corrupt", "too-few-stores", "manifest-corrupt"]).toContain(code);
    expect(disk.files.size).toBe(0);
  });

  it("what was staged is not fetched again, and not believed either", async () => {
    const { world, index } = await sendOne(scheme);
    const disk = createMemoryDisk();
    const onWrite = (offset: number): void => {
      if (offset >= 26_624) throw new AppError("disk-full");
    };
    await outcome(world.restore(index, { disk, onWrite }));
    apply(world.route);
    const staged = { ...disk, staged: disk.staged.slice(), files: new Map() };
    const from = world.route.calls.length;
    await world.restore(index, { disk });
    expect(differences(disk, files)).toEqual([]);
    // Heads, manifest, and two of fifteen rows.
    const few = payloadReads(world, from);
    staged.staged[5_000]! ^= 1;
    const again = world.route.calls.length;
    await world.restore(index, { disk: staged });
    expect(differences(staged, files)).toEqual([]);
    expect(payloadReads(world, again)).toBeGreaterThan(few + 10);
  });
});
