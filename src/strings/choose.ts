/** Which language someone reads. */
import { en, type Strings } from "./en";
import { ja } from "./ja";

/** The strings of the first language that we speak; `ja-JP`, `ja_JP.UTF-8` and `ja` are Japanese. */
export function chooseStrings(languages: readonly string[]): Strings {
  const known = languages.map((language) => language.toLowerCase().slice(0, 2));
  return known.find((language) => language === "ja" || language === "en") === "ja" ? ja : en;
}
