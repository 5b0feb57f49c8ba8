/** Any byte range of the payload can be read by itself, and is the slice that it should be. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import fc from "fast-check";
import { concatBytes } from "../../src/core/bytes";
import type { OpenedTransfer } from "../../src/core/transfer/open-transfer";
import { readRange } from "../../src/core/transfer/restore";
import { createMemorySource } from "../fakes/memory-tree";
import { FILES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, never, outcome, type World } from "../fakes/world";

const payload = concatBytes(...FILES.map(({ bytes }) => bytes));

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  let world: World;
  let transfer: OpenedTransfer;
  beforeAll(async () => {
    world = createWorld(scheme);
    const { index } = await world.send(createMemorySource(FILES));
    transfer = await world.open(index);
    apply(world.route);
  });
  const range = (start: number, end: number) =>
    readRange(world.engine, transfer, start, end, never());

  it("equals the slice", async () => {
    const edges = fc.oneof(
      fc.nat(payload.length),
      fc.nat(Math.floor(payload.length / 256)).map((cell) => cell * 256),
    );
    await fc.assert(
      fc.asyncProperty(edges, edges, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        expect(Buffer.compare(await range(start, end), payload.subarray(start, end))).toBe(0);
      }),
      { numRuns: 50, examples: [[0, payload.length]] },
    );
  });

  it("asks only for the rows that the range lies in", async () => {
    const from = world.route.calls.length;
    await range(5_000, 5_001);
    const names = world.route.calls.slice(from).map(({ name }) => name);
    expect(new Set(names).size).toBeLessThanOrEqual(scheme.n);
  });

  it.each([
    [-1, 3],
    [3, 2],
    [0, payload.length + 1],
    [Number.NaN, 3],
  ])("refuses %d to %d", async (start, end) => {
    expect((await outcome(range(start, end))).error).toBeInstanceOf(RangeError);
  });

  it("ends with the reason of its signal", async () => {
    const reason = new Error("scrolled away");
    const reading = readRange(world.engine, transfer, 0, 9_000, AbortSignal.abort(reason));
    expect((await outcome(reading)).error).toBe(reason);
  });
});
