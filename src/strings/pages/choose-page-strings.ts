/** The words of pages and panes in the language that someone reads. */
import { chooseLanguage } from "../choose";
import { pagesEn, type PageStrings } from "./en";
import { pagesJa } from "./ja";

/** Those of the first language that the pages speak. */
export function choosePageStrings(languages: readonly string[]): PageStrings {
  return chooseLanguage(languages) === "ja" ? pagesJa : pagesEn;
}
