/** TransferAdmin for whoever holds the stores' keys: the gateway, and the command line without one. */
import type { Bytes } from "../bytes";
import type { Env } from "../env";
import { AppError, isAppError } from "../errors";
import { openAction, type SignedAction } from "../format/owner-action";
import type { Primitives } from "../format/primitives";
import { openSlot, RECALLED_SLOT, slotOf } from "../format/transfer-state";
import type { StateStore } from "../store/state-store";
import { BRISK, retryingStates } from "../store/retry";
import { gather, type Answer } from "./gather";
import type { StoreOutcome, TransferAdmin } from "./route";

/** A store that lies may name many slots; more than these of one store are not read. */
const MAX_SLOTS = 64;
const GRACE_MS = 500;
const STATE_LIMIT_MS = 10_000;
/** A small object is written in this time or not at all. */
const KEEP_LIMIT_MS = 10_000;
/** Removing tens of thousands of objects takes its time; what is left then is removed another time. */
const RECALL_LIMIT_MS = 60_000;

export interface AdminContext {
  readonly prims: Primitives;
  readonly env: Env;
  readonly id: Bytes;
  readonly stores: readonly StateStore[];
  /** k of the route: n - k + 1 answers are enough to know the state. */
  readonly k: number;
}

/** Every call to a store is repeated while that is of use. */
function withRetries(given: AdminContext): AdminContext {
  const stores = given.stores.map((store) => retryingStates(store, BRISK, given.env));
  return { ...given, stores };
}

export function createDirectAdmin(given: AdminContext): TransferAdmin {
  const context = withRetries(given);
  const { prims, id, stores } = context;
  const verified = async (bytes: Bytes): Promise<{ action: SignedAction; slot: string }> => {
    const action = await openAction(prims, id, bytes);
    const slot = action && slotOf(action);
    if (action === undefined || slot === undefined) throw new AppError("action-refused");
    return { action, slot };
  };
  return {
    origin: "",
    nowMs: () => context.env.nowMs(),

    async readActions(signal) {
      const answers = await gather(
        stores.map((_, i) => i),
        (i, inner) => readSlots(context, stores[i], inner),
        {
          env: context.env,
          signal,
          enough: stores.length - context.k + 1,
          graceMs: GRACE_MS,
          limitMs: STATE_LIMIT_MS,
        },
      );
      const heard = [...answers.values()].flatMap((answer) => (answer.ok ? [answer.value] : []));
      if (heard.length < leastAnswers(context)) throw notHeard(context, answers);
      return heard.flat();
    },

    async keep(bytes, signal) {
      const { slot } = await verified(bytes);
      return eachStore(context, signal, KEEP_LIMIT_MS, async (store, _i, inner) => {
        await keepAt(context, store, slot, bytes, inner);
        return {};
      });
    },

    async recall(bytes, first, signal) {
      const { slot } = await verified(bytes);
      if (slot !== RECALLED_SLOT) throw new AppError("action-refused");
      return recallAt(context, bytes, first, signal);
    },
  };
}

/**
 * Removes all of a transfer without its owner, as only whoever holds the stores' keys can. A recall that its
 * owner signed stays; nothing else can be left to say why the transfer is gone, for only the owner's
 * signature counts.
 */
export function removeTransfer(
  given: AdminContext,
  signal: AbortSignal,
): Promise<readonly StoreOutcome[]> {
  const context = withRetries(given);
  return eachStore(context, signal, RECALL_LIMIT_MS, async (store, _i, inner) => {
    const removal = await store.removeFragments([], { signal: inner });
    const recall = await readSlot(context, store, RECALLED_SLOT, inner);
    await removeSlots(store, recall === undefined ? undefined : RECALLED_SLOT, inner);
    return { ...removal, done: removal.left === 0 };
  });
}

async function removeSlots(
  store: StateStore,
  kept: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const slots = await store.list({ signal });
  for (const slot of slots) if (slot !== kept) await store.remove(slot, { signal });
}

/** How far a recall came at a store, also when it did not come to its end. */
interface Reached {
  marked?: boolean;
  emptiedAt?: number;
}

/** Marks and empties every store, each as far as it lets it. */
async function recallAt(
  context: AdminContext,
  bytes: Bytes,
  first: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<readonly StoreOutcome[]> {
  const reached = context.stores.map((): Reached => ({}));
  const recallOne = async (store: StateStore, i: number, inner: AbortSignal) => {
    await keepAt(context, store, RECALLED_SLOT, bytes, inner);
    const mine = reached[i] ?? {};
    mine.marked = true;
    const removal = await store.removeFragments(first[i] ?? [], {
      signal: inner,
      onFirstRemoved: () => (mine.emptiedAt ??= Math.floor(context.env.nowMs() / 1000)),
    });
    await removeSlots(store, RECALLED_SLOT, inner);
    return { ...removal, done: removal.left === 0 };
  };
  const outcomes = await eachStore(context, signal, RECALL_LIMIT_MS, recallOne);
  return outcomes.map((outcome, i) => ({ ...outcome, marked: false, ...reached[i] }));
}

/**
 * n - k + 1 answers make sure that an action which k stores hold is seen. Where k stores are fewer than
 * that, those k are enough to restore and have to be enough here.
 */
function leastAnswers({ stores, k }: AdminContext): number {
  return Math.min(k, stores.length - k + 1);
}

function notHeard(
  context: AdminContext,
  answers: ReadonlyMap<number, Answer<readonly SignedAction[]>>,
): AppError {
  const dead = context.stores.flatMap(({ id }, i) => {
    const answer = answers.get(i);
    if (answer?.ok === true) return [];
    return [`${id}: ${isAppError(answer?.error) ? answer.error.code : "store-unavailable"}`];
  });
  const left = context.stores.length - dead.length;
  const details = { doing: "state", needed: leastAnswers(context), left, dead };
  return new AppError("too-few-stores", { details });
}

/** The valid action in a slot; undefined when there is none. */
async function readSlot(
  { prims, id }: AdminContext,
  store: StateStore,
  slot: string,
  signal: AbortSignal,
): Promise<SignedAction | undefined> {
  const bytes = await store.read(slot, { signal });
  return bytes && (await openSlot(prims, id, slot, bytes));
}

async function readSlots(
  context: AdminContext,
  store: StateStore | undefined,
  signal: AbortSignal,
): Promise<SignedAction[]> {
  if (store === undefined) return [];
  const slots = await store.list({ signal });
  const actions: SignedAction[] = [];
  for (const slot of slots.slice(0, MAX_SLOTS)) {
    const action = await readSlot(context, store, slot, signal);
    if (action !== undefined) actions.push(action);
  }
  return actions;
}

/** Writes a slot unless a valid action stands in it: a valid one is never replaced. */
async function keepAt(
  context: AdminContext,
  store: StateStore,
  slot: string,
  bytes: Bytes,
  signal: AbortSignal,
): Promise<void> {
  if ((await readSlot(context, store, slot, signal)) !== undefined) return;
  await store.write(slot, bytes, { signal });
}

/** Does the same at every store, each with its own retries, and tells what came of it at each. */
async function eachStore(
  { stores, env }: AdminContext,
  signal: AbortSignal,
  limitMs: number,
  task: (store: StateStore, i: number, signal: AbortSignal) => Promise<Partial<StoreOutcome>>,
): Promise<StoreOutcome[]> {
  const positions = stores.map((_, i) => i);
  const attempt = async (i: number, inner: AbortSignal): Promise<StoreOutcome> => {
    const store = stores[i];
    if (store === undefined) throw new AppError("store-unknown");
    const outcome = await task(store, i, inner);
    return { storeId: store.id, done: true, ...outcome };
  };
  const enough = stores.length;
  const answers = await gather(positions, attempt, {
    env,
    signal,
    enough,
    graceMs: 0,
    limitMs,
  });
  return stores.map(({ id: storeId }, i) => {
    const answer = answers.get(i);
    if (answer?.ok === true) return answer.value;
    const error = answer?.error;
    const reason = isAppError(error) ? error.code : "store-unavailable";
    return { storeId, done: false, reason };
  });
}
