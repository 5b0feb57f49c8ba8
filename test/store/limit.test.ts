import { createPermits } from "../../src/core/permits";
import { limitedStore } from "../../src/core/store/limit";
import { createMemoryStore } from "../../src/core/store/memory-store";
import { faultyStore, type Call } from "../fakes/faulty-store";
import { patternBytes } from "../fakes/memory-tree";
import { createVirtualEnv } from "../fakes/virtual-env";
import { never, outcome } from "../fakes/world";

function setUp(concurrency: number) {
  const env = createVirtualEnv();
  const log: Call[] = [];
  let most = 0;
  const running = (): number => log.filter(({ outcome: how }) => how === "running").length;
  const { objects } = faultyStore(createMemoryStore("slow"), {
    ...{ env, log, script: () => ({ kind: "delay", ms: 100 }) as const },
    onCall: () => (most = Math.max(most, running())),
  });
  return { env, log, store: limitedStore(objects, concurrency), mostAtOnce: () => most };
}

const names = Array.from({ length: 10 }, (_, at) => `object-${String(at)}`.padEnd(20, "x"));

it("lets so many calls run at once, whatever they are, and all of them run", async () => {
  const { store, env, mostAtOnce, log } = setUp(3);
  const signal = never();
  await Promise.all(
    names.map((name, at) =>
      at % 2 === 0 ? store.put(name, patternBytes(3), { signal }) : store.sizeOf(name, { signal }),
    ),
  );
  expect(mostAtOnce()).toBe(3);
  expect(env.elapsedMs()).toBe(400);
  expect(log.map(({ name }) => name)).toEqual(names);
});

it("a call that waits and is aborted never starts and takes no permit with it", async () => {
  const { store, log } = setUp(1);
  const controller = new AbortController();
  const reason = new Error("no longer wanted");
  const running = store.sizeOf("running", { signal: never() });
  const waiting = outcome(store.sizeOf("waiting", { signal: controller.signal }));
  const next = store.sizeOf("next", { signal: never() });
  controller.abort(reason);
  expect((await waiting).error).toBe(reason);
  await Promise.all([running, next]);
  expect(log.map(({ name }) => name)).toEqual(["running", "next"]);
});

it("a call that fails gives its permit back", async () => {
  const { store } = setUp(1);
  const aborted = { signal: AbortSignal.abort(new Error("late")) };
  for (let time = 0; time < 3; time += 1) await outcome(store.sizeOf("x", aborted));
  expect(await store.sizeOf("x", { signal: never() })).toBeUndefined();
});

describe("permits", () => {
  it("are handed out in the order of asking", async () => {
    const permits = createPermits(1);
    const order: number[] = [];
    const first = await permits.take(never());
    const later = [1, 2, 3].map(async (number) => {
      const release = await permits.take(never());
      order.push(number);
      release();
    });
    first();
    await Promise.all(later);
    expect(order).toEqual([1, 2, 3]);
  });

  it("given back twice count once", async () => {
    const permits = createPermits(1);
    const release = await permits.take(never());
    release();
    release();
    await permits.take(never());
    const controller = new AbortController();
    const second = outcome(permits.take(controller.signal));
    controller.abort(new Error("there was no second permit"));
    expect((await second).error).toMatchObject({ message: "there was no second permit" });
  });
});
