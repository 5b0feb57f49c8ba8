/** What the page in a sign-in window says to the pane that opened it. */
import { AppError } from "../../core/errors";

/** The page itself, and where the identity provider sends its window back to. */
export const SIGN_IN_PATH = "/sign-in";

export type WindowAnswer =
  | { readonly user: string; readonly token: string; readonly expiresMs: number }
  /** A code of MSAL, the name of its error, and the identity provider. */
  | { readonly errorCode: string; readonly name: string; readonly host: string };

/** Rejects what is no answer with `sign-in-needed`. */
export function parseWindowAnswer(text: string): WindowAnswer {
  try {
    const { user, token, expiresMs, errorCode, name, host } = JSON.parse(text) as Readonly<
      Partial<Record<"user" | "token" | "expiresMs" | "errorCode" | "name" | "host", unknown>>
    >;
    if (typeof user === "string" && typeof token === "string" && typeof expiresMs === "number") {
      return { user, token, expiresMs };
    }
    if (typeof errorCode === "string" && typeof name === "string" && typeof host === "string") {
      return { errorCode, name, host };
    }
  } catch {
    // Below.
  }
  throw new AppError("sign-in-needed", { details: { reason: "failed" } });
}
