/** Reads everything that every store holds of a transfer and says what is wrong where. */
import { isAppError } from "../errors";
import { createPermits } from "../permits";
import type { Engine } from "./engine";
import type { OpenedTransfer } from "./open-transfer";
import { createProgressMeter, type OnProgress } from "./progress";
import { createRunBuffers, readRun } from "./read-run";
import { createRunReader } from "./restore";
import type { RunBuffers } from "./run-buffers";
import { runsOf } from "./runs";
import { createTaskGroup } from "./task-group";
import type { StoreVerdict } from "./verdicts";

export interface Verification {
  readonly stores: readonly StoreVerdict[];
  /** Runs that cannot be put together any more; 0 = everything can be restored. */
  readonly lostRuns: number;
}

/** Checks every shard of the payload at every store. Heads and manifest were checked by opening. */
export async function verify(
  engine: Engine,
  transfer: OpenedTransfer,
  signal: AbortSignal,
  onProgress: OnProgress = () => undefined,
): Promise<Verification> {
  const { parameters } = transfer.heads.identity;
  const reader = createRunReader(engine, transfer);
  const storeIds = transfer.stores.map(({ id }) => id);
  const meter = createProgressMeter(transfer.manifest.total, storeIds, onProgress);
  meter.enter("verifying");
  const permits = createPermits(engine.coders.parallelRows);
  const pool: RunBuffers[] = [];
  const group = createTaskGroup(signal);
  let lostRuns = 0;
  try {
    for (const run of runsOf(parameters, transfer.manifest.total)) {
      const release = await permits.take(group.signal);
      group.run(async () => {
        const buffers = pool.pop() ?? createRunBuffers(reader);
        try {
          const options = { thorough: true, signal: group.signal };
          await readRun(reader, run, buffers, options);
          pool.push(buffers);
        } catch (error) {
          if (!isAppError(error) || error.code === "internal") throw error;
          lostRuns += 1;
        }
        meter.add(run.plainBytes);
        release();
      });
    }
    await group.done();
  } finally {
    await reader.coder.close();
  }
  return { stores: transfer.verdicts.list(parameters.n), lostRuns };
}
