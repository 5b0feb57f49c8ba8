/** The port through which requests leave: fetch in a browser, a pool of connections on Node. */
import type { Bytes } from "./bytes";

export interface HttpRequest {
  readonly method: "GET" | "PUT" | "POST" | "OPTIONS";
  readonly url: string;
  /** Exactly these are sent, beside what the protocol itself needs. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Bytes;
  /** No more of the answer's body is read than this. */
  readonly maxBytes: number;
  /** Memory that the body of the answer may be written to, if it fits. */
  readonly into?: Bytes;
  readonly signal: AbortSignal;
  /** Called whenever some bytes have moved, by those that can tell. */
  readonly onProgress?: () => void;
}

export interface HttpAnswer {
  readonly status: number;
  /** The value of a header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** The body, or its first `maxBytes`. */
  readonly body: Bytes;
}

/**
 * Makes one request and reads its answer, whatever the status. Does not follow redirects (they are
 * answers like others, or status 0 where the platform hides them), sends no cookies and no referrer, keeps
 * nothing in a cache. An error that a signal did not cause rejects with an Error whose `code`, or that of
 * its cause, may say why (ECONNREFUSED, ..) and whose text does not hold the URL. `body` may be used again
 * once it has settled; the memory of `into` may have moved to the answer, or be lost with a request that failed.
 */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/** Why a request got no answer, as a code of the system; "network" where the platform does not say. */
export function networkReason(error: unknown): string {
  for (let at: unknown = error; typeof at === "object" && at !== null;) {
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)) return code;
    at = cause;
  }
  return "network";
}

const MAX_RETRY_AFTER_MS = 120_000;

/** Milliseconds out of a Retry-After header: seconds or a date (RFC 9110, 10.2.3); at most two minutes. */
export function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const delayMs = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  if (Number.isNaN(delayMs)) return undefined;
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(0, delayMs));
}
