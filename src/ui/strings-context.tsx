/** The language of a screen: every component takes its words from here. */
import { createContext, use } from "react";
import { pagesEn, type PageStrings } from "../strings/pages/en";

export const StringsContext = createContext<PageStrings>(pagesEn);

/** The words of the language that the person reads. */
export function useStrings(): PageStrings {
  return use(StringsContext);
}
