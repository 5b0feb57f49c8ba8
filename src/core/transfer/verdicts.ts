/** What a reader found out about each store. Only proof makes a liar. */
import { isAppError } from "../errors";

/** suspect: what it gave does not fit, which alone is no proof (a passphrase may be mistyped). */
export type Verdict = "good" | "lied" | "suspect" | "absent" | "unreachable";

export interface StoreVerdict {
  readonly storeId: string;
  readonly verdict: Verdict;
  /** A code of AppError when the store could not be reached. */
  readonly reason?: string;
}

export interface Verdicts {
  lied(position: number): void;
  suspect(position: number): void;
  absent(position: number): void;
  failed(position: number, error: unknown): void;
  /** It gave something after all: an outage that is over is forgotten. */
  answered(position: number): void;
  of(position: number): Verdict;
  /** One for each position below `count`. */
  list(count?: number): readonly StoreVerdict[];
}

export function createVerdicts(storeIds: readonly string[]): Verdicts {
  const found = storeIds.map((storeId): StoreVerdict => ({ storeId, verdict: "good" }));
  const note = (position: number, verdict: Verdict, reason?: string): void => {
    const before = found[position];
    if (before === undefined || before.verdict === "lied") return;
    if (before.verdict === "suspect" && verdict !== "lied") return;
    const { storeId } = before;
    found[position] = { storeId, verdict, ...(reason !== undefined && { reason }) };
  };
  return {
    lied: (position) => {
      note(position, "lied");
    },
    suspect: (position) => {
      note(position, "suspect");
    },
    absent: (position) => {
      note(position, "absent");
    },
    failed: (position, error) => {
      note(position, "unreachable", isAppError(error) ? error.code : "internal");
    },
    answered: (position) => {
      note(position, "good");
    },
    of: (position) => found[position]?.verdict ?? "absent",
    list: (count = found.length) => found.slice(0, count),
  };
}

/** `store-1: lied`, `store-2: unreachable (store-unavailable)` .. for details of an error. */
export function describeProblems(verdicts: readonly StoreVerdict[]): string[] {
  return verdicts
    .filter(({ verdict }) => verdict !== "good")
    .map(({ storeId, verdict, reason }) =>
      reason === undefined ? `${storeId}: ${verdict}` : `${storeId}: ${reason}`,
    );
}
