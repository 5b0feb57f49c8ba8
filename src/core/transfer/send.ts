/** Sends files: heads, payload, manifest, each to every store of the route, then reads back. */
import type { Bytes } from "../bytes";
import { isAppError, type ErrorCode } from "../errors";
import { sealHead } from "../format/head";
import type { Index } from "../format/index-file";
import { HEAD_KIND, objectName } from "../format/keys";
import { buildManifest, type Manifest, type ManifestContent } from "../format/manifest";
import { encodeExpiry, OPEN, signAction } from "../format/owner-action";
import { MANIFEST, PAYLOAD, segmentCount } from "../format/parameters";
import { foldState } from "../format/transfer-state";
import { checkStored } from "./check-stored";
import type { Checkpoint, CheckpointRecord } from "./checkpoint";
import { confirmSent } from "./confirm";
import type { Engine } from "./engine";
import { Lanes } from "./lanes";
import type { SealedManifest } from "./open-transfer";
import { createProgressMeter, type OnProgress } from "./progress";
import type { Connection, Route, StoreOutcome } from "./route";
import { abandon, recallBroken } from "./abandon";
import { resumeSession, startSession, type SendSession } from "./send-session";
import { sendStream, type SendContext } from "./send-stream";
import type { Source } from "./source";
import { createTaskGroup } from "./task-group";

export interface SendRequest {
  readonly source: Source;
  readonly route: Route;
  readonly ownerKey: Bytes;
  /** m: so many stores must hold everything, k <= m <= n. */
  readonly minStores: number;
  /** Unix seconds. A resumed transfer keeps the expiry it began with. */
  readonly expirySeconds: number;
  readonly passphrase?: string;
  readonly from?: ManifestContent["from"];
  readonly checkpoint: Checkpoint;
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress;
  /**
   * Called once it is clear whether an earlier, broken run is gone on with; once more with false when
   * that turns out to be in vain.
   */
  readonly onBegin?: (resumed: boolean) => void;
}

export interface Sent {
  readonly index: Index;
  readonly expirySeconds: number;
  /** Whether an earlier, broken run was gone on with. */
  readonly resumed: boolean;
  /** Stores that do not hold everything: the transfer is sent, with less redundancy. */
  readonly missing: readonly { readonly storeId: string; readonly reason: string }[];
}

/** The default of m: one store more than a restore needs, where there is one. */
export function defaultMinStores(k: number, n: number): number {
  return Math.min(n, k + 1);
}

/** What was stored cannot be put together: whatever the reason, it is not built upon. */
const UNRESTORABLE: readonly ErrorCode[] = ["segment-corrupt", "manifest-corrupt"];

/** Whether the stores hold something else than the checkpoint says. */
function isDoubtful(error: unknown): boolean {
  if (!isAppError(error)) return false;
  const { code, cause } = error;
  if (code === "too-few-stores") return isAppError(cause) && cause.code === "store-conflict";
  return code === "store-conflict" || UNRESTORABLE.includes(code);
}

/**
 * Sends and verifies. When it resolves, the index restores everything; the checkpoint is the caller's to
 * remove once the index is where it belongs. A broken run is gone on with, unless its stores hold
 * something else than they did: then a new transfer is made. Throws `too-few-stores` or the signal's
 * reason, after both of which the same request goes on from where it was; `source-changed`,
 * `segment-corrupt` or `manifest-corrupt` after removing what was stored; and what source and stores
 * throw.
 */
export async function send(engine: Engine, request: SendRequest): Promise<Sent> {
  const { prims, env } = engine;
  const { checkpoint } = request;
  const records = await checkpoint.load();
  const resumed = await findResumable(engine, request, records);
  if (resumed !== undefined) {
    request.onBegin?.(true);
    try {
      return await finishSession(engine, request, resumed, true);
    } catch (error) {
      if (!isDoubtful(error)) throw error;
    }
  }
  if (records.length > 0) await forget(engine, request, records);
  const session = await startSession(prims, request, env.nowMs());
  await checkpoint.append(session.begin);
  request.onBegin?.(false);
  return finishSession(engine, request, session, false);
}

async function forget(
  engine: Engine,
  request: SendRequest,
  records: readonly CheckpointRecord[],
): Promise<void> {
  await abandon(engine, request, records);
  await request.checkpoint.remove();
}

async function finishSession(
  engine: Engine,
  request: SendRequest,
  session: SendSession,
  resumed: boolean,
): Promise<Sent> {
  const { index, begin } = session;
  try {
    const missing = await sendSession(engine, request, session);
    return { index, expirySeconds: begin.expirySeconds, resumed, missing };
  } catch (error) {
    const code = isAppError(error) ? error.code : "internal";
    if (code === "source-changed" || UNRESTORABLE.includes(code)) {
      await forget(engine, request, [begin]);
    }
    throw error;
  }
}

/** The broken send of the same request, unless it was recalled in the meantime. */
async function findResumable(
  { prims, env }: Engine,
  request: SendRequest,
  records: readonly CheckpointRecord[],
): Promise<SendSession | undefined> {
  const session = await resumeSession(prims, request, records, env.nowMs());
  if (session === undefined) return undefined;
  const { admin } = request.route.connect(session.index.id);
  const { recall } = foldState(await admin.readActions(request.signal));
  return recall === undefined ? session : undefined;
}

async function sendSession(
  engine: Engine,
  request: SendRequest,
  given: SendSession,
): Promise<Sent["missing"]> {
  const { source, route, minStores, checkpoint, signal } = request;
  const { totalBytes } = source.listing;
  const meter = createProgressMeter(
    totalBytes,
    route.storeIds,
    request.onProgress ?? (() => undefined),
  );
  const { identity, seed } = given;
  const connection = route.connect(given.index.id, (order) =>
    signAction(engine.prims, seed, { identity, ...order }),
  );
  const lanes = new Lanes(connection.stores, minStores, engine.env, meter);
  const coder = engine.coders.create(given.coderSecrets);
  meter.enter("starting");
  try {
    await keepOpen(engine, given, connection, totalBytes, signal);
    await sendHeads({ engine, session: given, lanes }, connection, signal);
    const rows = await checkStored({ engine, session: given, lanes }, totalBytes, signal);
    const session = { ...given, rows };
    const context: SendContext = { engine, session, lanes, meter, coder, checkpoint };
    meter.enter("moving");
    const read = source.read.bind(source);
    const digests = await sendStream(context, { id: PAYLOAD, totalBytes, read }, signal);
    meter.enter("finishing");
    const sealed = await fixManifest(engine, request, session, digests);
    const readManifest = (offset: number, into: Bytes): Promise<Bytes> => {
      into.set(sealed.stream.subarray(offset, offset + into.length));
      return Promise.resolve(into);
    };
    const stream = { id: MANIFEST, totalBytes: sealed.stream.length, read: readManifest };
    await sendStream(context, stream, signal);
    meter.enter("verifying");
    await confirmSent(engine, request, session, sealed, lanes);
    return lanes.dead();
  } finally {
    await coder.close();
  }
}

/** Stores the signed open; a store that does not take it will lose its lane at its head. */
async function keepOpen(
  { prims }: Engine,
  { identity, seed, begin }: SendSession,
  { admin }: Connection,
  totalBytes: number,
  signal: AbortSignal,
): Promise<void> {
  const action = await signAction(prims, seed, {
    identity,
    action: OPEN,
    ts: Math.floor(admin.nowMs() / 1000),
    origin: admin.origin,
    payload: encodeExpiry(begin.expirySeconds),
  });
  await admin.keep(action, signal, totalBytes);
}

async function sendHeads(
  { engine, session, lanes }: Pick<SendContext, "engine" | "session" | "lanes">,
  { stores }: Connection,
  outer: AbortSignal,
): Promise<void> {
  const { prims } = engine;
  const { identity, keys, secrets } = session;
  const group = createTaskGroup(outer);
  for (const i of stores.keys()) {
    group.run(async (signal) => {
      const name = await objectName(prims, keys.name, HEAD_KIND, i, 0);
      const wrapKey = keys.wrap[i] ?? new Uint8Array(0);
      const head = await sealHead(prims, identity, i, wrapKey, secrets.shares[i]);
      await lanes.put(i, name, head, signal);
    });
  }
  await group.done();
}

/** The manifest, its bytes fixed once: from the checkpoint, or made and kept there before any use. */
async function fixManifest(
  { prims }: Engine,
  { source, checkpoint, from }: SendRequest,
  session: SendSession,
  digests: Bytes,
): Promise<SealedManifest> {
  const { files, dirs, totalBytes } = source.listing;
  const { created, expirySeconds } = session.begin;
  const manifest: Manifest = {
    total: totalBytes,
    segments: segmentCount(session.identity.parameters, totalBytes),
    created,
    files,
    dirs,
    ...(from !== undefined && { from }),
    expires: new Date(expirySeconds * 1000).toISOString(),
    digests,
  };
  if (session.manifest !== undefined) return { manifest, stream: session.manifest };
  const stream = await buildManifest(prims, session.index.id, session.seed, manifest);
  await checkpoint.append({ type: "manifest", bytes: stream });
  return { manifest, stream };
}

/**
 * Gives up a broken send: recalls what it stored. The checkpoint is forgotten when every store has
 * removed its part; until then the same can be asked again. Undefined when there is nothing to give up.
 */
export async function discard(
  engine: Engine,
  request: Pick<SendRequest, "route" | "ownerKey" | "checkpoint" | "signal">,
): Promise<readonly StoreOutcome[] | undefined> {
  const records = await request.checkpoint.load();
  if (records.length === 0) return undefined;
  const outcomes = await recallBroken(engine, request, records, request.signal);
  if (outcomes.every(({ done }) => done)) await request.checkpoint.remove();
  return outcomes;
}
