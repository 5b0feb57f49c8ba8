/** Errors in plain words, as the pages say them. */
import { useCallback } from "react";
import type { AppError } from "../../core/errors";
import { sentenceFor, type ErrorSentences } from "../../strings/sentence";
import { withStoreNames, type NameStore } from "../store-names";
import { useStrings } from "../strings-context";

/** The sentence for an error: that of `own` or the pages' where there is one, else the common one. */
export function useSentence(
  nameStore: NameStore,
  own?: Partial<ErrorSentences>,
): (error: AppError) => string {
  const { errors, pages } = useStrings();
  return useCallback(
    (error: AppError) =>
      sentenceFor({ ...errors, ...pages.problems, ...own }, withStoreNames(error, nameStore)),
    [errors, pages, own, nameStore],
  );
}
