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
  /** It gave something after all: an outage that is over. */
  answered(position: number): void;
  /** What is to be thought of a store now: an outage that is over is forgotten. */
  of(position: number): Verdict;
  /** The worst that was found of each store below `count`: what is reported. */
  list(count?: number): readonly StoreVerdict[];
}

/** From harmless to proven. */
const SEVERITY: Readonly<Record<Verdict, number>> = {
  good: 0,
  unreachable: 1,
  absent: 2,
  suspect: 3,
  lied: 4,
};

export function createVerdicts(storeIds: readonly string[]): Verdicts {
  const worst = storeIds.map((storeId): StoreVerdict => ({ storeId, verdict: "good" }));
  const away = new Set<number>();
  const note = (position: number, verdict: Verdict, reason?: string): void => {
    const before = worst[position];
    if (before === undefined || SEVERITY[before.verdict] >= SEVERITY[verdict]) return;
    const { storeId } = before;
    worst[position] = { storeId, verdict, ...(reason !== undefined && { reason }) };
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
      away.add(position);
      note(position, "unreachable", isAppError(error) ? error.code : "internal");
    },
    answered: (position) => {
      away.delete(position);
    },
    of: (position) => {
      const verdict = worst[position]?.verdict ?? "absent";
      if (away.has(position) && SEVERITY[verdict] <= SEVERITY.unreachable) return "unreachable";
      return verdict === "unreachable" ? "good" : verdict;
    },
    list: (count = worst.length) => worst.slice(0, count),
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

/** Positions that are not asked because their head is bad: an answer all the same, unlike silence. */
export function barredBy(n: number, asked: readonly number[], verdicts: Verdicts): number[] {
  return Array.from({ length: n }, (_, i) => i).filter(
    (i) => !asked.includes(i) && verdicts.of(i) === "lied",
  );
}
