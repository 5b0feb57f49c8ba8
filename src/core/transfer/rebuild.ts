/** Fills a lost store again out of k good ones, without any secret that only the sender has. */
import { equalBytes, type Bytes } from "../bytes";
import { createKernel } from "../codec/wasm-kernel";
import { AppError, invariant, isAppError } from "../errors";
import { sealHead } from "../format/head";
import { completeShares } from "../format/identity";
import { HEAD_KIND, objectName, type ObjectKind } from "../format/keys";
import { encodeAction } from "../format/owner-action";
import {
  fullShardBytes,
  MANIFEST,
  packBytes,
  packCount,
  plaintextBytes,
  segmentBytes,
  segmentCount,
  shardBytes,
} from "../format/parameters";
import type { SegmentCoder } from "../format/segment";
import { openSlot, slotOf } from "../format/transfer-state";
import { PATIENT, retryingStates } from "../store/retry";
import type { StateStore } from "../store/state-store";
import type { Engine } from "./engine";
import type { OpenedTransfer } from "./open-transfer";
import { createProgressMeter, type OnProgress } from "./progress";
import { createRanking } from "./ranking";
import { createRunBuffers, jobOf, readRun } from "./read-run";
import { createSegmentCoder } from "./row-coder";
import { runsOf } from "./runs";
import { describeProblems } from "./verdicts";

export interface RebuildRequest {
  readonly transfer: OpenedTransfer;
  /** Which store is filled. */
  readonly position: number;
  /** The same store, by its keys: an object that is there and wrong has to be removed first. */
  readonly states: StateStore;
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface Rebuilt {
  /** Objects that were missing or wrong. */
  readonly written: number;
  /** Objects that were there and right. */
  readonly kept: number;
}

interface Rebuilding extends RebuildRequest {
  readonly engine: Engine;
  /** The good stores without the one that is filled. */
  readonly others: readonly number[];
  readonly counts: { written: number; kept: number };
}

/** Throws `store-unknown`, `too-few-stores` when the others are fewer than k, and what stores throw. */
export async function rebuild(engine: Engine, request: RebuildRequest): Promise<Rebuilt> {
  const { transfer, position } = request;
  const { k, n } = transfer.heads.identity.parameters;
  if (position < 0 || position >= n) throw new AppError("store-unknown");
  const { verdicts } = transfer;
  const others = transfer.heads.usable.filter((i) => i !== position);
  // Nothing is touched before it is sure that the others can give everything.
  const left = others.filter((i) => verdicts.of(i) !== "unreachable").length;
  if (left < k) {
    const dead = describeProblems(verdicts.list(n));
    const details = { doing: "read", needed: k, left, dead };
    throw new AppError("too-few-stores", { details });
  }
  const states = retryingStates(request.states, PATIENT, engine.env);
  const rebuilding = { ...request, states, engine, others, counts: { written: 0, kept: 0 } };
  await rebuildState(rebuilding);
  await rebuildHead(rebuilding);
  await rebuildPayload(rebuilding);
  await rebuildManifest(rebuilding);
  return rebuilding.counts;
}

/** Puts an object that is missing, in the place of a wrong one if there is one. */
async function mend(
  { engine, transfer, position, states, signal, counts }: Rebuilding,
  kind: ObjectKind,
  q: number,
  bytes: Bytes,
): Promise<void> {
  const store = transfer.stores[position];
  invariant(store !== undefined, "the position is of the route");
  const name = await objectName(engine.prims, transfer.keys.name, kind, position, q);
  const range = { offset: 0, lengthBytes: bytes.length + 1 };
  const existing = await store.get(name, range, { signal }).catch((error: unknown) => {
    if (isAppError(error) && error.code === "store-refused") return "something else";
    throw error;
  });
  if (typeof existing === "object" && equalBytes(existing.bytes, bytes)) {
    counts.kept += 1;
    return;
  }
  if (existing !== undefined) await states.remove(name, { signal });
  await store.put(name, bytes, { signal });
  counts.written += 1;
}

/** Copies the signed actions of the other stores; a valid one that is there is never replaced. */
async function rebuildState({ engine, transfer, states, signal }: Rebuilding): Promise<void> {
  const { id } = transfer.index;
  for (const action of await transfer.connection.admin.readActions(signal)) {
    const slot = slotOf(action);
    if (slot === undefined) continue;
    const existing = await states.read(slot, { signal });
    const isValid = existing && (await openSlot(engine.prims, id, slot, existing));
    if (isValid === undefined) await states.write(slot, encodeAction(action), { signal });
  }
}

async function rebuildHead(rebuilding: Rebuilding): Promise<void> {
  const { engine, transfer, position } = rebuilding;
  const { identity, shares } = transfer.heads;
  const { suite, k, n } = identity.parameters;
  const known = new Map([...shares].slice(0, k));
  const share =
    suite === 1 ? (shares.get(position) ?? completeShares(known, n)[position]) : undefined;
  const wrapKey = transfer.keys.wrap[position] ?? new Uint8Array(0);
  const head = await sealHead(engine.prims, identity, position, wrapKey, share);
  await mend(rebuilding, HEAD_KIND, 0, head);
}

async function rebuildPayload(rebuilding: Rebuilding): Promise<void> {
  const { engine, transfer, position, others, signal, onProgress } = rebuilding;
  const { parameters } = transfer.heads.identity;
  const { total } = transfer.manifest;
  const storeIds = transfer.stores.map(({ id }) => id);
  const meter = createProgressMeter(total, storeIds, onProgress ?? (() => undefined));
  meter.enter("moving");
  const coder = engine.coders.create(transfer.coderSecrets);
  const reader = { engine, transfer, coder, ranking: createRanking(others, transfer.verdicts) };
  const buffers = createRunBuffers(reader);
  let pack: Bytes = new Uint8Array(0);
  try {
    for (const run of runsOf(parameters, total)) {
      const inPack = run.firstSegment % 2 ** parameters.p;
      if (inPack === 0) pack = new Uint8Array(packBytes(parameters, total, run.q));
      await readRun(reader, run, buffers, {
        signal,
        onShards: async (shards, into) => {
          const job = { ...jobOf(transfer, run), shards, plaintext: into, position };
          const rebuilt = await coder.rebuild(job);
          pack.set(rebuilt.pack, inPack * fullShardBytes(parameters));
          return rebuilt;
        },
      });
      const isPackEnd = run.firstSegment + run.segments === segmentCount(parameters, total);
      if (isPackEnd || inPack + run.segments === 2 ** parameters.p) {
        await mend(rebuilding, 0, run.q, pack);
      }
      meter.add(run.plainBytes);
    }
  } finally {
    await coder.close();
  }
}

async function rebuildManifest(rebuilding: Rebuilding): Promise<void> {
  const { engine, transfer } = rebuilding;
  const { parameters } = transfer.heads.identity;
  const totalBytes = transfer.manifestStream.length;
  const { prims } = engine;
  const coder = await createSegmentCoder(prims, createKernel(), transfer.coderSecrets, MANIFEST);
  for (let q = 0; q < packCount(parameters, totalBytes); q += 1) {
    await mend(rebuilding, 1, q, await rebuildManifestPack(rebuilding, coder, q));
  }
}

async function rebuildManifestPack(
  { engine, transfer, position, others, signal }: Rebuilding,
  coder: SegmentCoder,
  q: number,
): Promise<Bytes> {
  const { keys, stores, manifestStream } = transfer;
  const { parameters } = transfer.heads.identity;
  const totalBytes = manifestStream.length;
  const out = new Uint8Array(packBytes(parameters, totalBytes, q));
  const packs = new Map<number, Bytes>();
  for (const i of others) {
    const name = await objectName(engine.prims, keys.name, 1, i, q);
    const range = { offset: 0, lengthBytes: out.length };
    const stored = await stores[i]?.get(name, range, { signal }).catch(() => undefined);
    if (stored?.bytes.length === out.length) packs.set(i, stored.bytes);
  }
  const first = q * 2 ** parameters.p;
  for (let start = 0; start < out.length; start += fullShardBytes(parameters)) {
    const j = first + start / fullShardBytes(parameters);
    const plainBytes = plaintextBytes(parameters, totalBytes, j);
    const offset = j * segmentBytes(parameters);
    const digest = await engine.prims.hash(manifestStream.slice(offset, offset + plainBytes));
    const end = start + shardBytes(parameters, plainBytes);
    const shards = new Map([...packs].map(([i, pack]) => [i, pack.subarray(start, end)] as const));
    const final = j === segmentCount(parameters, totalBytes) - 1;
    const [candidate] = await coder.candidates(j, shards, { final, plainBytes, digest });
    if (candidate === undefined) throw new AppError("manifest-corrupt");
    await coder.rebuild(j, candidate, shards, position, out.subarray(start, end));
  }
  return out;
}
