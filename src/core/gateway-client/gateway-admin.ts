/** TransferAdmin through a gateway. The gateway is not believed: what it answers is verified again. */
import type { Bytes } from "../bytes";
import { AppError } from "../errors";
import { OPEN, openAction, type SignedAction } from "../format/owner-action";
import type { Primitives } from "../format/primitives";
import {
  readKeptAnswer,
  readRecalledAnswer,
  readStateAnswer,
  statePath,
  transferPath,
  TRANSFERS_PATH,
  type KeptAt,
  type RecalledAt,
} from "../gateway-api";
import type { StoreOutcome, TransferAdmin } from "../transfer/route";
import type { GatewayClient } from "./gateway-client";

/** A recall removes tens of thousands of objects before it answers. */
const RECALL_ATTEMPT_MS = 120_000;

const keptOutcome = ({ store, done, error }: KeptAt): StoreOutcome => ({
  storeId: store,
  done,
  ...(error !== undefined && { reason: error }),
});

const recalledOutcome = ({ store, error, state, ...rest }: RecalledAt): StoreOutcome => ({
  storeId: store,
  done: state === "recalled" && rest.left === 0,
  marked: state === "recalled",
  ...rest,
  ...(error !== undefined && { reason: error }),
});

interface Place {
  readonly client: GatewayClient;
  readonly prims: Primitives;
  readonly route: number;
  /** T. */
  readonly id: Bytes;
}

async function readActions(
  { client, prims, route, id }: Place,
  signal: AbortSignal,
): Promise<readonly SignedAction[]> {
  const call = { path: statePath(id, route), read: readStateAnswer, isSigned: false };
  const { actions } = await client.call(call, { signal });
  const opened: SignedAction[] = [];
  for (const action of actions) {
    const valid = await openAction(prims, id, action);
    if (valid !== undefined) opened.push(valid);
  }
  return opened;
}

async function keep(
  { client, prims, route, id }: Place,
  action: Bytes,
  totalBytes: number,
  signal: AbortSignal,
): Promise<readonly StoreOutcome[]> {
  const opened = await openAction(prims, id, action);
  if (opened === undefined) throw new AppError("action-refused");
  const isOpen = opened.action === OPEN;
  const order = isOpen ? { route, transfer: id, action, totalBytes } : { route, action };
  const { stores } = await client.call(
    {
      path: isOpen ? TRANSFERS_PATH : transferPath(id, "extend"),
      request: () => Promise.resolve(order),
      read: readKeptAnswer,
      isSigned: isOpen,
    },
    { signal },
  );
  return stores.map(keptOutcome);
}

async function recall(
  { client, route, id }: Place,
  action: Bytes,
  first: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<readonly StoreOutcome[]> {
  const { stores } = await client.call(
    {
      path: transferPath(id, "recall"),
      request: () => Promise.resolve({ route, action, first }),
      read: readRecalledAnswer,
      isSigned: false,
      attemptMs: RECALL_ATTEMPT_MS,
    },
    { signal },
  );
  return stores.map(recalledOutcome);
}

/** The owner's actions on one transfer, and its state, through a gateway. */
export function createGatewayAdmin(place: Place): TransferAdmin {
  const { client } = place;
  return {
    origin: client.origin,
    nowMs: () => client.nowMs(),
    readActions: (signal) => readActions(place, signal),
    keep: (action, signal, totalBytes = 0) => keep(place, action, totalBytes, signal),
    recall: (action, first, signal) => recall(place, action, first, signal),
  };
}
