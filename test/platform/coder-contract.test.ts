/** The coder in this thread and the pool of threads, as bundled, give the same bytes. */
import { resolve } from "node:path";
import type { CoderPool } from "../../src/core/transfer/coder-pool";
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
