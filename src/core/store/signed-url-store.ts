/**
 * A store that is reached by signed requests: one for all clouds, because what differs between them is in
 * the signature. Statuses become errors here; a signed URL never stands in one.
 */
import { equalBytes, type Bytes } from "../bytes";
import { statedLength } from "../body-buffer";
import type { Env } from "../env";
import { AppError, isAppError } from "../errors";
import { MAX_OBJECT_BYTES } from "../gateway-api";
import { networkReason, retryAfterMs, type Http, type HttpAnswer } from "../http";
import { createPermits } from "../permits";
import type { Grants, Wish } from "./grants";
import type { ByteRange, CallOptions, GetOptions, ObjectStore, StoredBytes } from "./store";

export interface SignedUrlStoreOptions {
  readonly id: string;
  readonly grants: Grants;
  readonly http: Http;
  readonly env: Env;
  /** Requests to this store at once. */
  readonly concurrency: number;
}

/** What a store says about an error is not read further. */
const MAX_ANSWER_BYTES = 16 * 1024;
/**
 * What a right that ran out on its way is answered with, by one cloud or the other; 410: the transfer was
 * recalled meanwhile, which the gateway knows better.
 */
const REFUSALS = [400, 401, 403, 410];
/** Another object stands there: a create-only PUT is answered so. */
const CONFLICTS = [409, 412];

class SignedUrls {
  readonly #options: SignedUrlStoreOptions;
  readonly #permits;

  constructor(options: SignedUrlStoreOptions) {
    this.#options = options;
    this.#permits = createPermits(options.concurrency);
  }

  async put(name: string, bytes: Bytes, options: CallOptions): Promise<void> {
    const sizeBytes = bytes.length;
    const wish: Wish = { method: "PUT", store: this.#options.id, name, sizeBytes };
    const answer = await this.#request(wish, options, {
      ...{ body: bytes, maxBytes: MAX_ANSWER_BYTES },
    });
    if (CONFLICTS.includes(answer.status)) {
      if (await this.#isStored(name, bytes, options)) return;
      // Somebody is writing it at this moment, or took it away again.
      const details = { storeId: this.#options.id, reason: `HTTP ${String(answer.status)}` };
      throw new AppError("store-unavailable", { details });
    }
    // Azure says no more than that it is forbidden, when what may be created only is there.
    if (answer.status === 403 && (await this.#isStored(name, bytes, options))) return;
    if (!isSuccess(answer)) throw this.#failure(answer);
    this.#options.grants.drop(wish);
  }

  async get(
    name: string,
    range: ByteRange | undefined,
    options: GetOptions,
  ): Promise<StoredBytes | undefined> {
    const { offset, lengthBytes } = range ?? { offset: 0, lengthBytes: MAX_OBJECT_BYTES };
    const wish: Wish = { method: "GET", store: this.#options.id, name };
    // A range cannot be empty: of the one byte that is asked then nothing is used.
    const last = offset + Math.max(1, lengthBytes) - 1;
    const { into } = options;
    const answer = await this.#request(wish, options, {
      // A store that does not know ranges gives the object from its beginning.
      maxBytes: last + 1,
      ...(range !== undefined && { range: `bytes=${String(offset)}-${String(last)}` }),
      ...(into !== undefined && { into }),
    });
    if (answer.status === 404) return undefined;
    if (answer.status === 416) return this.#beyondEnd(answer, name, offset, options);
    if (!isSuccess(answer)) throw this.#failure(answer);
    const from = answer.status === 206 ? 0 : offset;
    const bytes = answer.body.subarray(from, from + lengthBytes);
    return { bytes, sizeBytes: this.#sizeOf(answer, offset) };
  }

  async sizeOf(name: string, options: CallOptions): Promise<number | undefined> {
    return (await this.get(name, { offset: 0, lengthBytes: 0 }, options))?.sizeBytes;
  }

  /** Nothing stands from `offset` on. RFC 9110 wants the size told with that; Ceph does not tell it. */
  async #beyondEnd(
    answer: HttpAnswer,
    name: string,
    offset: number,
    options: CallOptions,
  ): Promise<StoredBytes | undefined> {
    const bytes = new Uint8Array(0);
    if (answer.header("content-range") !== undefined) {
      return { bytes, sizeBytes: this.#sizeOf(answer) };
    }
    const sizeBytes = offset === 0 ? 0 : await this.sizeOf(name, options);
    return sizeBytes === undefined ? undefined : { bytes, sizeBytes };
  }

  /**
   * Whether an object stands under the name: the same bytes, written by an earlier try, are as good.
   * Throws `store-conflict` for others.
   */
  async #isStored(name: string, bytes: Bytes, options: CallOptions): Promise<boolean> {
    const { id: storeId } = this.#options;
    const range = { offset: 0, lengthBytes: bytes.length };
    const existing = await this.get(name, range, options);
    if (existing === undefined) return false;
    const isSame = existing.sizeBytes === bytes.length && equalBytes(existing.bytes, bytes);
    if (!isSame) throw new AppError("store-conflict", { details: { storeId } });
    return true;
  }

  /** Makes a request; with a right that was asked for ahead and is refused, once more with a new one. */
  async #request(wish: Wish, options: CallOptions, call: SignedCall): Promise<HttpAnswer> {
    const { grants } = this.#options;
    const { signal, onProgress } = options;
    signal.throwIfAborted();
    const release = await this.#permits.take(signal);
    try {
      for (;;) {
        onProgress?.();
        const { request, isFresh } = await grants.take(wish, options);
        onProgress?.();
        const answer = await this.#send(request, call, options);
        if (!REFUSALS.includes(answer.status)) return answer;
        grants.drop(wish);
        if (isFresh) return answer;
      }
    } finally {
      release();
    }
  }

  async #send(
    { method, url, headers }: { method: "GET" | "PUT"; url: string; headers: Headers },
    { range, ...call }: SignedCall,
    { signal, onProgress }: CallOptions,
  ): Promise<HttpAnswer> {
    const { http, id: storeId } = this.#options;
    try {
      return await http({
        ...{ method, url, signal, ...call },
        headers: range === undefined ? headers : { ...headers, range },
        ...(onProgress !== undefined && { onProgress }),
      });
    } catch (cause) {
      signal.throwIfAborted();
      if (isAppError(cause)) throw cause;
      const details = { storeId, reason: networkReason(cause) };
      throw new AppError("store-unavailable", { details, cause });
    }
  }

  /** What a status means that is no success (RFC 9110; 507: RFC 4918). */
  #failure(answer: HttpAnswer): AppError {
    const { id: storeId, env } = this.#options;
    const { status } = answer;
    const waitMs = retryAfterMs(answer.header("retry-after"), env.nowMs());
    const details = {
      ...{ storeId, reason: `HTTP ${String(status)}` },
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    };
    if (status === 507) return new AppError("store-full", { details });
    if (status === 429 || (status === 503 && waitMs !== undefined)) {
      return new AppError("store-throttled", { details });
    }
    const isPassing = status >= 500 || status === 408 || status === 425;
    return new AppError(isPassing ? "store-unavailable" : "store-refused", { details });
  }

  /** The size of the whole object, as its answer states it. */
  #sizeOf(answer: HttpAnswer, offset = 0): number {
    const { status, body } = answer;
    const isPart = status === 206;
    if (!isPart && status !== 416) {
      return statedLength(answer.header("content-length")) ?? body.length;
    }
    const [, first, last, size] =
      /^bytes (?:(\d{1,15})-(\d{1,15})|\*)\/(\d{1,15})$/.exec(
        answer.header("content-range") ?? "",
      ) ?? [];
    const isFitting = !isPart || Number(first) === offset;
    // What is shorter than it says was cut on the way, which may pass.
    const isCut = isPart && body.length < Number(last) - Number(first) + 1;
    if (size !== undefined && isFitting && !isCut) return Number(size);
    const details = { storeId: this.#options.id, reason: "content-range" };
    throw new AppError(isFitting && isCut ? "store-unavailable" : "store-refused", { details });
  }
}

type Headers = Readonly<Record<string, string>>;

interface SignedCall {
  readonly maxBytes: number;
  readonly body?: Bytes;
  readonly into?: Bytes;
  readonly range?: string;
}

const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** One store of a transfer. Its calls are not repeated; that is the wrapper's (retry.ts). */
export function signedUrlStore(options: SignedUrlStoreOptions): ObjectStore {
  const { id, grants } = options;
  const urls = new SignedUrls(options);
  return {
    id,
    tellsProgress: true,
    put: (name, bytes, call) => urls.put(name, bytes, call),
    get: (name, range, call) => urls.get(name, range, call),
    sizeOf: (name, call) => urls.sizeOf(name, call),
    expect(calls, call) {
      const wishes = calls.map((expected): Wish => {
        const { name } = expected;
        return expected.method === "get"
          ? { method: "GET", store: id, name }
          : { method: "PUT", store: id, name, sizeBytes: expected.sizeBytes };
      });
      grants.expect(wishes, call);
    },
  };
}
