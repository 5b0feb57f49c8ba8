/** The errors of the file system as those of the project. */
import { AppError, isAppError, type ErrorCode } from "../../core/errors";

/** ENOENT, EACCES ..; undefined for what is no error of the system. By shape, as isAppError. */
export function errnoOf(error: unknown): string | undefined {
  const code =
    typeof error === "object" && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

/** No space, no inodes, or more than the user's quota. */
export function isDiskFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EFBIG"].includes(errnoOf(error) ?? "");
}

/** An error of the local disk, which the user can do something about, with the path to show. */
export function diskError(error: unknown, subject: string): AppError {
  if (isAppError(error)) return error;
  const code: ErrorCode = isDiskFull(error) ? "disk-full" : "disk-error";
  const reason = errnoOf(error) ?? "unknown";
  return new AppError(code, { details: { reason }, subject, cause: error });
}
