import { gather } from "../../src/core/transfer/gather";
import { hang } from "../fakes/faulty-store";
import { createVirtualEnv } from "../fakes/virtual-env";
import { never, outcome } from "../fakes/world";

function setUp(delaysMs: readonly number[]) {
  const env = createVirtualEnv();
  const cancelled: number[] = [];
  const ask = async (i: number, signal: AbortSignal): Promise<number> => {
    try {
      await env.sleep(delaysMs[i] ?? 0, signal);
    } catch (error) {
      cancelled.push(i);
      throw error;
    }
    return i;
  };
  return { env, ask, cancelled, positions: delaysMs.map((_, i) => i) };
}

it("waits for all while they are in time", async () => {
  const { env, ask, positions } = setUp([10, 30, 20]);
  const options = { env, signal: never(), enough: 2, graceMs: 100, limitMs: 1_000 };
  const answers = await gather(positions, ask, options);
  expect([...answers.keys()].sort()).toEqual([0, 1, 2]);
  expect(env.elapsedMs()).toBe(30);
});

it("gives the slow ones their grace once enough have answered, and cancels them", async () => {
  const { env, ask, positions, cancelled } = setUp([10, 9_000, 20, 115]);
  const options = { env, signal: never(), enough: 2, graceMs: 100, limitMs: 60_000 };
  const answers = await gather(positions, ask, options);
  expect([...answers.keys()].sort()).toEqual([0, 2, 3]);
  expect(env.elapsedMs()).toBe(120);
  expect(cancelled).toEqual([1]);
});

it("does not wait longer than the limit where enough never answer", async () => {
  const env = createVirtualEnv();
  const ask = (_: number, signal: AbortSignal): Promise<never> => hang(signal);
  const options = { env, signal: never(), enough: 1, graceMs: 10, limitMs: 5_000 };
  const answers = await gather([0, 1], ask, options);
  expect(answers.size).toBe(0);
  expect(env.elapsedMs()).toBe(5_000);
});

it("counts only what counts, and keeps errors as answers", async () => {
  const { env, ask, positions } = setUp([10, 20, 30, 9_000]);
  const failure = new Error("broken");
  const mixed = async (i: number, signal: AbortSignal): Promise<number> => {
    const value = await ask(i, signal);
    if (i === 0) throw failure;
    return value;
  };
  const counts = (value: number): boolean => value >= 2;
  const limits = { enough: 1, graceMs: 50, limitMs: 60_000 };
  const answers = await gather(positions, mixed, { env, signal: never(), counts, ...limits });
  expect(answers.get(0)).toEqual({ ok: false, error: failure });
  expect(answers.get(1)).toEqual({ ok: true, value: 1 });
  expect(env.elapsedMs()).toBe(80);
});

it("rejects with the reason of its signal, before and while it asks", async () => {
  const reason = new Error("the user went home");
  const { env, ask, positions, cancelled } = setUp([1_000, 2_000]);
  const options = { env, enough: 2, graceMs: 10, limitMs: 60_000 };
  const before = gather(positions, ask, { ...options, signal: AbortSignal.abort(reason) });
  expect((await outcome(before)).error).toBe(reason);
  const controller = new AbortController();
  const gathering = outcome(gather(positions, ask, { ...options, signal: controller.signal }));
  controller.abort(reason);
  expect((await gathering).error).toBe(reason);
  expect(cancelled).toEqual([0, 1]);
});
