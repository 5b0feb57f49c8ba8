/** The text for a mail in the languages that its sender chose. */
import { mailEn } from "../strings/pages/mail-en";
import { mailJa } from "../strings/pages/mail-ja";
import { mailLines, type MailFacts, type MailLine } from "./mail-text";

export type MailLanguage = "en" | "ja" | "both";

const WORDS = { en: [mailEn], ja: [mailJa], both: [mailJa, mailEn] } as const;

/** The blocks in the chosen languages, Japanese first where there are both. */
export function mailBlocks(
  facts: MailFacts,
  language: MailLanguage,
): readonly (readonly MailLine[])[] {
  return WORDS[language].map((words) => mailLines(facts, words));
}

/** What the index file is called for those recipients. */
export const indexFileName = (language: MailLanguage): string => WORDS[language][0].indexFileName;
