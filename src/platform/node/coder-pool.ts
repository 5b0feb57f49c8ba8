/** The coder of Node: a few threads that live as long as the process. */
import { Worker } from "node:worker_threads";
import type { Bytes } from "../../core/bytes";
import {
  createCoderPool,
  type CoderPool,
  type CoderThread,
  type ThreadEvents,
} from "../../core/transfer/coder-pool";

/** A coder's garbage is short-lived and small; with more room its heap only grows with time. */
const YOUNG_GENERATION_MIB = 6;

/** A thread that keeps the process alive only while it works. */
function startThread(entry: string | URL, { onReply, onDeath }: ThreadEvents): CoderThread {
  const worker = new Worker(entry, {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
  });
  worker.unref();
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
 * transferred buffer for new garbage to come, is left in peace. Node's own calls take it like any other;
 * the type does not say so because WebCrypto in browsers would not.
 */
function allocateShared(sizeBytes: number): Bytes {
  return new Uint8Array(new SharedArrayBuffer(sizeBytes)) as Uint8Array as Bytes;
}

/** `entry` is the script of coder-thread.ts. */
export function createNodeCoderPool(entry: string | URL, threadCount: number): CoderPool {
  const start = (events: ThreadEvents): CoderThread => startThread(entry, events);
  return createCoderPool({ start, threadCount, allocate: allocateShared });
}
