/** The coder of Node: a few threads that live as long as the process. */
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Bytes } from "../../core/bytes";
import {
  createCoderPool,
  type CoderPool,
  type CoderPoolOptions,
  type CoderThread,
  type ThreadEvents,
} from "../../core/transfer/coder-pool";

/** A coder's garbage is short-lived and small; with more room its heap only grows with time. */
const YOUNG_GENERATION_MIB = 6;

/**
 * What a transfer leaves on the main thread is small and short-lived as well, but V8 gives it ever more room:
 * 40 MB more for 8 GiB than for 1 GiB. Each thread that starts sets this back to the default, so it is said
 * after each (Heap::ConfigureHeap in V8's src/heap/heap.cc).
 */
function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

/**
 * How much a function runs before V8 optimises it: 15 times more than by default. The work of a transfer is
 * done by OpenSSL, the kernel and WebAssembly; while all cores are busy with it, the optimiser took 0.2 of
 * the 3.7 s of processor time of a GiB for functions that run for two seconds.
 */
const INTERRUPT_BUDGET = 1_000_000;

/** A thread that keeps the process alive only while it works. */
function startThread(entry: string | URL, { onReply, onDeath }: ThreadEvents): CoderThread {
  const worker = new Worker(entry, {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
  });
  worker.unref();
  worker.once("online", keepHeapSmall);
  worker.on("message", onReply);
  worker.on("error", onDeath);
  return {
    post: (request, transfer) => {
      worker.postMessage(request, transfer);
    },
    setBusy: (isBusy) => {
      if (isBusy) worker.ref();
      else worker.unref();
    },
    stop: async () => {
      await worker.terminate();
    },
  };
}

/**
 * Memory that all threads see. Nothing is transferred then, and the collector, which takes every
 * transferred buffer for new garbage to come, is left in peace: so much so that it would keep what a send
 * no longer needs beside what its last steps take. Node's own calls take it like any other; the type does
 * not say so because WebCrypto in browsers would not.
 */
function sharedMemory(): CoderPoolOptions["memory"] {
  const kept: ArrayBufferLike[] = [];
  return {
    allocate(sizeBytes) {
      const at = kept.findIndex(({ byteLength }) => byteLength >= sizeBytes);
      const [found] = at < 0 ? [] : kept.splice(at, 1);
      const buffer = found ?? new SharedArrayBuffer(sizeBytes);
      return new Uint8Array(buffer, 0, sizeBytes) as Bytes;
    },
    free({ buffer }) {
      kept.push(buffer);
      kept.sort((a, b) => a.byteLength - b.byteLength);
    },
  };
}

/** `entry` is the script of coder-thread.ts. */
export function createNodeCoderPool(entry: string | URL, threadCount: number): CoderPool {
  setFlagsFromString(`--interrupt-budget=${String(INTERRUPT_BUDGET)}`);
  const start = (events: ThreadEvents): CoderThread => startThread(entry, events);
  return createCoderPool({ start, threadCount, memory: sharedMemory() });
}
