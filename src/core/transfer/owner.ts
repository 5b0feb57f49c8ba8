/** What the sender does with a transfer that is out: recall, extend, look at its state. */
import { equalBytes, type Bytes } from "../bytes";
import { AppError, isAppError } from "../errors";
import { openHead } from "../format/head";
import { signingSeed, type Identity } from "../format/identity";
import type { Index } from "../format/index-file";
import { deriveIndexKeys, HEAD_KIND, objectName, type IndexKeys } from "../format/keys";
import {
  encodeExpiry,
  EXTEND,
  openNote,
  RECALL,
  sealNote,
  signAction,
  type SignedAction,
} from "../format/owner-action";
import { foldState, type TransferState } from "../format/transfer-state";
import type { Engine } from "./engine";
import { LONGEST_HEAD_BYTES } from "./read-heads";
import type { Connection, Route, StoreOutcome } from "./route";

export interface OwnerRequest {
  readonly index: Index;
  readonly route: Route;
  /** The first one whose transfer this is signs. */
  readonly ownerKeys: readonly Bytes[];
  readonly signal: AbortSignal;
}

interface Owned {
  readonly connection: Connection;
  readonly identity: Identity;
  readonly seed: Bytes;
  readonly keys: IndexKeys;
  readonly actions: readonly SignedAction[];
}

/** The identity, from a signed action or from any good head: both are bound to T. */
async function findIdentity(
  { prims }: Engine,
  { index, signal }: OwnerRequest,
  { stores }: Connection,
  keys: IndexKeys,
  actions: readonly SignedAction[],
): Promise<Identity> {
  const [action] = actions;
  if (action !== undefined) return action.identity;
  for (const [i, store] of stores.entries()) {
    const name = await objectName(prims, keys.name, HEAD_KIND, i, 0);
    const range = { offset: 0, lengthBytes: LONGEST_HEAD_BYTES };
    const stored = await store.get(name, range, { signal }).catch(() => undefined);
    const wrapKey = keys.wrap[i] ?? new Uint8Array(0);
    const expected = { id: index.id, i, routeLength: stores.length, wrapKey };
    const head = stored && (await openHead(prims, stored.bytes, expected));
    if (head !== undefined) return head.identity;
  }
  throw new AppError("transfer-missing");
}

/** Throws `owner-key-missing` when no key is this transfer's, `transfer-missing` when no store has it. */
async function own(engine: Engine, request: OwnerRequest): Promise<Owned> {
  const { prims } = engine;
  const { index, route, ownerKeys, signal } = request;
  const connection = route.connect(index.id);
  const keys = await deriveIndexKeys(prims, index.id, index.secret, route.storeIds.length);
  // An order needs to know whose transfer it is, not its state: what answers there are will do.
  const actions = await connection.admin.readActions(signal).catch((error: unknown) => {
    if (isAppError(error) && error.code === "too-few-stores") return [];
    throw error;
  });
  const identity = await findIdentity(engine, request, connection, keys, actions);
  for (const ownerKey of ownerKeys) {
    const seed = await signingSeed(prims, ownerKey, index.secret);
    if (equalBytes(await prims.publicKey(seed), identity.publicKey)) {
      return { connection, identity, seed, keys, actions };
    }
  }
  throw new AppError("owner-key-missing");
}

/** Whether one of the keys is this transfer's. Throws `transfer-missing` when no store has it. */
export async function isOwner(engine: Engine, request: OwnerRequest): Promise<boolean> {
  try {
    await own(engine, request);
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "owner-key-missing") return false;
    throw error;
  }
}

export interface Recalled {
  readonly stores: readonly StoreOutcome[];
  /** Whether fewer than k stores can still hold heads: the moment from which no restore is possible. */
  readonly isFinal: boolean;
  /** Whether there is a reason that whoever runs a store can read. */
  readonly isReasonReadable: boolean;
}

/**
 * Recalls a transfer. It is done when every store is; what a dead store still holds is removed when the
 * same is asked again. `reason` is for the recipients; in suite 2 the stores can read it.
 */
export async function recall(
  engine: Engine,
  request: OwnerRequest,
  reason: string,
): Promise<Recalled> {
  const { prims } = engine;
  const { index } = request;
  const { connection, identity, seed, keys } = await own(engine, request);
  const { suite, k, n } = identity.parameters;
  const action = await signAction(prims, seed, {
    identity,
    action: RECALL,
    ts: Math.floor(connection.admin.nowMs() / 1000),
    origin: connection.admin.origin,
    payload: await sealNote(prims, suite, keys.note, index.id, reason),
  });
  const heads: string[][] = [];
  for (let i = 0; i < n; i += 1) heads.push([await objectName(prims, keys.name, HEAD_KIND, i, 0)]);
  const stores = await connection.admin.recall(action, heads, request.signal);
  const emptied = stores.slice(0, n).filter(({ emptiedAt }) => emptiedAt !== undefined).length;
  const isReasonReadable = suite === 2 && reason !== "";
  return { stores, isFinal: n - emptied < k, isReasonReadable };
}

export interface Extended {
  readonly stores: readonly StoreOutcome[];
  /** Until when the transfer is available now: the latest time that was ever signed. */
  readonly expirySeconds: number;
}

/** Moves the expiry. By the rules of the state the latest one counts, so an earlier one has no effect. */
export async function extend(
  engine: Engine,
  request: OwnerRequest,
  expirySeconds: number,
): Promise<Extended> {
  const { prims } = engine;
  const { connection, identity, seed, actions } = await own(engine, request);
  const { recall: recalled, expirySeconds: known = 0 } = foldState(actions);
  if (recalled !== undefined) {
    throw new AppError("recalled", { details: { atSeconds: recalled.ts } });
  }
  const action = await signAction(prims, seed, {
    identity,
    action: EXTEND,
    ts: Math.floor(connection.admin.nowMs() / 1000),
    origin: connection.admin.origin,
    payload: encodeExpiry(expirySeconds),
  });
  const stores = await connection.admin.keep(action, request.signal);
  return { stores, expirySeconds: Math.max(known, expirySeconds) };
}

export interface StateReport extends TransferState {
  /** The reason that the sender gave for a recall. */
  readonly note: string | undefined;
}

/** The state of a transfer as an index holder sees it. */
export async function readState(
  { prims }: Engine,
  { index, route, signal }: Omit<OwnerRequest, "ownerKeys">,
): Promise<StateReport> {
  const state = foldState(await route.connect(index.id).admin.readActions(signal));
  if (state.recall === undefined) return { ...state, note: undefined };
  const keys = await deriveIndexKeys(prims, index.id, index.secret, 0);
  return { ...state, note: await openNote(prims, keys.note, index.id, state.recall) };
}
