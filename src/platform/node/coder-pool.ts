/** The coder of Node: a few threads that live as long as the process and share the rows. */
import { Worker } from "node:worker_threads";
import type { Bytes } from "../../core/bytes";
import { AppError, invariant } from "../../core/errors";
import type { CoderSecrets } from "../../core/format/keys";
import type {
  Coder,
  CoderFactory,
  OpenedRow,
  OpenJob,
  RebuiltRow,
  SealedRow,
} from "../../core/transfer/coder";
import {
  buffersOf,
  isShared,
  type CoderReply,
  type CoderRequest,
  type CoderResult,
  type CoderTask,
} from "./coder-messages";

interface Waiting {
  readonly resolve: (result: CoderResult) => void;
  readonly reject: (error: unknown) => void;
}

class CoderThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Set<number>();
  #nextId = 0;

  constructor(entry: string | URL) {
    this.#worker = new Worker(entry);
    this.#worker.unref();
    this.#worker.on("message", (reply: CoderReply) => {
      this.#take(reply);
    });
    this.#worker.on("error", (cause) => {
      const error = new AppError("internal", { details: { what: "a coder thread died" }, cause });
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
  }

  get load(): number {
    return this.#waiting.size;
  }

  run(session: number, secrets: CoderSecrets, task: CoderTask): Promise<CoderResult> {
    if (!this.#sessions.has(session)) {
      this.#sessions.add(session);
      this.#post({ kind: "begin", session, secrets }, []);
    }
    return new Promise((resolve, reject) => {
      const id = this.#nextId;
      this.#nextId += 1;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#post({ kind: "task", session, id, task }, buffersOf(task.job));
    });
  }

  end(session: number): void {
    if (this.#sessions.delete(session)) this.#post({ kind: "end", session }, []);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #post(request: CoderRequest, transfer: readonly ArrayBuffer[]): void {
    this.#worker.postMessage(request, transfer);
  }

  #take(reply: CoderReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (reply.ok) waiting?.resolve(reply.result);
    else {
      const cause = new Error(reply.message);
      waiting?.reject(new AppError(reply.code, { details: reply.details, cause }));
    }
  }
}

/** Bytes that may be transferred: a view on a part of some larger buffer is copied. */
function movable(bytes: Bytes): Bytes {
  const { buffer } = bytes;
  return isShared(buffer) || bytes.byteLength === buffer.byteLength ? bytes : bytes.slice();
}

/**
 * Memory that all threads see. Nothing is transferred then, and the collector, which takes every
 * transferred buffer for new garbage to come, is left in peace. Node's own calls take it like any other;
 * the type does not say so because WebCrypto in browsers would not.
 */
function allocateShared(sizeBytes: number): Bytes {
  return new Uint8Array(new SharedArrayBuffer(sizeBytes)) as Uint8Array as Bytes;
}

function movableShards(job: OpenJob): ReadonlyMap<number, Bytes> {
  return new Map([...job.shards].map(([i, bytes]) => [i, movable(bytes)] as const));
}

export interface CoderPool extends CoderFactory {
  stop(): Promise<void>;
}

/** `entry` is the script of coder-thread.ts; threads start with the first row. */
export function createCoderPool(entry: string | URL, threadCount: number): CoderPool {
  const threads: CoderThread[] = [];
  let sessions = 0;
  const leastLoaded = (): CoderThread => {
    const idle = threads.find(({ load }) => load === 0);
    if (idle === undefined && threads.length < threadCount) threads.push(new CoderThread(entry));
    const [first] = idle ? [idle] : [...threads].sort((a, b) => a.load - b.load);
    invariant(first !== undefined, "a pool has a thread");
    return first;
  };
  return {
    parallelRows: threadCount + 1,
    allocate: allocateShared,
    create(secrets): Coder {
      const session = sessions;
      sessions += 1;
      const run = (task: CoderTask): Promise<CoderResult> =>
        leastLoaded().run(session, secrets, task);
      return {
        seal: (job) => run({ kind: "seal", job }) as Promise<SealedRow>,
        open: (job) =>
          run({ kind: "open", job: { ...job, shards: movableShards(job) } }) as Promise<OpenedRow>,
        rebuild: (job) =>
          run({
            kind: "rebuild",
            job: { ...job, shards: movableShards(job) },
          }) as Promise<RebuiltRow>,
        close: () => {
          for (const thread of threads) thread.end(session);
          return Promise.resolve();
        },
      };
    },
    async stop() {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}
