/** The coder of a browser: workers of the coordinator. */
import type { CoderReply } from "../../../core/transfer/coder-messages";
import {
  createCoderPool,
  type CoderPool,
  type CoderThread,
  type ThreadEvents,
} from "../../../core/transfer/coder-pool";

function startWorker({ onReply, onDeath }: ThreadEvents): CoderThread {
  const worker = new Worker(new URL("./coder-worker.ts", import.meta.url), { name: "coder" });
  worker.addEventListener("message", ({ data }: MessageEvent<CoderReply>) => {
    onReply(data);
  });
  worker.addEventListener("error", ({ message }) => {
    onDeath(new Error(message));
  });
  return {
    post: (request, transfer) => {
      worker.postMessage(request, [...transfer]);
    },
    setBusy: () => undefined,
    stop: () => {
      worker.terminate();
      return Promise.resolve();
    },
  };
}

/** All cores but the one that reads, sends and checks. */
export function createWorkerCoderPool(cores = navigator.hardwareConcurrency): CoderPool {
  return createCoderPool({
    start: startWorker,
    threadCount: Math.max(1, cores - 1),
    memory: { allocate: (sizeBytes) => new Uint8Array(sizeBytes) },
  });
}
