/**
 * Calls of Outlook's script as promises. The script can throw in the caller's face, answer with an error,
 * or never answer at all: each of these becomes an AppError.
 */
/// <reference types="office-js" />
import { AppError, isAppError } from "../core/errors";
import { createPermits } from "../core/permits";

export interface CallLimits {
  readonly ordinaryMs: number;
  /** For calls that carry the content of an attachment. */
  readonly contentMs: number;
  /** Outlook's list of attachments may lag behind its answers: when to look again. */
  readonly lookAgainMs: readonly number[];
}

export const CALL_LIMITS: CallLimits = {
  ordinaryMs: 10_000,
  contentMs: 120_000,
  lookAgainMs: [250, 1_000],
};

/** Outlook on the web refuses more at once. */
const CALLS_AT_ONCE = 3;

export type Start<Value> = (done: (result: Office.AsyncResult<Value>) => void) => void;

export interface OfficeCalls {
  /** Rejects with `mail-timeout`, `mail-refused` and the other codes of the port. */
  call<Value>(name: string, start: Start<Value>): Promise<Value>;
  callWithContent<Value>(name: string, start: Start<Value>): Promise<Value>;
  /** Asks until the answer fits or the times to look again have passed; resolves with the last answer. */
  lookUntil<Value>(look: () => Promise<Value>, fits: (value: Value) => boolean): Promise<Value>;
}

/** By Outlook's own numbers (Office.ErrorCodes has no names for them). */
const CODE_OF: Readonly<
  Record<number, "attachment-too-large" | "attachment-missing" | "mail-switched">
> = {
  9000: "attachment-too-large",
  9003: "attachment-missing",
  9008: "attachment-missing",
  9030: "mail-switched",
};

const refused = (call: string, error: { readonly code: number }): AppError =>
  new AppError(CODE_OF[error.code] ?? "mail-refused", {
    details: { call, officeCode: error.code },
  });

/** What a thrown error means: missing rights and sizes beyond the script's own limits look alike elsewhere. */
function thrown(call: string, cause: unknown): AppError {
  if (isAppError(cause)) return cause;
  const { name = "", message = "" } = (cause ?? {}) as { name?: string; message?: string };
  if (/permission/i.test(message))
    return new AppError("mail-permission", { details: { call }, cause });
  const isOutOfRange = name.includes("OutOfRange") || message.includes("OutOfRange");
  if (isOutOfRange && call.includes("Attachment")) {
    return new AppError("attachment-too-large", { details: { call }, cause });
  }
  return new AppError("mail-refused", { details: { call, officeCode: 0 }, cause });
}

function race<Value>(name: string, limitMs: number, start: Start<Value>): Promise<Value> {
  return new Promise<Value>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new AppError("mail-timeout", { details: { call: name } }));
    }, limitMs);
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      end();
    };
    try {
      start((result) => {
        settle(() => {
          if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
          else reject(refused(name, result.error));
        });
      });
    } catch (cause) {
      settle(() => {
        reject(thrown(name, cause));
      });
    }
  });
}

const never = new AbortController().signal;

/** The same calls for one mail: an answer or an error that comes when another one is in front belongs to nobody. */
export function boundTo(calls: OfficeCalls, requireInFront: () => void): OfficeCalls {
  const bound = async <Value>(answer: Promise<Value>): Promise<Value> => {
    try {
      return await answer;
    } finally {
      requireInFront();
    }
  };
  return {
    call: (name, start) => bound(calls.call(name, start)),
    callWithContent: (name, start) => bound(calls.callWithContent(name, start)),
    lookUntil: (look, fits) => calls.lookUntil(look, fits),
  };
}

export function createOfficeCalls(limits: CallLimits = CALL_LIMITS): OfficeCalls {
  const permits = createPermits(CALLS_AT_ONCE);
  const limited = async <Value>(
    name: string,
    limitMs: number,
    start: Start<Value>,
  ): Promise<Value> => {
    const giveBack = await permits.take(never);
    try {
      return await race(name, limitMs, start);
    } finally {
      giveBack();
    }
  };
  return {
    call: (name, start) => limited(name, limits.ordinaryMs, start),
    callWithContent: (name, start) => limited(name, limits.contentMs, start),
    lookUntil: async (look, fits) => {
      let value = await look();
      for (const delayMs of limits.lookAgainMs) {
        if (fits(value)) return value;
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        value = await look();
      }
      return value;
    },
  };
}
