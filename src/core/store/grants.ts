/**
 * The rights to make single requests at the stores, from whoever holds the keys: asked for in batches and
 * ahead of need, kept until they run out.
 */
import type { Env } from "../env";
import { AppError, ERRORS, isAppError, type ErrorCode } from "../errors";
import { MAX_ITEMS, type SignedAnswer, type SignedRequest } from "../gateway-api";
import type { CallOptions } from "./store";

/** What a right is wanted for; a PUT is bound to its size. */
export type Wish =
  | { readonly method: "GET"; readonly store: string; readonly name: string }
  | {
      readonly method: "PUT";
      readonly store: string;
      readonly name: string;
      readonly sizeBytes: number;
    };

/** Asks for at most MAX_ITEMS rights of one method. */
export type Sign = (wishes: readonly Wish[], options: CallOptions) => Promise<SignedAnswer>;

export interface Grant {
  readonly request: SignedRequest;
  /** Asked for by this very call; else it was asked for ahead and may have been overtaken by time. */
  readonly isFresh: boolean;
}

export interface Grants {
  /** The right to make a request. Rejects with what `sign` rejected with, or the store's error. */
  take(wish: Wish, options: CallOptions): Promise<Grant>;
  /** Asks for rights ahead of need. */
  expect(wishes: readonly Wish[], options: CallOptions): void;
  /** The right to this is refused, or not needed any more. */
  drop(wish: Wish): void;
}

export interface GrantOptions {
  readonly sign: Sign;
  readonly env: Env;
  /** The time by the clock of whoever signs. */
  readonly nowMs: () => number;
}

/** Wishes that come within this time are asked for together. */
const GATHER_MS = 2;
/** A right that ends sooner is not begun with: the request has to get there. */
const MARGIN_MS = 20_000;
/** About a megabyte; the oldest ones go. */
const MAX_KEPT = 2_048;

const keyOf = (wish: Wish): string =>
  wish.method === "GET"
    ? `GET ${wish.store} ${wish.name}`
    : `PUT ${wish.store} ${wish.name} ${String(wish.sizeBytes)}`;

/** Rights that are asked for together. */
interface Batch {
  readonly method: Wish["method"];
  readonly wishes: Map<string, Wish>;
  /** Signs of life go to all who wait. */
  readonly waiting: Set<CallOptions>;
  readonly stop: AbortController;
  readonly answers: Promise<Answers>;
}

type Answers = ReadonlyMap<string, SignedRequest | AppError>;

class Batches implements Grants {
  readonly #options: GrantOptions;
  readonly #kept = new Map<string, SignedRequest>();
  /** By the key of each wish, until it is answered. */
  readonly #running = new Map<string, Batch>();
  /** Those that still take wishes. */
  readonly #open = new Map<Wish["method"], Batch>();

  constructor(options: GrantOptions) {
    this.#options = options;
  }

  async take(wish: Wish, options: CallOptions): Promise<Grant> {
    const kept = this.#find(wish);
    if (kept !== undefined) return { request: kept, isFresh: false };
    const key = keyOf(wish);
    const answer = (await waitFor(this.#join(wish), options)).get(key);
    if (answer === undefined || isAppError(answer)) {
      throw answer ?? new AppError("gateway-invalid", { details: { storeId: wish.store } });
    }
    this.#keep(key, answer);
    return { request: answer, isFresh: true };
  }

  expect(wishes: readonly Wish[], options: CallOptions): void {
    for (const wish of wishes) {
      const key = keyOf(wish);
      if (this.#find(wish) !== undefined || this.#running.has(key)) continue;
      waitFor(this.#join(wish), options).then(
        (answers) => {
          const answer = answers.get(key);
          if (answer !== undefined && !isAppError(answer)) this.#keep(key, answer);
        },
        // Whoever needs it asks again and hears the reason.
        () => undefined,
      );
    }
  }

  drop(wish: Wish): void {
    this.#kept.delete(keyOf(wish));
  }

  #find(wish: Wish): SignedRequest | undefined {
    const request = this.#kept.get(keyOf(wish));
    const leftMs = request && request.expiresAt * 1000 - this.#options.nowMs();
    return leftMs !== undefined && leftMs > MARGIN_MS ? request : undefined;
  }

  #keep(key: string, request: SignedRequest): void {
    this.#kept.set(key, request);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  #join(wish: Wish): Batch {
    const key = keyOf(wish);
    const batch = this.#running.get(key) ?? this.#open.get(wish.method) ?? this.#begin(wish.method);
    batch.wishes.set(key, wish);
    this.#running.set(key, batch);
    if (batch.wishes.size >= MAX_ITEMS) this.#close(batch);
    return batch;
  }

  #begin(method: Wish["method"]): Batch {
    const batch: Batch = {
      method,
      wishes: new Map(),
      waiting: new Set(),
      stop: new AbortController(),
      answers: Promise.resolve().then(() => this.#ask(batch)),
    };
    const end = (): void => {
      this.#close(batch);
      for (const key of batch.wishes.keys()) {
        if (this.#running.get(key) === batch) this.#running.delete(key);
      }
    };
    batch.answers.then(end, end);
    // At once, or the next wish would join a batch that is given up.
    batch.stop.signal.addEventListener("abort", end);
    this.#open.set(method, batch);
    return batch;
  }

  /** It takes no more wishes. */
  #close(batch: Batch): void {
    if (this.#open.get(batch.method) === batch) this.#open.delete(batch.method);
  }

  async #ask(batch: Batch): Promise<Answers> {
    const { env, sign } = this.#options;
    const { signal } = batch.stop;
    await env.sleep(GATHER_MS, signal);
    this.#close(batch);
    const onProgress = (): void => {
      for (const waiting of batch.waiting) waiting.onProgress?.();
    };
    const wishes = [...batch.wishes.values()];
    return sortAnswers(wishes, await sign(wishes, { signal, onProgress }));
  }
}

export function createGrants(options: GrantOptions): Grants {
  return new Batches(options);
}

/** The answers of a batch, which is given up when nobody waits for it any more. */
function waitFor(batch: Batch, { signal, onProgress }: CallOptions): Promise<Answers> {
  const waiting: CallOptions = { signal, ...(onProgress !== undefined && { onProgress }) };
  batch.waiting.add(waiting);
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      signal.removeEventListener("abort", stop);
      batch.waiting.delete(waiting);
    };
    const stop = (): void => {
      leave();
      reject(signal.reason as Error);
      if (batch.waiting.size === 0) batch.stop.abort(signal.reason);
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    batch.answers.then(resolve, reject).finally(leave);
  });
}

/** What came of each wish, by its key. Requests stand in the order of the wishes; some may be left out. */
function sortAnswers(wishes: readonly Wish[], { requests, failed }: SignedAnswer): Answers {
  const errors = new Map(failed.map(({ store, error }) => [store, storeError(store, error)]));
  const answers = new Map<string, SignedRequest | AppError>();
  let at = 0;
  for (const wish of wishes) {
    const request = requests[at];
    const { method, store, name } = wish;
    if (request?.method === method && request.store === store && request.name === name) {
      answers.set(keyOf(wish), request);
      at += 1;
    } else {
      const error = errors.get(store);
      if (error !== undefined) answers.set(keyOf(wish), error);
    }
  }
  return answers;
}

/** Why there is no right for a store, as an error of that store. */
function storeError(storeId: string, code: string): AppError {
  const isKnown = Object.prototype.hasOwnProperty.call(ERRORS, code) && code.startsWith("store-");
  return new AppError(isKnown ? (code as ErrorCode) : "store-unavailable", {
    details: { storeId, reason: code },
  });
}
