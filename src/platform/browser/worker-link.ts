/** The page's end of the line to the coordinator worker: calls, jobs, and what the worker asks back. */
import { AppError } from "../../core/errors";
import { createLive, type LiveCell } from "./live";
import {
  decodeFailure,
  encodeFailure,
  type CallName,
  type Calls,
  type JobCommand,
  type JobOrder,
  type JobResult,
  type PageMessage,
  type WireUpdate,
  type WorkerMessage,
} from "./protocol";
import type { Live, TransfersOptions, TransferUpdate } from "./transfers";

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

interface RunningJob {
  readonly update: LiveCell<TransferUpdate>;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: AppError) => void;
}

export interface LinkedJob {
  readonly number: number;
  readonly update: Live<TransferUpdate>;
  readonly result: Promise<JobResult>;
}

const PREPARING: TransferUpdate = {
  state: "preparing",
  phase: "starting",
  ...{ totalBytes: 0, doneBytes: 0, bytesPerSecond: 0 },
  remainingSeconds: undefined,
  stores: [],
  isResumed: false,
  problem: undefined,
};

const decodeUpdate = ({ problem, ...update }: WireUpdate): TransferUpdate => ({
  ...update,
  problem: problem && decodeFailure(problem),
});

export class WorkerLink {
  readonly #worker: Worker;
  readonly #token: TransfersOptions["token"];
  readonly #calls = new Map<number, Waiting>();
  readonly #jobs = new Map<number, RunningJob>();
  #death: AppError | undefined;
  #lastId = 0;

  constructor(worker: Worker, { gateway, token }: TransfersOptions) {
    this.#worker = worker;
    this.#token = token;
    worker.addEventListener("message", ({ data }: MessageEvent<WorkerMessage>) => {
      this.#take(data);
    });
    worker.addEventListener("error", ({ message }) => {
      const details = { what: "the coordinator died" };
      this.#die(new AppError("internal", { details, cause: new Error(message) }));
    });
    this.post({ kind: "hello", gateway, hasToken: token !== undefined });
  }

  post(message: PageMessage): void {
    this.#worker.postMessage(message);
  }

  call<Name extends CallName>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<ReturnType<Calls[Name]>> {
    const id = this.#nextId();
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) {
        reject(this.#death);
        return;
      }
      this.#calls.set(id, { resolve: resolve as Waiting["resolve"], reject });
      this.post({ kind: "call", id, name, args });
    });
  }

  /** Starts the job once its order is there; the order may take a while to put together. */
  start(order: Promise<JobOrder>): LinkedJob {
    const number = this.#nextId();
    const update = createLive(PREPARING);
    const result = new Promise<JobResult>((resolve, reject) => {
      this.#jobs.set(number, { update, resolve, reject });
      order.then(
        (ready) => {
          this.post({ kind: "job", job: number, order: ready });
        },
        (error: unknown) => {
          this.#fail(number, decodeFailure(encodeFailure(error)));
        },
      );
    });
    // Whoever only looks at the updates has heard of the failure there.
    result.catch(() => undefined);
    return { number, update, result };
  }

  command(job: number, command: JobCommand): void {
    this.post({ kind: "command", job, command });
  }

  stop(): void {
    this.#worker.terminate();
    this.#die(new AppError("cancelled"));
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #die(error: AppError): void {
    this.#death = error;
    for (const { reject } of this.#calls.values()) reject(error);
    this.#calls.clear();
    for (const number of [...this.#jobs.keys()]) this.#fail(number, error);
  }

  #fail(number: number, error: AppError): void {
    const job = this.#jobs.get(number);
    if (job === undefined) return;
    this.#jobs.delete(number);
    const { current } = job.update;
    const isKnown = current.state === "failed" || current.state === "cancelled";
    if (!isKnown) job.update.set({ ...current, state: "failed", problem: error });
    job.reject(error);
  }

  #take(message: WorkerMessage): void {
    switch (message.kind) {
      case "answer": {
        const waiting = this.#calls.get(message.id);
        this.#calls.delete(message.id);
        const { answer } = message;
        if (answer.ok) waiting?.resolve(answer.value);
        else waiting?.reject(decodeFailure(answer.failure));
        return;
      }
      case "update":
        this.#jobs.get(message.job)?.update.set(decodeUpdate(message.update));
        return;
      case "ended":
        this.#jobs.get(message.job)?.resolve(message.result);
        this.#jobs.delete(message.job);
        return;
      case "failed":
        this.#fail(message.job, decodeFailure(message.failure));
        return;
      case "need-token":
        void this.#giveToken(message.id);
    }
  }

  async #giveToken(id: number): Promise<void> {
    try {
      const value = await this.#token?.();
      this.post({ kind: "token", id, answer: { ok: true, value } });
    } catch (error) {
      this.post({ kind: "token", id, answer: { ok: false, failure: encodeFailure(error) } });
    }
  }
}
