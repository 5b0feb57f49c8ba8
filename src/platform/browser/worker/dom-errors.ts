/** What the browser's storage throws, as errors of the project. */
import { AppError, isAppError } from "../../../core/errors";

/** The name of a DOMException, "TypeError" .. of other errors. By shape: errors cross frames. */
export function errorName(error: unknown): string {
  const name =
    typeof error === "object" && error !== null ? (error as { name?: unknown }).name : undefined;
  return typeof name === "string" ? name : "unknown";
}

/** An error of a disk, the browser's own storage included, with what it is about to show. */
export function diskError(error: unknown, subject: string): AppError {
  if (isAppError(error)) return error;
  const reason = errorName(error);
  const code = reason === "QuotaExceededError" ? "disk-full" : "disk-error";
  return new AppError(code, { details: { reason }, subject, cause: error });
}
