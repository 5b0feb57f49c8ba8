/** The form of what `pro-porter setup` says. */
import type { SetupOutcome, SetupPart } from "../core/store-words";

export interface SetupSentences {
  readonly parts: Readonly<Record<SetupPart, string>>;
  /** How a part stands now; `why` says what was or is wrong. */
  readonly outcomes: Readonly<Record<SetupOutcome, (why: string) => string>>;
  /** Why a part is left, where that is no finding. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly created: string;
  readonly wouldCreate: string;
  readonly step: (storeId: string, part: string, outcome: string) => string;
  readonly byHand: (command: string) => string;
  readonly noStore: (storeId: string, known: readonly string[]) => string;
  readonly done: (changed: number, toMend: number, isDryRun: boolean) => string;
}
