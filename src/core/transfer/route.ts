/** How the engine reaches the stores of a route: through clouds' keys or through a gateway. */
import type { Bytes } from "../bytes";
import type { Suite } from "../format/parameters";
import type { SignedAction } from "../format/owner-action";
import type { ObjectStore } from "../store/store";

export interface Route {
  /** The number that stands in the index. */
  readonly number: number;
  readonly suite: Suite;
  readonly k: number;
  /** Ids of the stores, in the order of the route; a position is an index into it. */
  readonly storeIds: readonly string[];
  /**
   * Everything that can be done with one transfer. `sign` is its owner's: without it a gateway lets
   * nobody write.
   */
  connect(id: Bytes, sign?: SignOrder): Connection;
}

/** Signs an order of the owner; `signAction` bound to a transfer. */
export type SignOrder = (
  order: Pick<SignedAction, "action" | "ts" | "origin" | "payload">,
) => Promise<Bytes>;

export interface Connection {
  /** One for each position. */
  readonly stores: readonly ObjectStore[];
  readonly admin: TransferAdmin;
}

/** What one store said. */
export interface StoreOutcome {
  readonly storeId: string;
  readonly done: boolean;
  /** Why not, as a code of AppError. */
  readonly reason?: string;
  /** After a recall: objects removed, and those still there. */
  readonly removed?: number;
  readonly left?: number;
  /** After a recall: whether the mark stands there, whatever became of the removal. */
  readonly marked?: boolean;
  /** After a recall: Unix seconds at which the objects that a restore begins with were gone. */
  readonly emptiedAt?: number;
}

/** The owner's actions on one transfer, and its state. */
export interface TransferAdmin {
  /** What an action is signed for: the gateway's origin, empty without one. */
  readonly origin: string;
  /** The time by the clock of whoever checks actions and expiry. */
  readonly nowMs: () => number;
  /** The valid signed actions that the stores hold. */
  readActions(signal: AbortSignal): Promise<readonly SignedAction[]>;
  /** Keeps a signed open or extend at every store. With an open goes how much is to be sent. */
  keep(action: Bytes, signal: AbortSignal, totalBytes?: number): Promise<readonly StoreOutcome[]>;
  /** Marks the transfer as recalled at every store, then removes its fragments, `first` before the rest. */
  recall(
    action: Bytes,
    first: readonly (readonly string[])[],
    signal: AbortSignal,
  ): Promise<readonly StoreOutcome[]>;
}
