/** One class of error and the table of its codes. Wrappers read only `retry`, screens only `code`. */

/** no: trying again cannot help. yes: the same call may succeed later. renew: it needs a fresh grant. */
export type Retry = "no" | "yes" | "renew";

interface ErrorEntry {
  readonly retry: Retry;
  readonly message: string;
}

/** What can go wrong. The message is for engineers; what a user reads stands in src/strings. */
export const ERRORS = {
  internal: { retry: "no", message: "an invariant of the program does not hold" },
  usage: { retry: "no", message: "the command was called with wrong arguments" },
  cancelled: { retry: "no", message: "the operation was cancelled" },

  "index-invalid": { retry: "no", message: "this is not an index of Pro-Porter" },
  "config-invalid": { retry: "no", message: "the configuration is wrong" },
  "owner-key-invalid": { retry: "no", message: "the owner key is not readable" },
  "owner-key-missing": { retry: "no", message: "no owner key of this computer made this transfer" },
  "passphrase-invalid": { retry: "no", message: "the passphrase cannot be used" },
  "passphrase-needed": { retry: "no", message: "this transfer needs a passphrase" },
  "passphrase-wrong": {
    retry: "no",
    message: "the passphrase is wrong or too few stores hold good data",
  },

  "source-missing": { retry: "no", message: "a path to send does not exist" },
  "source-unreadable": { retry: "no", message: "a path to send cannot be read" },
  "source-changed": { retry: "no", message: "a file changed while it was sent" },
  "source-too-large": { retry: "no", message: "the files are more than a transfer can hold" },
  "source-path-too-long": { retry: "no", message: "a path is longer than the format holds" },
  "source-empty": { retry: "no", message: "nothing of what was named can be sent" },
  "send-running": { retry: "no", message: "the same send is under way in another process" },
  "restore-running": {
    retry: "no",
    message: "the same restore is under way in another process",
  },
  "not-in-transfer": { retry: "no", message: "the transfer holds no such file" },

  "store-unavailable": { retry: "yes", message: "the store does not answer" },
  "store-throttled": { retry: "yes", message: "the store asks for fewer requests" },
  "store-refused": { retry: "no", message: "the store refuses the request" },
  "store-expired-grant": { retry: "renew", message: "the right to make this request ran out" },
  "store-credentials": { retry: "no", message: "the store does not accept the keys" },
  "store-clock": { retry: "no", message: "the clocks of this machine and the store differ" },
  "store-missing": { retry: "no", message: "the bucket or container is not there" },
  "store-region": { retry: "no", message: "the bucket is in another region" },
  "store-full": { retry: "no", message: "the store has no space left" },
  "store-conflict": { retry: "no", message: "another object stands under this name" },
  "store-unknown": { retry: "no", message: "the route has no such store" },

  "transfer-missing": { retry: "no", message: "no store of the route knows this transfer" },
  "too-few-stores": { retry: "no", message: "fewer stores than needed can be used" },
  "manifest-corrupt": { retry: "no", message: "no signed manifest can be put together" },
  "manifest-invalid": { retry: "no", message: "the signed manifest breaks a rule of the format" },
  "segment-corrupt": { retry: "no", message: "a segment cannot be put together" },

  recalled: { retry: "no", message: "the sender recalled this transfer" },
  expired: { retry: "no", message: "this transfer has expired" },
  "action-pending": { retry: "no", message: "some stores have not done yet what was ordered" },
  "action-refused": { retry: "no", message: "the action is not allowed" },

  "gateway-unavailable": { retry: "yes", message: "the gateway does not answer" },
  "gateway-busy": { retry: "yes", message: "the gateway asks for fewer requests" },
  "gateway-invalid": { retry: "no", message: "the answer is not that of a gateway" },
  "request-invalid": { retry: "no", message: "the gateway does not understand the request" },
  "sign-in-needed": { retry: "no", message: "this needs a user who is signed in" },
  "sign-in-refused": { retry: "no", message: "this user may not do this" },
  "origin-refused": { retry: "no", message: "another site may not ask this" },
  "action-stale": { retry: "renew", message: "the signed action is too old or too new" },
  "port-taken": { retry: "no", message: "another program listens on this port" },

  "mail-timeout": { retry: "yes", message: "the mail program does not answer" },
  "mail-refused": { retry: "no", message: "the mail program refuses the call" },
  "mail-switched": { retry: "no", message: "another mail is in front" },
  "mail-permission": { retry: "no", message: "the add-in may not do this with the mail" },
  "mail-unsupported": { retry: "no", message: "this Outlook cannot do it" },
  "attachment-too-large": {
    retry: "no",
    message: "the mail program does not pass so large an attachment",
  },
  "attachment-missing": { retry: "no", message: "the mail has no such attachment" },
  "attachment-stays": { retry: "yes", message: "the mail program did not remove the attachment" },
  "notes-full": { retry: "no", message: "the mail keeps no more notes" },

  "disk-full": { retry: "no", message: "the local disk is full" },
  "disk-error": { retry: "no", message: "the local disk cannot be read or written" },
  "target-exists": { retry: "no", message: "something of this name is already there" },
} as const satisfies Record<string, ErrorEntry>;

/** The closed set of things that can go wrong. */
export type ErrorCode = keyof typeof ERRORS;

/** Safe for logs: store ids, counts and codes; never a file name, a URL, an index or a key. */
export type ErrorDetails = Readonly<Record<string, string | number | readonly string[]>>;

export interface AppErrorOptions {
  readonly details?: ErrorDetails;
  /** What the error is about (a path, a field), shown to the user on this machine and never logged. */
  readonly subject?: string;
  readonly cause?: unknown;
}

/** The only error that this project throws on purpose. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly details: ErrorDetails;
  readonly subject: string | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(ERRORS[code].message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.retry = ERRORS[code].retry;
    this.details = options.details ?? {};
    this.subject = options.subject;
  }
}

/** Tells an AppError by its shape: errors cross workers and frames, where instanceof fails. */
export function isAppError(value: unknown): value is AppError {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as { name?: unknown }).name === "AppError" &&
    typeof (value as { code?: unknown }).code === "string"
  );
}

/** Returns the error as it is if it is ours, else wraps it under `code` and keeps it as the cause. */
export function toAppError(value: unknown, code: ErrorCode = "internal"): AppError {
  return isAppError(value) ? value : new AppError(code, { cause: value });
}

/** Whether an error is about one store; else it is about the whole transfer, and no other store helps. */
export function isOfStore({ code }: AppError): boolean {
  return code.startsWith("store-") || code === "internal";
}

/** Throws `internal` when something that the program itself guarantees does not hold. */
export function invariant(condition: boolean, what: string): asserts condition {
  if (!condition) throw new AppError("internal", { details: { what } });
}
