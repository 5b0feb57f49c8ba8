/** The form of what is said about a store. */
import type { FindingCode } from "../core/store-words";
import type { SetupSentences } from "./setup";

export interface FindingSentence {
  readonly what: string;
  readonly why: string;
  readonly mend: string;
}

export interface FindingSentences {
  readonly good: (storeId: string) => string;
  readonly finding: (storeId: string, sentence: FindingSentence) => string;
  readonly sentences: Readonly<Record<FindingCode, (reason: string) => FindingSentence>>;
  /** What mends it where setup can. */
  readonly bySetup: (storeId: string) => string;
  /** What mends it where only the vendor's own tool can. */
  readonly byHand: (command: string) => string;
  readonly setup: SetupSentences;
  readonly done: (stores: number, severe: number) => string;
}
