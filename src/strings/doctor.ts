/** The form of what is said about a store. The codes are those of src/clouds/probe.ts. */
export type FindingName =
  | "unreachable"
  | "write-refused"
  | "read-refused"
  | "clock"
  | "overwritten"
  | "public"
  | "read-origin"
  | "write-origin"
  | "wide-origin"
  | "versions"
  | "kept"
  | "size-unbound";

export interface FindingSentence {
  readonly what: string;
  readonly why: string;
  readonly mend: string;
}

export interface FindingSentences {
  readonly good: (storeId: string) => string;
  readonly finding: (storeId: string, sentence: FindingSentence) => string;
  readonly sentences: Readonly<Record<FindingName, (reason: string) => FindingSentence>>;
  readonly done: (stores: number, severe: number) => string;
}
