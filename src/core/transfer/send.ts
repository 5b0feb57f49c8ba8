/** Sends files: heads, payload, manifest, each to every store of the route, then reads back. */
import type { Bytes } from "../bytes";
import { isAppError } from "../errors";
import { sealHead } from "../format/head";
import type { Index } from "../format/index-file";
import { HEAD_KIND, objectName } from "../format/keys";
import { buildManifest, type Manifest, type ManifestContent } from "../format/manifest";
import { encodeExpiry, OPEN, signAction } from "../format/owner-action";
import { MANIFEST, PAYLOAD, segmentCount } from "../format/parameters";
import { foldState } from "../format/transfer-state";
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
  /** Called once it is clear whether an earlier, broken run is gone on with. */
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

/**
 * Sends and verifies. When it resolves, the index restores everything; the checkpoint is the caller's to
 * remove once the index is where it belongs. Throws `too-few-stores` or the signal's reason, after both
 * of which the same request goes on from where it was; `source-changed` after removing what was stored;
 * and what source and stores throw.
 */
export async function send(engine: Engine, request: SendRequest): Promise<Sent> {
  const { prims, env } = engine;
  const { checkpoint } = request;
  const records = await checkpoint.load();
  const resumed = await findResumable(engine, request, records);
  if (resumed === undefined && records.length > 0) {
    await abandon(engine, request, records);
    await checkpoint.remove();
  }
  const session = resumed ?? (await startSession(prims, request, env.nowMs()));
  if (resumed === undefined) await checkpoint.append(session.begin);
  request.onBegin?.(resumed !== undefined);
  try {
    const missing = await sendSession(engine, request, session, resumed !== undefined);
    const { expirySeconds } = session.begin;
    return { index: session.index, expirySeconds, resumed: resumed !== undefined, missing };
  } catch (error) {
    if (isAppError(error) && error.code === "source-changed") {
      await abandon(engine, request, [session.begin]);
      await checkpoint.remove();
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
  session: SendSession,
  isResumed: boolean,
): Promise<Sent["missing"]> {
  const { source, route, minStores, checkpoint, signal } = request;
  const { totalBytes } = source.listing;
  const meter = createProgressMeter(
    totalBytes,
    route.storeIds,
    request.onProgress ?? (() => undefined),
  );
  const { identity, seed } = session;
  const connection = route.connect(session.index.id, (order) =>
    signAction(engine.prims, seed, { identity, ...order }),
  );
  const lanes = new Lanes(connection.stores, minStores, engine.env, meter);
  const coder = engine.coders.create(session.coderSecrets);
  meter.enter("starting");
  try {
    await keepOpen(engine, session, connection, totalBytes, signal);
    const emptied = await sendHeads({ engine, session, lanes }, connection, isResumed, signal);
    const context: SendContext = { engine, session, lanes, meter, coder, checkpoint, emptied };
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

/**
 * Writes the heads. Returns the positions of a resumed transfer whose head had gone: whoever lost that
 * lost the rest as well, whatever the checkpoint says.
 */
async function sendHeads(
  { engine, session, lanes }: Pick<SendContext, "engine" | "session" | "lanes">,
  { stores }: Connection,
  isResumed: boolean,
  outer: AbortSignal,
): Promise<ReadonlySet<number>> {
  const { prims } = engine;
  const { identity, keys, secrets } = session;
  const emptied = new Set<number>();
  const group = createTaskGroup(outer);
  for (const i of stores.keys()) {
    group.run(async (signal) => {
      const name = await objectName(prims, keys.name, HEAD_KIND, i, 0);
      const wrapKey = keys.wrap[i] ?? new Uint8Array(0);
      const head = await sealHead(prims, identity, i, wrapKey, secrets.shares[i]);
      if (isResumed && (await lanes.holds(i, name, signal)) === false) emptied.add(i);
      await lanes.put(i, name, head, signal);
    });
  }
  await group.done();
  return emptied;
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
