/** Errors in plain words, as the pages say them. */
import { useCallback } from "react";
import type { AppError } from "../../core/errors";
import { sentenceFor } from "../../strings/sentence";
import { withStoreNames, type NameStore } from "../store-names";
import { useStrings } from "../strings-context";

/** The sentence for an error: the pages' own where there is one, else the common one. */
export function useSentence(nameStore: NameStore): (error: AppError) => string {
  const { errors, pages } = useStrings();
  return useCallback(
    (error: AppError) =>
      sentenceFor({ ...errors, ...pages.problems }, withStoreNames(error, nameStore)),
    [errors, pages, nameStore],
  );
}
