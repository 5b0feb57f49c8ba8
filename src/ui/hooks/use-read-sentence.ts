/** Errors in the words of someone who reads a mail. */
import type { AppError } from "../../core/errors";
import type { NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { useSentence } from "./use-sentence";

export const useReadSentence = (nameStore: NameStore): ((error: AppError) => string) =>
  useSentence(nameStore, useStrings().pages.read.problems);
