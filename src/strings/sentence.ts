/** What a sentence about an error is made of. */
import type { AppError, ErrorCode, ErrorDetails } from "../core/errors";

export interface Problem {
  readonly details: ErrorDetails;
  /** The path, field or text that the error is about. */
  readonly subject: string;
}

export type Sentence = (problem: Problem) => string;

export type ErrorSentences = Readonly<Record<ErrorCode, Sentence>>;

/** A detail as text; empty when it is not there. */
export function detail({ details }: Problem, name: string): string {
  const value = details[name];
  if (value === undefined) return "";
  return typeof value === "object" ? value.join(", ") : String(value);
}

/** `store-2: absent` and the like in words, by the table of a language. */
export function explain(
  { details }: Problem,
  name: string,
  words: Readonly<Record<string, string>>,
  separator: string,
): string {
  const entries = details[name];
  if (entries === undefined || typeof entries !== "object") return "";
  return entries
    .map((entry) => {
      const at = entry.lastIndexOf(": ");
      const reason = entry.slice(at + 2);
      return `${entry.slice(0, at)} ${words[reason] ?? reason}`;
    })
    .join(separator);
}

/** A name as it may be shown: what would move a terminal's cursor or break the line is a question mark. */
export function showable(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}

/** The sentence for an error in a language. */
export function sentenceFor(sentences: ErrorSentences, error: AppError): string {
  return sentences[error.code]({ details: error.details, subject: showable(error.subject ?? "") });
}
