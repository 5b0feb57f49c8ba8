/** What MSAL and the identity provider say went wrong, as codes of AppError. */
import { AppError, isAppError } from "../../core/errors";

type Meaning = "popup-blocked" | "closed" | "in-progress" | "refused" | "unavailable";

/** Codes of MSAL (BrowserAuthErrorCodes, ClientAuthErrorCodes) and of RFC 6749, 4.1.2.1 and 5.2. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ["popup_window_error", "popup-blocked"],
  ["empty_window_error", "popup-blocked"],
  ["user_cancelled", "closed"],
  ["user_canceled", "closed"],
  ["interaction_in_progress", "in-progress"],
  ["access_denied", "refused"],
  ["unauthorized_client", "refused"],
  ["invalid_client", "refused"],
  ["invalid_request", "refused"],
  ["invalid_resource", "refused"],
  ["invalid_scope", "refused"],
  ["no_network_connectivity", "unavailable"],
  ["network_error", "unavailable"],
  ["post_request_failed", "unavailable"],
  ["get_request_failed", "unavailable"],
  ["openid_config_error", "unavailable"],
  ["endpoints_resolution_error", "unavailable"],
  ["server_error", "unavailable"],
  ["temporarily_unavailable", "unavailable"],
]);

const textOf = (value: unknown, name: "name" | "errorCode"): string => {
  const text: unknown =
    typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === "string" ? text : "";
};

/** `host` is that of the identity provider. Only codes of the table above get into details. */
export function signInError(cause: unknown, host: string): AppError {
  if (isAppError(cause)) return cause;
  const code = textOf(cause, "errorCode");
  const meaning = MEANINGS.get(code);
  if (meaning === "refused") {
    return new AppError("sign-in-refused", { details: { reason: code }, cause });
  }
  if (meaning === "unavailable" || textOf(cause, "name") === "ChunkLoadError") {
    return new AppError("gateway-unavailable", {
      details: { reason: "sign-in" },
      ...(meaning === "unavailable" && { subject: host }),
      cause,
    });
  }
  // Said by a provider that wants to see the person again: nothing has gone wrong.
  if (textOf(cause, "name") === "InteractionRequiredAuthError") {
    return new AppError("sign-in-needed", { cause });
  }
  return new AppError("sign-in-needed", { details: { reason: meaning ?? "failed" }, cause });
}
