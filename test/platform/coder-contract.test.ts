/** The coder in this thread and the pool of threads, as bundled, give the same bytes. */
import { resolve } from "node:path";
import {
  createCoderPool,
  type CoderPool,
  type CoderThread,
} from "../../src/core/transfer/coder-pool";
import { createNodeCoderPool } from "../../src/platform/node/coder-pool";
import { coderContract } from "../contract/coder.contract";
import { inlineCoders } from "../fakes/world";

const entry = resolve(__dirname, "../../dist/coder-thread.js");
const pools: CoderPool[] = [];

function createPool(threadCount: number): CoderPool {
  const pool = createNodeCoderPool(entry, threadCount);
  pools.push(pool);
  return pool;
}

afterAll(() => Promise.all(pools.map((pool) => pool.stop())));

coderContract("inline", () => inlineCoders);
coderContract("one thread", () => createPool(1));
coderContract("two threads with shared memory", () => createPool(2));
coderContract("two threads, memory by transfer", () => ({
  ...createPool(2),
  allocate: (sizeBytes) => new Uint8Array(sizeBytes),
}));

test("memory that was given back is given out again, to one only", async () => {
  const pool = createPool(1);
  const [small, large] = [pool.allocate(100), pool.allocate(1_000)];
  pool.free?.(large);
  pool.free?.(small);
  const again = pool.allocate(80);
  expect([again.length, again.buffer]).toEqual([80, small.buffer]);
  expect(pool.allocate(80).buffer).toBe(large.buffer);
  expect(pool.allocate(80).buffer).not.toBe(small.buffer);
  await pool.stop();
});

test("a pool that is warmed up has begun to start one thread, however often it is asked", async () => {
  const stop = jest.fn(() => Promise.resolve());
  const thread: CoderThread = { post: jest.fn(), setBusy: jest.fn(), stop };
  const start = jest.fn(() => thread);
  const memory = { allocate: (sizeBytes: number) => new Uint8Array(sizeBytes) };
  const pool = createCoderPool({ start, threadCount: 2, memory });
  expect(start).toHaveBeenCalledTimes(0);
  pool.warmUp?.();
  pool.warmUp?.();
  expect(start).toHaveBeenCalledTimes(1);
  await pool.stop();
  expect(stop).toHaveBeenCalledTimes(1);
});
