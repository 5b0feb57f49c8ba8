/** Which language the pages speak: what was chosen here before, else what the browser asks for. */
import { choosePageStrings } from "../strings/pages/choose-page-strings";
import type { PageStrings } from "../strings/pages/en";

const KEY = "pro-porter/language";

/** A language's own name for itself, whatever language is shown. */
const LANGUAGES = [
  { code: "en", name: "English" },
  { code: "ja", name: "日本語" },
] as const;

export function otherLanguage(code: string): { readonly code: string; readonly name: string } {
  return LANGUAGES.find((language) => language.code !== code) ?? LANGUAGES[0];
}

export function readLanguage(): PageStrings {
  const chosen = readChosen();
  return choosePageStrings([...(chosen === null ? [] : [chosen]), ...navigator.languages]);
}

/** Storage may be forbidden; then the browser's language it is. */
function readChosen(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function keepLanguage(code: string): void {
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
