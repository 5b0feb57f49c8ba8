/** What every call on a transfer checks: whose action it is, and in which state the transfer is. */
import type { Bytes } from "../core/bytes";
import { AppError } from "../core/errors";
import { openAction, type Action, type SignedAction } from "../core/format/owner-action";
import { foldState, type TransferState } from "../core/format/transfer-state";
import { ACTION_WINDOW_SECONDS } from "../core/gateway-api";
import { adminOf, nowSeconds, type Gateway, type OpenRoute } from "./gateway";

export const refuseAction = (reason: string): AppError =>
  new AppError("action-refused", { details: { reason } });

/**
 * The signed action of a request, if it is of this kind, for this transfer, for this gateway and of now.
 * Throws `action-refused` or `action-stale`.
 */
export async function checkAction(
  gateway: Gateway,
  id: Bytes,
  bytes: Bytes,
  kind: Action,
): Promise<SignedAction> {
  const action = await openAction(gateway.prims, id, bytes);
  if (action?.action !== kind) throw refuseAction("signature");
  if (!gateway.origins.isOwn(action.origin)) throw refuseAction("origin");
  const awaySeconds = Math.abs(nowSeconds(gateway) - action.ts);
  if (awaySeconds >= ACTION_WINDOW_SECONDS) throw new AppError("action-stale");
  return action;
}

/** Refuses an action whose transfer is cut otherwise than the route says: its index would not fit. */
export function checkShape({ identity }: SignedAction, route: OpenRoute): void {
  const { suite, k, n } = identity.parameters;
  const isSame = suite === route.suite && k === route.k && n === route.stores.length;
  if (!isSame) throw refuseAction("shape");
}

/** The actions that the stores hold, at most five seconds old. Throws `too-few-stores`. */
export function readActions(
  gateway: Gateway,
  route: OpenRoute,
  id: Bytes,
): Promise<readonly SignedAction[]> {
  // Not the request's signal: others may wait for the same answer. The reading has its own time limit.
  const { signal } = new AbortController();
  return gateway.states.get(route.id, id, () => adminOf(gateway, route, id).readActions(signal));
}

/** An open transfer and until when it is. Throws `transfer-missing`, `recalled` or `expired`. */
export async function requireOpen(
  gateway: Gateway,
  route: OpenRoute,
  id: Bytes,
): Promise<TransferState & { readonly expirySeconds: number }> {
  const state = foldState(await readActions(gateway, route, id));
  const { recall, expirySeconds } = state;
  if (recall !== undefined) throw new AppError("recalled", { details: { atSeconds: recall.ts } });
  if (expirySeconds === undefined) throw new AppError("transfer-missing");
  if (nowSeconds(gateway) >= expirySeconds) {
    throw new AppError("expired", { details: { atSeconds: expirySeconds } });
  }
  return { ...state, expirySeconds };
}
