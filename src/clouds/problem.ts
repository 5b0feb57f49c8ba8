/** What a cloud's refusal means, the same for all of them. */
import { AppError, isAppError, isOfStore, type ErrorCode } from "../core/errors";
import { networkReason, retryAfterMs } from "../core/http";

/** An SDK's error, taken apart. */
export interface CloudProblem {
  /** HTTP status; undefined where no answer came. */
  readonly status?: number | undefined;
  /** The cloud's own word for it, such as NoSuchBucket. */
  readonly word?: string | undefined;
  readonly retryAfter?: string | undefined;
}

/** How an adapter calls an object that is not there, whatever its cloud calls it. */
export const ABSENT = "NoSuchKey";

/** The clouds' words, all from their lists of error codes, which are named in the adapters. */
const CODE_OF: Readonly<Record<string, ErrorCode>> = {
  // Keys that are unknown, wrong, ended or not to be had.
  InvalidAccessKeyId: "store-credentials",
  SignatureDoesNotMatch: "store-credentials",
  InvalidToken: "store-credentials",
  ExpiredToken: "store-credentials",
  SecurityTokenExpired: "store-credentials",
  InvalidSecurityToken: "store-credentials",
  AuthenticationFailed: "store-credentials",
  InvalidAuthenticationInfo: "store-credentials",
  CredentialsProviderError: "store-credentials",
  CredentialUnavailableError: "store-credentials",
  AggregateAuthenticationError: "store-credentials",
  // This machine's clock.
  RequestTimeTooSkewed: "store-clock",
  RequestExpired: "store-clock",
  // The bucket.
  NoSuchBucket: "store-missing",
  ContainerNotFound: "store-missing",
  ContainerBeingDeleted: "store-missing",
  AccountNotFound: "store-missing",
  // Where it is.
  // S3: "the region is wrong; expecting ..".
  AuthorizationHeaderMalformed: "store-region",
  PermanentRedirect: "store-region",
  IllegalLocationConstraintException: "store-region",
  InvalidRegion: "store-region",
  SecondLevelDomainForbidden: "store-region",
  // Too much at once.
  SlowDown: "store-throttled",
  TooManyRequests: "store-throttled",
  Throttling: "store-throttled",
  ThrottlingException: "store-throttled",
  ServerBusy: "store-throttled",
  QpsLimitExceeded: "store-throttled",
  rateLimitExceeded: "store-throttled",
  userRateLimitExceeded: "store-throttled",
  QuotaExceeded: "store-full",
  InsufficientStorage: "store-full",
};

const THROTTLED = [408, 429, 503];

function codeOf({ status, word }: CloudProblem): ErrorCode {
  const named = word === undefined ? undefined : CODE_OF[word];
  if (named !== undefined) return named;
  if (status === undefined) return "store-unavailable";
  if (THROTTLED.includes(status)) return "store-throttled";
  if (status === 301 || status === 307) return "store-region";
  if (status === 401) return "store-credentials";
  return status >= 500 ? "store-unavailable" : "store-refused";
}

/** The error of a store. Its details hold the cloud's word or the status, never an address or a key. */
export function problemError(
  storeId: string,
  problem: CloudProblem,
  cause: unknown,
  nowMs: number,
): AppError {
  const { status, word, retryAfter } = problem;
  const isWord = word !== undefined && /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(word);
  const spoken = isWord ? word : undefined;
  const reason = spoken ?? (status === undefined ? networkReason(cause) : `HTTP ${String(status)}`);
  const waitMs = retryAfterMs(retryAfter, nowMs);
  const details = { storeId, reason, ...(waitMs !== undefined && { retryAfterMs: waitMs }) };
  return new AppError(codeOf(problem), { details, cause });
}

/** The error of the store that a call ended with, or undefined when it went well. Other errors reject. */
export async function storeErrorOf(call: () => Promise<unknown>): Promise<AppError | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (!isAppError(error) || !isOfStore(error)) throw error;
    return error;
  }
}
