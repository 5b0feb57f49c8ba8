/**
 * Removes what has expired and finishes recalls. It touches only transfers whose state is signed by their
 * owner, may run anywhere and any number of times at once, and keeps nothing between two runs.
 */
import { encodeBase64Url, type Bytes } from "../core/bytes";
import { toAppError } from "../core/errors";
import { encodeAction, type SignedAction } from "../core/format/owner-action";
import { foldState } from "../core/format/transfer-state";
import type { StateStore } from "../core/store/state-store";
import { adminOf, nowSeconds, type Gateway, type OpenRoute } from "./gateway";

export type SweepContext = Pick<Gateway, "prims" | "env" | "routes" | "config">;

/** What was done with a transfer. */
export interface Swept {
  /** T as base64url. */
  readonly transfer: string;
  readonly what: "recalled" | "expired" | "mark removed" | "unknown";
  readonly removed: number;
  /** Stores at which something is left, or that did not answer. */
  readonly pending: readonly string[];
}

export interface SweepReport {
  /** Transfers that were looked at. */
  readonly transfers: number;
  readonly removed: number;
  /** Stores whose transfers could not be listed. */
  readonly silent: readonly string[];
}

const DAY_SECONDS = 86_400;
/** Clocks differ, and an owner may be about to extend. */
const EXPIRED_FOR_SECONDS = 3_600;
/** A mark outlives every index that could still be tried. */
const MARK_DAYS = 30;
const AT_ONCE = 8;

/** Looks at every transfer that any store has. `tell` hears of each with which something was done. */
export async function sweepAll(
  context: SweepContext,
  signal: AbortSignal,
  tell: (swept: Swept) => void,
): Promise<SweepReport> {
  const clouds = new Map(
    context.routes.flatMap((route) => route.clouds.map((cloud) => [cloud.id, cloud])),
  );
  // 32 characters for each transfer: a million of them are a hundred megabytes.
  const seen = new Set<string>();
  const silent: string[] = [];
  let removed = 0;
  const look = async (id: Bytes, store: string): Promise<void> => {
    for (const route of context.routes.filter(({ stores }) => stores.includes(store))) {
      const swept = await sweepTransfer(context, route, id, signal);
      removed += swept?.removed ?? 0;
      if (swept !== undefined && swept.removed + swept.pending.length > 0) tell(swept);
    }
  };
  for (const cloud of clouds.values()) {
    try {
      for await (const page of cloud.transfers({ signal })) {
        const fresh = page.filter((id) => !seen.has(encodeBase64Url(id)));
        for (const id of fresh) seen.add(encodeBase64Url(id));
        await eachOf(fresh, (id) => look(id, cloud.id));
      }
    } catch (error) {
      signal.throwIfAborted();
      silent.push(`${cloud.id}: ${toAppError(error).code}`);
    }
  }
  return { transfers: seen.size, removed, silent };
}

/** A few at a time: most of the time is waiting for the stores. */
async function eachOf<Item>(
  items: readonly Item[],
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const item of queue) await task(item);
  });
  await Promise.all(workers);
}

/** Undefined for a transfer that is in order, or is none of this route. */
export async function sweepTransfer(
  context: SweepContext,
  route: OpenRoute,
  id: Bytes,
  signal: AbortSignal,
): Promise<Swept | undefined> {
  const transfer = encodeBase64Url(id);
  const admin = adminOf(context, route, id);
  let actions: readonly SignedAction[];
  try {
    actions = await admin.readActions(signal);
  } catch (error) {
    signal.throwIfAborted();
    return { transfer, what: "unknown", removed: 0, pending: [toAppError(error).code] };
  }
  if (!actions.some((action) => isOfRoute(action, route))) return undefined;
  const { recall, expirySeconds = Number.MAX_SAFE_INTEGER } = foldState(actions);
  const now = nowSeconds(context);
  if (recall !== undefined) {
    const keptSeconds = (context.config.expiryDays.max + MARK_DAYS) * DAY_SECONDS;
    if (now > recall.ts + keptSeconds) {
      return { transfer, what: "mark removed", ...(await removeAll(route, id, signal)) };
    }
    const outcomes = await admin.recall(encodeAction(recall), [], signal);
    return {
      ...{ transfer, what: "recalled" },
      removed: outcomes.reduce((sum, outcome) => sum + (outcome.removed ?? 0), 0),
      pending: outcomes.filter(({ done }) => !done).map(({ storeId }) => storeId),
    };
  }
  if (now <= expirySeconds + EXPIRED_FOR_SECONDS) return undefined;
  return { transfer, what: "expired", ...(await removeAll(route, id, signal)) };
}

/** A store may be in several routes; the transfer's own shape says which one it was sent over. */
function isOfRoute({ identity }: SignedAction, { suite, k, stores }: OpenRoute): boolean {
  const { parameters } = identity;
  return parameters.suite === suite && parameters.k === k && parameters.n === stores.length;
}

/** Takes away fragments, then slots, at every store that answers. */
async function removeAll(
  { clouds }: OpenRoute,
  id: Bytes,
  signal: AbortSignal,
): Promise<Pick<Swept, "removed" | "pending">> {
  const removeAt = async (states: StateStore): Promise<number> => {
    const { removed, left } = await states.removeFragments([], { signal });
    if (left > 0) throw new Error("something is left");
    const slots = await states.list({ signal });
    for (const slot of slots) await states.remove(slot, { signal });
    return removed + slots.length;
  };
  const pending: string[] = [];
  let removed = 0;
  await Promise.all(
    clouds.map(async (cloud) => {
      try {
        const removedHere = await removeAt(cloud.states(id));
        removed += removedHere;
      } catch {
        signal.throwIfAborted();
        pending.push(cloud.id);
      }
    }),
  );
  return { removed, pending };
}
