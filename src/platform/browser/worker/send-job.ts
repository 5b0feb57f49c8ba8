/** Sends, and goes on with what was broken off. */
import { encodeBase64Url } from "../../../core/bytes";
import { AppError, invariant, toAppError } from "../../../core/errors";
import { formatIndexFile } from "../../../core/format/index-file";
import type { Checkpoint } from "../../../core/transfer/checkpoint";
import type { OnProgress } from "../../../core/transfer/progress";
import type { StoreOutcome } from "../../../core/transfer/route";
import {
  defaultMinStores,
  discard,
  send,
  type SendRequest,
  type Sent,
} from "../../../core/transfer/send";
import type { Source } from "../../../core/transfer/source";
import type { Picked } from "../picked";
import type { WireGoOn, WireSend, WireUpdate } from "../protocol";
import type { SendResult } from "../transfers";
import { arrange } from "./arrange";
import { limited, type Context } from "./context";
import { createFileSource } from "./file-source";
import { JobRun } from "./job-run";
import { heldLocks, tryLock } from "./locks";
import { ensureOwnerKeys } from "./owner-keys";
import type { SendRecord, SendRecords } from "./send-records";
import { summarize } from "./summary";

/** How long giving up may take at the stores. */
const DISCARD_MS = 20_000;

interface Prepared {
  readonly record: SendRecord;
  readonly source: Source;
  readonly checkpoint: Checkpoint;
  readonly passphrase: string | undefined;
}

export interface SendJobOptions {
  readonly context: Context;
  readonly records: SendRecords;
  readonly onUpdate: (update: WireUpdate) => void;
}

const lockName = (id: string): string => `pro-porter-send-${id}`;

/** Ids of the sends that run in any tab of this browser, paused ones among them. */
export async function runningSends(): Promise<ReadonlySet<string>> {
  const prefix = lockName("");
  const held = (await heldLocks()).filter((name) => name.startsWith(prefix));
  return new Set(held.map((name) => name.slice(prefix.length)));
}

export class SendJobRun {
  readonly #options: SendJobOptions;
  readonly #run: JobRun<SendResult>;
  #prepared: Prepared | undefined;
  #minStores: number | undefined;
  #isFirst = true;

  constructor(options: SendJobOptions) {
    this.#options = options;
    this.#run = new JobRun({
      env: options.context.engine.env,
      network: self,
      canBeEased: true,
      onUpdate: options.onUpdate,
      attempt: (signal, onProgress) => this.#attempt(signal, onProgress),
    });
  }

  get run(): JobRun<SendResult> {
    return this.#run;
  }

  async start(picked: Picked, request: WireSend): Promise<SendResult> {
    const { context } = this.#options;
    const { engine } = context;
    const arranged = arrange(picked);
    const source = await createFileSource(engine.prims, arranged);
    const record: SendRecord = {
      id: request.id ?? crypto.randomUUID(),
      gateway: context.ownGateway,
      route: request.route,
      startedMs: engine.env.nowMs(),
      expirySeconds: request.expirySeconds,
      hasPassphrase: request.passphrase !== undefined,
      from: request.from,
      minStores: request.minStores,
      summary: summarize(source.listing),
      dirs: picked.dirs,
      handles: picked.handles,
    };
    const checkpoint = context.checkpoints(record.id);
    return this.#exclusively({ record, source, checkpoint, passphrase: request.passphrase });
  }

  /** Throws `source-changed` when these are not the files that the send was begun with. */
  async goOn(picked: Picked, request: WireGoOn): Promise<SendResult> {
    const { context, records } = this.#options;
    const known = await records.find(request.id);
    if (known === undefined) throw new AppError("transfer-missing");
    const record = { ...known, minStores: request.minStores ?? known.minStores };
    const arranged = arrange({ ...picked, dirs: [...new Set([...picked.dirs, ...record.dirs])] });
    const source = await createFileSource(context.engine.prims, arranged);
    const checkpoint = context.checkpoints(record.id);
    const [begin] = await checkpoint.load();
    if (begin?.type === "begin" && begin.fingerprint !== source.listing.fingerprint) {
      throw new AppError("source-changed");
    }
    return this.#exclusively({ record, source, checkpoint, passphrase: request.passphrase });
  }

  continueWith(minStores: number): void {
    this.#minStores = minStores;
    this.#run.resume();
  }

  /** Stops, removes at the stores what was sent, and forgets it. */
  async cancel(ended: Promise<unknown>): Promise<readonly StoreOutcome[]> {
    this.#run.cancel();
    await ended.catch(() => undefined);
    if (this.#prepared === undefined) return [];
    const { record, checkpoint } = this.#prepared;
    return discardSend(this.#options, record, checkpoint);
  }

  async #exclusively(prepared: Prepared): Promise<SendResult> {
    const { source, record, checkpoint } = prepared;
    const { records } = this.#options;
    if (source.listing.files.length + source.listing.dirs.length === 0) {
      throw new AppError("source-empty");
    }
    return tryLock(lockName(record.id), async (isTaken) => {
      if (isTaken) throw new AppError("send-running");
      this.#prepared = prepared;
      this.#minStores = record.minStores;
      await records.put(record);
      try {
        return await this.#run.run();
      } catch (error) {
        // Nothing was stored, or it was removed again: there is nothing to go on with.
        if ((await checkpoint.load()).length === 0) await records.remove(record.id);
        throw error;
      }
    });
  }

  async #attempt(signal: AbortSignal, onProgress: OnProgress): Promise<SendResult> {
    const { context } = this.#options;
    const prepared = this.#prepared;
    invariant(prepared !== undefined, "a send is prepared before it runs");
    const { record, source, checkpoint, passphrase } = prepared;
    const gateway = await context.gateway(record.gateway, signal);
    const route = gateway.route(record.route);
    const [ownerKey] = await ensureOwnerKeys(context);
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const request: SendRequest = {
      ...{ source, route, ownerKey, checkpoint, signal, onProgress },
      minStores: this.#minStores ?? defaultMinStores(route.k, route.storeIds.length),
      expirySeconds: record.expirySeconds,
      onBegin: (resumed) => {
        if (isFirst) this.#run.markResumed(resumed);
      },
      ...(passphrase !== undefined && { passphrase }),
      ...(record.from !== undefined && { from: record.from }),
    };
    const sent = await context.uploads.during(route.suite, () => send(context.engine, request));
    return this.#finish(prepared, new URL(gateway.config.origin).host, sent);
  }

  /** The index is kept before the checkpoint goes: at every moment one of them leads to the transfer. */
  async #finish(
    { record, checkpoint }: Prepared,
    host: string,
    { index, expirySeconds, missing }: Sent,
  ): Promise<SendResult> {
    const { context, records } = this.#options;
    const { env, prims } = context.engine;
    const { summary, hasPassphrase, gateway, route } = record;
    const id = encodeBase64Url(index.id);
    const indexFile = await formatIndexFile(prims, index, host);
    const sentMs = env.nowMs();
    const kept = { id, indexFile, summary, expirySeconds, hasPassphrase };
    await records.putSent({ ...kept, gateway, route, sentMs, send: record.id });
    await records.remove(record.id);
    await checkpoint.remove();
    return { ...kept, missing };
  }
}

/** Removes at the stores what was sent as well as they let it, and forgets the send. */
export async function discardSend(
  { context, records }: Pick<SendJobOptions, "context" | "records">,
  record: SendRecord,
  checkpoint = context.checkpoints(record.id),
): Promise<readonly StoreOutcome[]> {
  const signal = limited(context, DISCARD_MS);
  try {
    const gateway = await context.gateway(record.gateway, signal);
    const [ownerKey] = await ensureOwnerKeys(context);
    const route = gateway.route(record.route);
    const { engine } = context;
    return (await discard(engine, { route, ownerKey, checkpoint, signal })) ?? [];
  } catch (error) {
    // Fragments without an index: the sweeper takes them when they expire.
    const reason = toAppError(error).code;
    return [{ storeId: "", done: false, reason }];
  } finally {
    await records.remove(record.id);
    await checkpoint.remove();
  }
}
