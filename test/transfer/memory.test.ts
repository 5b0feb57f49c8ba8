/** Memory does not grow with the payload: permits are taken before buffers are. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import type { Coder, CoderFactory } from "../../src/core/transfer/coder";
import { verify } from "../../src/core/transfer/verify";
import { createMemorySource, differences } from "../fakes/memory-tree";
import { oneFile } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, inlineCoders, never } from "../fakes/world";

/** Counts what is allocated, and how many rows a coder has at once. */
function countingCoders() {
  const counts = { allocatedBytes: 0, rowsAtOnce: 0, open: 0, closed: 0 };
  let running = 0;
  const counted = async <Value>(task: Promise<Value>): Promise<Value> => {
    running += 1;
    counts.rowsAtOnce = Math.max(counts.rowsAtOnce, running);
    try {
      return await task;
    } finally {
      running -= 1;
    }
  };
  const factory: CoderFactory = {
    ...inlineCoders,
    allocate(sizeBytes) {
      counts.allocatedBytes += sizeBytes;
      return inlineCoders.allocate(sizeBytes);
    },
    create(secrets): Coder {
      const inner = inlineCoders.create(secrets);
      counts.open += 1;
      return {
        seal: (job) => counted(inner.seal(job)),
        open: (job) => counted(inner.open(job)),
        rebuild: (job) => counted(inner.rebuild(job)),
        close() {
          counts.closed += 1;
          return inner.close();
        },
      };
    },
  };
  return { counts, factory };
}

async function roundTrip(
  rows: number,
  { apply, ...scheme }: (typeof BOTH_SUITES)[number],
): Promise<{ sendBytes: number; restoreBytes: number; verifyBytes: number; rowsAtOnce: number }> {
  const { counts, factory } = countingCoders();
  const world = createWorld(scheme, factory);
  const files = oneFile(rows * 2_048);
  apply(world.route);
  const { index } = await world.send(createMemorySource(files));
  const sendBytes = counts.allocatedBytes;
  apply(world.route);
  const { disk } = await world.restore(index, { onWrite: () => world.env.sleep(30) });
  expect(differences(disk, files)).toEqual([]);
  const restoreBytes = counts.allocatedBytes - sendBytes;
  await verify(world.engine, await world.open(index), never());
  const verifyBytes = counts.allocatedBytes - restoreBytes - sendBytes;
  expect(counts.closed).toBe(counts.open);
  return { sendBytes, restoreBytes, verifyBytes, rowsAtOnce: counts.rowsAtOnce };
}

/** Plaintext and one pack for each store of a row, generously. */
function rowBytes({ suite, k, n }: (typeof BOTH_SUITES)[number]): number {
  const plainBytes = 4 * k * 256;
  return plainBytes + n * (suite === 1 ? 4 * (256 + 68) : plainBytes + 4 * 72);
}

describe.each(BOTH_SUITES)("$weather, suite $suite", (setting) => {
  it("three times the payload takes no more memory", async () => {
    const small = await roundTrip(64, setting);
    const large = await roundTrip(192, setting);
    expect(large.sendBytes).toBeLessThanOrEqual(small.sendBytes);
    // A spare store that is not waited for keeps its buffer: one in sixteen rows, for the collector.
    expect(large.restoreBytes).toBeLessThanOrEqual(small.restoreBytes * 1.7);
    expect(large.verifyBytes).toBeLessThanOrEqual(small.verifyBytes * 1.5);
  });

  it("four rows are in flight at most when sending, a few when reading", async () => {
    const { sendBytes, restoreBytes, rowsAtOnce } = await roundTrip(40, setting);
    // The payload and the manifest have four rows each, the confirmation one.
    expect(sendBytes).toBeLessThanOrEqual(9 * rowBytes(setting));
    expect(restoreBytes).toBeLessThanOrEqual((inlineCoders.parallelRows + 2) * rowBytes(setting));
    expect(rowsAtOnce).toBeLessThanOrEqual(4);
  });
});

it("a source is not read ahead of the permits, however slow the stores", async () => {
  const { factory } = countingCoders();
  const world = createWorld({ suite: 1, k: 2, n: 3 }, factory);
  for (const i of [0, 1, 2]) {
    world.route.script(i, ({ method }) =>
      method === "put" ? { kind: "delay", ms: 1_000 } : undefined,
    );
  }
  const source = createMemorySource(oneFile(40 * 2_048));
  const ahead: number[] = [];
  await world.send(source, {
    onProgress: ({ phase, doneBytes }) => {
      if (phase === "moving") ahead.push(source.reads - doneBytes / 2_048);
    },
  });
  expect(source.reads).toBe(40);
  expect(Math.max(...ahead)).toBeLessThanOrEqual(5);
});
