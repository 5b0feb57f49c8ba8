/** What came of an action at every store, as the language says it. */
import type { KeptAnswer, RecalledAnswer, RecalledAt } from "../../core/gateway-api";
import type { StoreOutcome } from "../../core/transfer/route";

export function keptAnswer(outcomes: readonly StoreOutcome[]): KeptAnswer {
  return {
    stores: outcomes.map(({ storeId, done, reason }) => ({
      ...{ store: storeId, done },
      ...(reason !== undefined && { error: reason }),
    })),
  };
}

function recalledAt(outcome: StoreOutcome): RecalledAt {
  const { storeId, marked = false, removed = 0, left, emptiedAt, reason } = outcome;
  return {
    ...{ store: storeId, state: marked ? "recalled" : "pending", removed },
    ...(left !== undefined && { left }),
    ...(emptiedAt !== undefined && { emptiedAt }),
    ...(reason !== undefined && { error: reason }),
  };
}

/** A restore is impossible once n - k + 1 stores are empty. */
export function recalledAnswer(outcomes: readonly StoreOutcome[], k: number): RecalledAnswer {
  const times = outcomes.flatMap(({ emptiedAt }) => emptiedAt ?? []).sort((a, b) => a - b);
  return {
    stores: outcomes.map(recalledAt),
    impossibleSince: times[outcomes.length - k] ?? null,
  };
}
