/** What the sender does with transfers that are out, and what this browser remembers of them. */
import { encodeBase64Url } from "../../../core/bytes";
import { AppError } from "../../../core/errors";
import { formatIndexFile, parseIndex } from "../../../core/format/index-file";
import { openTransfer } from "../../../core/transfer/open-transfer";
import { extend, isOwner, readState, recall } from "../../../core/transfer/owner";
import type { FoundIndexLine, SendSummary, SentState, SentTransfer } from "../transfers";
import { uncancelled, type Context } from "./context";
import { ensureOwnerKeys } from "./owner-keys";
import type { SendRecords, SentRecord } from "./send-records";
import { summarize } from "./summary";

function shown({ sentMs, ...record }: SentRecord): SentTransfer {
  const { id, indexFile, summary, expirySeconds, route, hasPassphrase, send } = record;
  return {
    ...{ id, indexFile, summary, expirySeconds, route, hasPassphrase },
    ...{ sentAt: new Date(sentMs), ...(send !== undefined && { send }) },
  };
}

async function find(records: SendRecords, id: string): Promise<SentRecord> {
  const record = await records.findSent(id);
  if (record === undefined) throw new AppError("transfer-missing");
  return record;
}

/** The transfer as the engine wants it. */
async function reach(context: Context, { indexFile, gateway }: SentRecord) {
  const { index } = await parseIndex(context.engine.prims, indexFile);
  const signal = uncancelled();
  const opened = await context.gateway(gateway, signal);
  return { index, route: opened.route(index.route), signal };
}

/** Newest first. */
export async function listSent(records: SendRecords): Promise<readonly SentTransfer[]> {
  const sent = [...(await records.sent())].sort((a, b) => b.sentMs - a.sentMs);
  return sent.map(shown);
}

export async function readSent(
  context: Context,
  records: SendRecords,
  id: string,
): Promise<SentState> {
  const record = await find(records, id);
  const {
    recall: recalled,
    expirySeconds,
    note,
  } = await readState(context.engine, await reach(context, record));
  if (expirySeconds !== undefined && expirySeconds !== record.expirySeconds) {
    await records.putSent({ ...record, expirySeconds });
  }
  return { recalledAtSeconds: recalled?.ts, note, expirySeconds };
}

export async function extendSent(
  context: Context,
  records: SendRecords,
  id: string,
  expirySeconds: number,
) {
  const record = await find(records, id);
  const ownerKeys = await ensureOwnerKeys(context);
  const request = { ...(await reach(context, record)), ownerKeys };
  const extended = await extend(context.engine, request, expirySeconds);
  await records.putSent({ ...record, expirySeconds: extended.expirySeconds });
  return extended;
}

export async function recallSent(
  context: Context,
  records: SendRecords,
  id: string,
  reason: string,
) {
  const record = await find(records, id);
  const ownerKeys = await ensureOwnerKeys(context);
  return recall(context.engine, { ...(await reach(context, record)), ownerKeys }, reason);
}

/** Whether an owner key of this browser made the transfer. */
export async function ownsTransfer(
  context: Context,
  { code, gateway: origin }: FoundIndexLine,
): Promise<boolean> {
  const { index } = await parseIndex(context.engine.prims, code);
  const signal = uncancelled();
  const route = (await context.gateway(origin, signal)).route(index.route);
  const ownerKeys = await ensureOwnerKeys(context);
  return isOwner(context.engine, { index, route, ownerKeys, signal });
}

const UNKNOWN: SendSummary = { fileCount: 0, totalBytes: 0, roots: [] };

/** Takes a transfer that was sent elsewhere under a key of this browser. */
export async function adoptSent(
  context: Context,
  records: SendRecords,
  { code, gateway: origin }: FoundIndexLine,
): Promise<SentTransfer> {
  const { prims, env } = context.engine;
  const { index } = await parseIndex(prims, code);
  const signal = uncancelled();
  const gateway = await context.gateway(origin, signal);
  const route = gateway.route(index.route);
  const state = await readState(context.engine, { index, route, signal });
  if (state.opened === undefined) throw new AppError("transfer-missing");
  // With a passphrase, or recalled, its list cannot be read; it can be recalled and extended all the same.
  const opened = await openTransfer(context.engine, { index, route, signal }).catch(
    () => undefined,
  );
  const record: SentRecord = {
    id: encodeBase64Url(index.id),
    indexFile: await formatIndexFile(prims, index, new URL(gateway.config.origin).host),
    gateway: origin,
    route: index.route,
    summary: opened === undefined ? UNKNOWN : summarize(opened.manifest),
    sentMs: state.opened.ts * 1000,
    expirySeconds: state.expirySeconds ?? Math.floor(env.nowMs() / 1000),
    hasPassphrase: opened === undefined,
  };
  await records.putSent(record);
  return shown(record);
}
