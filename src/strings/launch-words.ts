/** What the launch events say, by language and by question. */
import type { Question } from "../outlook/judge";
import type { AttachmentsNote } from "../outlook/shared-notes";
import { launchEn, type LaunchStrings } from "./launch-en";
import { launchJa } from "./launch-ja";

/** For a language as Outlook names it: "ja-JP". */
export const launchStringsFor = (language: string): LaunchStrings =>
  language.toLowerCase().startsWith("ja") ? launchJa : launchEn;

export interface QuestionFacts extends Pick<AttachmentsNote, "count" | "totalBytes"> {
  /** Recipients outside the company; undefined when it is not known. */
  readonly externalCount: number | undefined;
}

export function questionText(
  strings: LaunchStrings,
  question: Question,
  { count, totalBytes, externalCount }: QuestionFacts,
): string {
  const texts: Readonly<Record<Question, string>> = {
    uploading: strings.askUploading,
    placing: strings.askPlacing,
    "index-missing": strings.askIndexMissing,
    unknown: strings.askUnknown,
    large: strings.askLarge(count, totalBytes, externalCount),
  };
  return texts[question];
}
