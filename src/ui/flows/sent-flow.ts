/** What this browser sent, and what is known of it: the list that the page of sent transfers shows. */
import { toAppError, type AppError } from "../../core/errors";
import type { Live, SentState, SentTransfer, Transfers } from "../../platform/browser/transfers";
import { createViewCell } from "./view-cell";

export interface SentEntry {
  readonly transfer: SentTransfer;
  /** What the storage locations say; asking until they have answered. */
  readonly state: SentState | "asking" | "unknown";
}

/** Whether it was recalled or has expired: nothing can be restored any more. */
export function hasEnded({ transfer, state }: SentEntry, nowMs: number): boolean {
  const isTold = typeof state === "object";
  if (isTold && state.recalledAtSeconds !== undefined) return true;
  const expirySeconds = (isTold ? state.expirySeconds : undefined) ?? transfer.expirySeconds;
  return expirySeconds * 1000 <= nowMs;
}

export interface SentView {
  readonly entries: readonly SentEntry[];
  readonly isLoaded: boolean;
  readonly problem?: AppError;
}

export interface SentFlow {
  readonly view: Live<SentView>;
  /** Reads the list again and asks for every state. */
  refresh(): void;
  forget(id: string): void;
}

/** So many transfers are asked about at once: a long list shall not flood the gateway. */
const ASKED_AT_ONCE = 4;

export function createSentFlow(
  transfers: Pick<Transfers, "sent" | "readSent" | "forget">,
): SentFlow {
  const view = createViewCell<SentView>({ entries: [], isLoaded: false });
  let turn = 0;
  const learn = (id: string, state: SentEntry["state"]): void => {
    const entries = view.current.entries.map((entry) =>
      entry.transfer.id === id ? { ...entry, state } : entry,
    );
    view.show({ ...view.current, entries });
  };
  const ask = async (ids: string[], mine: number): Promise<void> => {
    for (let id = ids.shift(); id !== undefined && turn === mine; id = ids.shift()) {
      const state = await transfers.readSent(id).catch(() => "unknown" as const);
      if (turn === mine) learn(id, state);
    }
  };
  const load = async (mine: number): Promise<void> => {
    const found = await transfers.sent();
    if (turn !== mine) return;
    const entries = found.map((transfer) => ({ transfer, state: "asking" as const }));
    view.show({ entries, isLoaded: true });
    const ids = found.map(({ id }) => id);
    await Promise.all(Array.from({ length: ASKED_AT_ONCE }, () => ask(ids, mine)));
  };
  const fail = (error: unknown): void => {
    view.show({ ...view.current, isLoaded: true, problem: toAppError(error) });
  };
  const refresh = (): void => {
    load((turn += 1)).catch(fail);
  };
  return {
    view,
    refresh,
    forget(id) {
      transfers.forget(id).then(refresh, fail);
    },
  };
}
