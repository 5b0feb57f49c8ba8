/** From an index to a transfer whose manifest is verified: steps 1 to 4 of a restore. */
import { equalBytes, type Bytes } from "../bytes";
import { createKernel } from "../codec/wasm-kernel";
import { AppError, isAppError } from "../errors";
import type { Index } from "../format/index-file";
import {
  deriveIndexKeys,
  deriveSealedKeys,
  deriveSharedKeys,
  objectName,
  type CoderSecrets,
  type IndexKeys,
} from "../format/keys";
import { parseManifest, type Manifest } from "../format/manifest";
import { MANIFEST, PASSPHRASE_FLAG, PAYLOAD, type StreamId } from "../format/parameters";
import { openNote } from "../format/owner-action";
import { passphraseKey } from "../format/passphrase";
import { foldState, type TransferState } from "../format/transfer-state";
import { BRISK, retryingStore } from "../store/retry";
import type { ObjectStore } from "../store/store";
import { expectBeginning } from "./ahead";
import type { Engine } from "./engine";
import { gather } from "./gather";
import { readHeads, type Heads } from "./read-heads";
import { readManifestStream, type ReadManifestPack } from "./read-manifest";
import type { Connection, Route } from "./route";
import { createSegmentCoder } from "./row-coder";
import { createVerdicts, type Verdicts } from "./verdicts";

export interface OpenRequest {
  readonly index: Index;
  readonly route: Route;
  readonly passphrase?: string;
  readonly signal: AbortSignal;
  /** Reads a transfer that was recalled or has expired all the same: for its owner's own checks. */
  readonly ignoreState?: boolean;
  /** Waits for every store, however many have answered. */
  readonly thorough?: boolean;
  /** Positions of stores that are known to be dead: they are not asked. */
  readonly without?: readonly number[];
  /** What the sender has just sealed: it need not be parsed again, and nothing else will do. */
  readonly sealed?: SealedManifest;
}

/** A manifest and the bytes of its stream. */
export interface SealedManifest {
  readonly manifest: Manifest;
  readonly stream: Bytes;
}

export interface OpenedTransfer {
  readonly index: Index;
  readonly connection: Connection;
  /** The stores that a reader asks, with short retries. */
  readonly stores: readonly ObjectStore[];
  readonly heads: Heads;
  readonly keys: IndexKeys;
  readonly coderSecrets: CoderSecrets;
  readonly manifest: Manifest;
  readonly manifestStream: Bytes;
  readonly state: TransferState;
  readonly verdicts: Verdicts;
}

/** How long slow stores may take after k have given their part of the manifest. */
const GRACE_MS = 1_000;
const LIMIT_MS = 30_000;

/** Reads the state. Throws `recalled` (with the note as subject) or `expired`. */
async function checkState(
  { prims }: Engine,
  request: OpenRequest,
  connection: Connection,
  keys: IndexKeys,
): Promise<TransferState> {
  const { index, signal } = request;
  const state = foldState(await connection.admin.readActions(signal));
  if (request.ignoreState === true) return state;
  if (state.recall !== undefined) {
    const note = await openNote(prims, keys.note, index.id, state.recall);
    const details = { atSeconds: state.recall.ts };
    throw new AppError("recalled", note === undefined ? { details } : { details, subject: note });
  }
  const { expirySeconds } = state;
  if (expirySeconds !== undefined && connection.admin.nowMs() >= expirySeconds * 1000) {
    throw new AppError("expired", { details: { atSeconds: expirySeconds } });
  }
  return state;
}

async function deriveCoderSecrets(
  { prims }: Engine,
  { index, passphrase }: OpenRequest,
  { identity, dataKey }: Heads,
): Promise<CoderSecrets> {
  const { parameters } = identity;
  const { id, secret } = index;
  const needsPassphrase = (parameters.flags & PASSPHRASE_FLAG) !== 0;
  if (needsPassphrase && passphrase === undefined) throw new AppError("passphrase-needed");
  const pw = await passphraseKey(prims, id, needsPassphrase ? passphrase : undefined);
  const keysOf = (stream: StreamId) =>
    dataKey === undefined
      ? deriveSharedKeys(prims, id, { secret, randomSeed: undefined }, parameters.n, stream)
      : deriveSealedKeys(prims, id, { secret, dataKey, passphraseKey: pw }, parameters.n, stream);
  return { parameters, id, payload: await keysOf(PAYLOAD), manifest: await keysOf(MANIFEST) };
}

/** Asks these stores for their pack of the manifest: it is small and shows who lies. */
function manifestReader(
  { prims, env }: Engine,
  { signal, thorough }: OpenRequest,
  { stores, keys, heads }: Pick<OpenedTransfer, "stores" | "keys" | "heads">,
  positions: readonly number[],
): ReadManifestPack {
  return (q, offset, lengthBytes) =>
    gather(
      positions,
      async (i, inner) => {
        const name = await objectName(prims, keys.name, 1, i, q);
        return stores[i]?.get(name, { offset, lengthBytes }, { signal: inner });
      },
      {
        env,
        signal,
        enough: thorough === true ? positions.length : heads.identity.parameters.k,
        graceMs: GRACE_MS,
        limitMs: LIMIT_MS,
        counts: (stored) => stored !== undefined,
      },
    );
}

/**
 * The stream of the manifest. Who has not answered before is asked only when the others cannot give it.
 */
async function readStream(
  engine: Engine,
  request: OpenRequest,
  opened: Pick<OpenedTransfer, "index" | "stores" | "keys" | "heads" | "coderSecrets">,
  verdicts: Verdicts,
): Promise<Bytes> {
  const { prims } = engine;
  const { parameters, publicKey } = opened.heads.identity;
  const { usable } = opened.heads;
  const read = async (positions: readonly number[]): Promise<Bytes> =>
    readManifestStream(
      {
        ...{ prims, parameters, publicKey, positions },
        id: opened.index.id,
        coder: await createSegmentCoder(prims, createKernel(), opened.coderSecrets, MANIFEST),
        readPack: manifestReader(engine, request, opened, positions),
      },
      verdicts,
    );
  const answering = usable.filter((i) => verdicts.of(i) !== "unreachable");
  if (request.thorough === true || answering.length === usable.length) return read(usable);
  if (answering.length < parameters.k) return read(usable);
  try {
    return await read(answering);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return read(usable);
  }
}

type ReadTransfer = Omit<OpenedTransfer, "state" | "connection">;

/** Heads, keys and manifest: everything but the state. */
async function readTransfer(
  engine: Engine,
  request: OpenRequest,
  connection: Connection,
  keys: IndexKeys,
): Promise<ReadTransfer> {
  const { prims, env } = engine;
  const { index, route, signal, sealed, without = [], thorough } = request;
  const stores = connection.stores.map((store) => retryingStore(store, BRISK, env));
  const verdicts = createVerdicts(route.storeIds);
  await expectBeginning(prims, keys.name, stores, { signal });
  const enough = thorough === true ? stores.length : route.k;
  const question = { index, keys, stores, enough, needed: route.k, without };
  const heads = await readHeads(engine, question, verdicts, signal);
  const coderSecrets = await deriveCoderSecrets(engine, request, heads);
  const opened = { index, stores, heads, keys, coderSecrets };
  const manifestStream = await readStream(engine, request, opened, verdicts);
  if (sealed !== undefined && !equalBytes(sealed.stream, manifestStream)) {
    throw new AppError("internal", { details: { what: "the manifest reads back otherwise" } });
  }
  const manifest = sealed?.manifest ?? parseManifest(heads.identity.parameters, manifestStream);
  return { ...opened, manifest, manifestStream, verdicts };
}

/**
 * Opens a transfer. The state is read beside heads and manifest, and has the last word. Throws
 * `recalled`, `expired`, `transfer-missing`, `too-few-stores`, `passphrase-needed`, `passphrase-wrong`,
 * `manifest-corrupt` or `manifest-invalid`.
 */
export async function openTransfer(engine: Engine, given: OpenRequest): Promise<OpenedTransfer> {
  const { index, route } = given;
  const stop = new AbortController();
  const request = { ...given, signal: AbortSignal.any([given.signal, stop.signal]) };
  const connection = route.connect(index.id);
  const { prims } = engine;
  const keys = await deriveIndexKeys(prims, index.id, index.secret, route.storeIds.length);
  const stating = checkState(engine, request, connection, keys);
  const reading = readTransfer(engine, request, connection, keys).catch(async (error: unknown) => {
    // A transfer that was recalled is missing as well: the state says what there is to say.
    await stating;
    throw error;
  });
  try {
    const [state, transfer] = await Promise.all([stating, reading]);
    return { ...transfer, connection, state };
  } catch (error) {
    stop.abort(new AppError("cancelled"));
    throw error;
  }
}
