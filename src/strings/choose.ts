/** Which language someone reads. */
import { en, type Strings } from "./en";
import { ja } from "./ja";

/** The first language that we speak; `ja-JP`, `ja_JP.UTF-8` and `ja` are Japanese. */
export function chooseLanguage(languages: readonly string[]): "en" | "ja" {
  const known = languages.map((language) => language.toLowerCase().slice(0, 2));
  return known.find((language) => language === "ja" || language === "en") === "ja" ? "ja" : "en";
}

/** The strings of the command line in that language. */
export function chooseStrings(languages: readonly string[]): Strings {
  return chooseLanguage(languages) === "ja" ? ja : en;
}
