/** A coder whose rows are shared out over threads, whatever a thread is on the platform. */
import type { Bytes } from "../bytes";
import { AppError, invariant } from "../errors";
import type { CoderSecrets } from "../format/keys";
import type { Coder, CoderFactory, OpenedRow, OpenJob, RebuiltRow, SealedRow } from "./coder";
import {
  buffersOf,
  isShared,
  type CoderReply,
  type CoderRequest,
  type CoderResult,
  type CoderTask,
} from "./coder-messages";

export interface CoderThread {
  /** The buffers of `transfer` move with the request. */
  post(request: CoderRequest, transfer: readonly ArrayBuffer[]): void;
  /** Told before the first task of several and after the last one. */
  setBusy(isBusy: boolean): void;
  stop(): Promise<void>;
}

export interface ThreadEvents {
  readonly onReply: (reply: CoderReply) => void;
  /** The thread cannot be used any more. */
  readonly onDeath: (cause: unknown) => void;
}

export interface CoderPoolOptions {
  /** Starts a thread that runs `serveCoder` of coder-service.ts. */
  readonly start: (events: ThreadEvents) => CoderThread;
  readonly threadCount: number;
  readonly memory: Pick<CoderFactory, "allocate" | "free">;
}

export interface CoderPool extends CoderFactory {
  stop(): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: CoderResult) => void;
  readonly reject: (error: unknown) => void;
}

class PooledThread {
  readonly #thread: CoderThread;
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Set<number>();
  #death: AppError | undefined;
  #nextId = 0;

  constructor(start: CoderPoolOptions["start"]) {
    this.#thread = start({
      onReply: (reply) => {
        this.#take(reply);
      },
      onDeath: (cause) => {
        this.#die(cause);
      },
    });
  }

  get load(): number {
    return this.#waiting.size;
  }

  run(session: number, secrets: CoderSecrets, task: CoderTask): Promise<CoderResult> {
    if (this.#death !== undefined) return Promise.reject(this.#death);
    if (!this.#sessions.has(session)) {
      this.#sessions.add(session);
      this.#thread.post({ kind: "begin", session, secrets }, []);
    }
    return new Promise((resolve, reject) => {
      const id = this.#nextId;
      this.#nextId += 1;
      this.#waiting.set(id, { resolve, reject });
      this.#thread.setBusy(true);
      this.#thread.post({ kind: "task", session, id, task }, buffersOf(task.job));
    });
  }

  end(session: number): void {
    if (this.#sessions.delete(session)) this.#thread.post({ kind: "end", session }, []);
  }

  stop(): Promise<void> {
    return this.#thread.stop();
  }

  #take(reply: CoderReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#thread.setBusy(false);
    if (reply.ok) waiting?.resolve(reply.result);
    else {
      const cause = new Error(reply.message);
      waiting?.reject(new AppError(reply.code, { details: reply.details, cause }));
    }
  }

  #die(cause: unknown): void {
    const error = new AppError("internal", { details: { what: "a coder thread died" }, cause });
    this.#death = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Bytes that may be transferred: a view on a part of some larger buffer is copied. */
function movable(bytes: Bytes): Bytes {
  const { buffer } = bytes;
  return isShared(buffer) || bytes.byteLength === buffer.byteLength ? bytes : bytes.slice();
}

function movableShards(job: OpenJob): ReadonlyMap<number, Bytes> {
  return new Map([...job.shards].map(([i, bytes]) => [i, movable(bytes)] as const));
}

/** Threads start when they are needed, the first one with `warmUp`, and live as long as the pool. */
export function createCoderPool({ start, threadCount, memory }: CoderPoolOptions): CoderPool {
  const threads: PooledThread[] = [];
  let sessions = 0;
  const leastLoaded = (): PooledThread => {
    const idle = threads.find(({ load }) => load === 0);
    if (idle === undefined && threads.length < threadCount) threads.push(new PooledThread(start));
    const [first] = idle ? [idle] : [...threads].sort((a, b) => a.load - b.load);
    invariant(first !== undefined, "a pool has a thread");
    return first;
  };
  return {
    parallelRows: threadCount + 1,
    ...memory,
    warmUp() {
      if (threads.length === 0) threads.push(new PooledThread(start));
    },
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
