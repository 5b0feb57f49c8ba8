/**
 * The state of a transfer: the union of its valid signed actions. The name under which one is stored is
 * only a slot; what counts is read from the signed bytes (docs/format.md, "Owner's actions").
 */
import type { Bytes } from "../bytes";
import { EXTEND, expiryOf, OPEN, openAction, RECALL, type SignedAction } from "./owner-action";
import type { Primitives } from "./primitives";

export const OPENED_SLOT = "state-opened";
export const RECALLED_SLOT = "state-recalled";

/** The eight bytes as a decimal number, however large. */
function decimalU64(bytes: Bytes): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
}

/** The slot that an action is stored in; undefined for one that is not stored. */
export function slotOf(action: SignedAction): string | undefined {
  if (action.action === OPEN) return OPENED_SLOT;
  if (action.action === RECALL) return RECALLED_SLOT;
  if (action.action === EXTEND) return `state-extended-${String(decimalU64(action.payload))}`;
  return undefined;
}

/** The action in a slot; undefined when it does not verify or stands in a slot of another action. */
export async function openSlot(
  prims: Primitives,
  id: Bytes,
  slot: string,
  bytes: Bytes,
): Promise<SignedAction | undefined> {
  const action = await openAction(prims, id, bytes);
  return action !== undefined && slotOf(action) === slot ? action : undefined;
}

export interface TransferState {
  /** Recalled wins for ever. */
  readonly recall: SignedAction | undefined;
  /** The latest expiry of all, Unix seconds; undefined when no valid action states one. */
  readonly expirySeconds: number | undefined;
  readonly opened: SignedAction | undefined;
}

/** What valid actions say together. */
export function foldState(actions: readonly SignedAction[]): TransferState {
  const expiries = actions.flatMap((action) => expiryOf(action) ?? []);
  return {
    recall: actions.find(({ action }) => action === RECALL),
    expirySeconds: expiries.length > 0 ? Math.max(...expiries) : undefined,
    opened: actions.find(({ action }) => action === OPEN),
  };
}
