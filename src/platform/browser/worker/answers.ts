/** What the coordinator answers to the calls of a page. */
import { AppError } from "../../../core/errors";
import type { OpenedTransfer } from "../../../core/transfer/open-transfer";
import type { Picked } from "../picked";
import type { Calls } from "../protocol";
import type { StorageReport, UnfinishedSend } from "../transfers";
import { arrange } from "./arrange";
import { uncancelled, type Context } from "./context";
import { findIndex } from "./found-index";
import type { Jobs } from "./jobs";
import { decodeKeptSend, encodeKeptSend } from "./kept-text";
import { exportOwnerKey, importOwnerKey, listOwnerKeys } from "./owner-keys";
import { openCard } from "./restore-job";
import { discardSend, runningSends } from "./send-job";
import type { SendRecord, SendRecords } from "./send-records";
import {
  adoptSent,
  extendSent,
  listSent,
  ownsTransfer,
  readSent,
  recallSent,
} from "./sent-transfers";
import { leftoverBytes, removeLeftovers } from "./staging-folders";
import { summarize } from "./summary";

export type Answers = {
  readonly [Name in keyof Calls]: (
    ...args: Parameters<Calls[Name]>
  ) => Promise<ReturnType<Calls[Name]>>;
};

interface AnswersOptions {
  readonly context: Context;
  readonly records: SendRecords;
  readonly jobs: Jobs;
  readonly cards: Map<number, OpenedTransfer>;
  readonly picks: ReadonlyMap<number, Picked>;
}

/** Newest first. In memory there is also what runs right here, which nobody has to go on with. */
async function listUnfinished({
  context,
  records,
}: AnswersOptions): Promise<readonly UnfinishedSend[]> {
  const running = await runningSends();
  const sends = [...(await records.unfinished())]
    .filter(({ id }) => context.database !== undefined || !running.has(id))
    .sort((a, b) => b.startedMs - a.startedMs);
  return sends.map(({ id, summary, startedMs, expirySeconds, route, hasPassphrase, handles }) => ({
    ...{ id, summary, expirySeconds, route, hasPassphrase },
    startedAt: new Date(startedMs),
    needsPick: handles.length === 0,
    isRunning: running.has(id),
  }));
}

async function findUnfinished(records: SendRecords, id: string): Promise<SendRecord> {
  const record = await records.find(id);
  if (record === undefined) throw new AppError("transfer-missing");
  return record;
}

const NO_STORAGE: StorageEstimate = {};

async function reportStorage({ database }: Context): Promise<StorageReport> {
  // A frame whose storage is blocked may be refused even the question.
  const { usage = 0, quota = 0 } = await navigator.storage.estimate().catch(() => NO_STORAGE);
  return {
    usedBytes: usage,
    quotaBytes: quota,
    leftoverBytes: await leftoverBytes().catch(() => 0),
    canKeep: database !== undefined,
  };
}

type Owning = Pick<
  Answers,
  | "sent"
  | "readSent"
  | "extend"
  | "recall"
  | "owns"
  | "adopt"
  | "forget"
  | "ownerKeys"
  | "exportOwnerKey"
  | "importOwnerKey"
>;

function createOwning({ context, records }: AnswersOptions): Owning {
  return {
    sent: () => listSent(records),
    readSent: (id) => readSent(context, records, id),
    extend: (id, expirySeconds) => extendSent(context, records, id, expirySeconds),
    recall: (id, reason) => recallSent(context, records, id, reason),
    owns: (index) => ownsTransfer(context, index),
    adopt: (index) => adoptSent(context, records, index),
    forget: async (id) => {
      await records.removeSent(id);
      return undefined;
    },
    ownerKeys: () => listOwnerKeys(context),
    exportOwnerKey: () => exportOwnerKey(context),
    importOwnerKey: async (text) => {
      await importOwnerKey(context, text);
      return undefined;
    },
  };
}

type Sending = Pick<
  Answers,
  "inspect" | "unfinished" | "keepable" | "takeKept" | "handlesOf" | "discard" | "cancel"
>;

/** What the page must keep, because the browser does not; undefined when there is nothing to keep. */
async function keepable(
  { context, records }: AnswersOptions,
  id: string,
): Promise<string | undefined> {
  if (context.database !== undefined) return undefined;
  const record = await records.find(id);
  const kept = await context.checkpoints(id).load();
  return record === undefined || kept.length === 0
    ? undefined
    : encodeKeptSend({ record, records: kept });
}

/** Throws `transfer-missing` when the text is damaged. */
async function takeKept({ context, records }: AnswersOptions, text: string): Promise<undefined> {
  const { record, records: kept } = decodeKeptSend(text);
  if (context.database !== undefined || (await records.find(record.id)) !== undefined) return;
  const checkpoint = context.checkpoints(record.id);
  for (const one of kept) await checkpoint.append(one);
  // The text lay where others may write: it does not choose the gateway.
  await records.put({ ...record, gateway: context.ownGateway, handles: [] });
}

function createSending(options: AnswersOptions): Sending {
  const { context, records, jobs, picks } = options;
  return {
    inspect: (pick) => {
      // What is looked at will be sent.
      context.engine.coders.warmUp?.();
      const { files, dirs, renamed } = arrange(picks.get(pick) ?? NOTHING);
      const listed = files.map(({ path, file }) => ({ path, size: file.size }));
      return Promise.resolve({ summary: summarize({ files: listed, dirs }), renamed });
    },
    unfinished: () => listUnfinished(options),
    keepable: (id) => keepable(options, id),
    takeKept: (text) => takeKept(options, text),
    handlesOf: async (id) => (await findUnfinished(records, id)).handles,
    discard: async (id) => {
      const record = await findUnfinished(records, id);
      if ((await runningSends()).has(id)) throw new AppError("send-running");
      return discardSend({ context, records }, record);
    },
    cancel: (job) => jobs.cancel(job),
  };
}

const NOTHING: Picked = { files: [], dirs: [], handles: [] };

export function createAnswers(options: AnswersOptions): Answers {
  const { context, cards } = options;
  let lastHandle = 0;
  return {
    config: async () => (await context.gateway(context.ownGateway, uncancelled())).config,
    ...createSending(options),
    ...createOwning(options),
    readIndex: (source) => findIndex(context, source),
    open: async (request) => {
      const { transfer, card } = await openCard(context, request);
      lastHandle += 1;
      cards.set(lastHandle, transfer);
      return { ...card, handle: lastHandle };
    },
    close: (handle) => {
      cards.delete(handle);
      return Promise.resolve(undefined);
    },
    storage: () => reportStorage(context),
    cleanUp: () => removeLeftovers(Infinity),
  };
}
