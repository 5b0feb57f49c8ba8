/** Errors in the words of someone who reads a mail. */
import { useCallback } from "react";
import type { AppError } from "../../core/errors";
import { sentenceFor } from "../../strings/sentence";
import { withStoreNames, type NameStore } from "../store-names";
import { useStrings } from "../strings-context";

export function useReadSentence(nameStore: NameStore): (error: AppError) => string {
  const { errors, pages } = useStrings();
  return useCallback(
    (error: AppError) =>
      sentenceFor(
        { ...errors, ...pages.problems, ...pages.read.problems },
        withStoreNames(error, nameStore),
      ),
    [errors, pages, nameStore],
  );
}
