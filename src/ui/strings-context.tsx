/** The language of a screen: every component takes its words from here. */
import { createContext, use } from "react";
import { en, type Strings } from "../strings/en";

export const StringsContext = createContext<Strings>(en);

/** The words of the language that the person reads. */
export function useStrings(): Strings {
  return use(StringsContext);
}
