/**
 * Calls to a gateway: JSON both ways, repeated while the gateway is away, by the gateway's own clock. It
 * may die and come back in the middle of a transfer; whoever waits for it hears signs of life meanwhile.
 */
import { decodeUtf8, utf8 } from "../bytes";
import type { Env } from "../env";
import { AppError, isAppError, isOfStore } from "../errors";
import { encodeMessage, readAnswer, readWireError, type Message } from "../gateway-api";
import { networkReason, retryAfterMs, type Http, type HttpAnswer } from "../http";
import { withRetry, type RetryPolicy } from "../store/retry";
import type { CallOptions } from "../store/store";

export interface GatewayOptions {
  /** scheme://host[:port], as it is dialled. */
  readonly origin: string;
  readonly http: Http;
  readonly env: Env;
  /** The access token of who is signed in, asked for before every call that carries it. */
  readonly token?: () => Promise<string | undefined>;
}

export interface GatewayCall<Answer> {
  readonly path: string;
  /** Makes the request, anew for every attempt; a GET without. */
  readonly request?: () => Promise<Message>;
  readonly read: (value: unknown) => Answer;
  /** Whether it is the sender's and says who that is. */
  readonly isSigned: boolean;
  /** How long one attempt may take; a recall takes its time. */
  readonly attemptMs?: number;
}

/** Before the gateway has answered at all: a wrong address should not be tried for long. */
const FIRST_CONTACT: RetryPolicy = {
  attemptMs: 20_000,
  firstDelayMs: 200,
  longestDelayMs: 1_000,
  deadlineMs: 4_000,
};

/** Afterwards: long enough for a machine to start again. */
const PATIENCE: RetryPolicy = {
  attemptMs: 30_000,
  firstDelayMs: 200,
  longestDelayMs: 2_000,
  deadlineMs: 180_000,
};

const MAX_ANSWER_BYTES = 8 * 2 ** 20;
/** An action that was refused for its time is signed once more, by the gateway's clock. */
const MAX_STALE = 2;

export class GatewayClient {
  readonly origin: string;
  readonly #options: GatewayOptions;
  /** What the gateway's clock is ahead of ours; undefined before its first answer. */
  #aheadMs: number | undefined;

  constructor(options: GatewayOptions) {
    this.origin = options.origin;
    this.#options = options;
  }

  /** The time by the gateway's clock, as far as its answers have told it. */
  nowMs(): number {
    return this.#options.env.nowMs() + (this.#aheadMs ?? 0);
  }

  /**
   * Makes a call. Throws what the gateway answers, `gateway-unavailable` after long patience,
   * `gateway-invalid` for an answer that is not in the language, or the signal's reason.
   */
  async call<Answer>(
    call: GatewayCall<Answer>,
    { signal, onProgress }: CallOptions,
  ): Promise<Answer> {
    const { env } = this.#options;
    const policy = this.#aheadMs === undefined ? FIRST_CONTACT : PATIENCE;
    let stale = 0;
    return withRetry(
      (attempt) => this.#attempt(call, attempt.signal),
      call.attemptMs === undefined ? policy : { ...policy, attemptMs: call.attemptMs },
      env,
      signal,
      {
        lateCode: "gateway-unavailable",
        isWorth: (error) => {
          if (error.code === "action-stale") return (stale += 1) < MAX_STALE;
          return error.retry === "yes" && !isOfStore(error);
        },
        onRetry: () => onProgress?.(),
      },
    );
  }

  async #attempt<Answer>(call: GatewayCall<Answer>, signal: AbortSignal): Promise<Answer> {
    const { http, token, env } = this.#options;
    const body = call.request && utf8(encodeMessage(await call.request()));
    const bearer = call.isSigned ? await token?.() : undefined;
    const answer = await http({
      method: body === undefined ? "GET" : "POST",
      url: this.origin + call.path,
      headers: {
        accept: "application/json",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      ...(body !== undefined && { body }),
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    }).catch((cause: unknown) => {
      signal.throwIfAborted();
      if (isAppError(cause)) throw cause;
      const details = { reason: networkReason(cause) };
      throw new AppError("gateway-unavailable", { details, subject: this.origin, cause });
    });
    const date = Date.parse(answer.header("date") ?? "");
    // The header has whole seconds: half of one is the better guess.
    if (!Number.isNaN(date)) this.#aheadMs = date + 500 - env.nowMs();
    if (answer.status < 200 || answer.status > 299) throw this.#failure(answer);
    try {
      return readAnswer(textOf(answer), call.read);
    } catch (cause) {
      const details = isAppError(cause) ? cause.details : {};
      throw new AppError("gateway-invalid", { details, subject: this.origin, cause });
    }
  }

  #failure(answer: HttpAnswer): AppError {
    const { status } = answer;
    const waitMs = retryAfterMs(answer.header("retry-after"), this.#options.env.nowMs());
    const wait = waitMs !== undefined && { retryAfterMs: waitMs };
    try {
      const error = readAnswer(textOf(answer), readWireError);
      return new AppError(error.code, { details: { ...error.details, ...wait } });
    } catch {
      // Something between here and the gateway answers: a proxy whose other side is away, mostly.
      const isPassing = status >= 500 || status === 429 || status === 408;
      const details = { reason: `HTTP ${String(status)}`, ...wait };
      const code = isPassing ? "gateway-unavailable" : "gateway-invalid";
      return new AppError(code, { details, subject: this.origin });
    }
  }
}

function textOf({ body }: HttpAnswer): string {
  try {
    return decodeUtf8(body);
  } catch (cause) {
    throw new AppError("gateway-invalid", { cause });
  }
}
