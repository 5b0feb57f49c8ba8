/** The jobs of this worker, by the numbers that the page gave them. */
import type { OpenedTransfer } from "../../../core/transfer/open-transfer";
import type { StoreOutcome } from "../../../core/transfer/route";
import type { Picked } from "../picked";
import type { JobCommand, JobOrder, JobResult, WireUpdate } from "../protocol";
import type { Context } from "./context";
import { findCard, RestoreJobRun } from "./restore-job";
import { SendJobRun } from "./send-job";
import type { SendRecords } from "./send-records";

interface RunningJob {
  readonly job: SendJobRun | RestoreJobRun;
  readonly ended: Promise<unknown>;
}

export interface JobsOptions {
  readonly context: Context;
  readonly records: SendRecords;
  readonly cards: ReadonlyMap<number, OpenedTransfer>;
  readonly picks: ReadonlyMap<number, Picked>;
  readonly onUpdate: (job: number, update: WireUpdate) => void;
}

const NO_FILES: Picked = { files: [], dirs: [], handles: [] };

export class Jobs {
  readonly #options: JobsOptions;
  readonly #running = new Map<number, RunningJob>();

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** Resolves when the job has ended. */
  async run(number: number, order: JobOrder): Promise<JobResult> {
    const { context, records, cards, picks } = this.#options;
    const onUpdate = (update: WireUpdate): void => {
      this.#options.onUpdate(number, update);
    };
    if (order.kind === "restore") {
      const { request } = order;
      const transfer = findCard(cards, request.handle);
      const job = new RestoreJobRun({ context, transfer, request, onUpdate });
      const result = await this.#follow(number, job, job.start());
      return { kind: "restored", result };
    }
    const job = new SendJobRun({ context, records, onUpdate });
    const picked = picks.get(order.request.pick) ?? NO_FILES;
    const started =
      order.kind === "send" ? job.start(picked, order.request) : job.goOn(picked, order.request);
    return { kind: "sent", result: await this.#follow(number, job, started) };
  }

  command(number: number, command: JobCommand): void {
    const job = this.#running.get(number)?.job;
    if (command.kind === "pause") job?.run.pause();
    else if (command.kind === "resume") job?.run.resume();
    else if (job instanceof SendJobRun) job.continueWith(command.minStores);
  }

  async cancel(number: number): Promise<readonly StoreOutcome[]> {
    const running = this.#running.get(number);
    return (await running?.job.cancel(running.ended)) ?? [];
  }

  async #follow<Result>(
    number: number,
    job: RunningJob["job"],
    ended: Promise<Result>,
  ): Promise<Result> {
    this.#running.set(number, { job, ended });
    try {
      return await ended;
    } finally {
      this.#running.delete(number);
    }
  }
}
