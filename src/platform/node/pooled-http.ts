/**
 * Http over a pool of connections, by undici, which is loaded with the first request. HTTPS_PROXY,
 * HTTP_PROXY and NO_PROXY are obeyed, except for this computer itself; NODE_EXTRA_CA_CERTS is by Node.
 */
import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { BodyBuffer, statedLength } from "../../core/body-buffer";
import type { Bytes } from "../../core/bytes";
import { AppError } from "../../core/errors";
import type { Http, HttpAnswer, HttpRequest } from "../../core/http";
import { isLoopback } from "../../core/loopback";
import { copyInto } from "./copy";
import { connectReusing, isReused } from "./reused-reads";
import { spend } from "./spent-memory";

export interface PooledHttp {
  readonly http: Http;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Connections to one origin; more than a store is asked for at once. */
const CONNECTIONS = 16;
const CONNECT_TIMEOUT_MS = 10_000;
/** Shorter than what servers keep, so that none is closed in our face. */
const KEEP_ALIVE_MS = 3_000;
/** Uploads leave in pieces, so that it is heard how they go. */
const PIECE_BYTES = 256 * 1024;

interface Pools {
  readonly direct: Dispatcher;
  /** Through a proxy where the environment names one. */
  readonly outside: Dispatcher;
}

/** What undici's EnvHttpProxyAgent obeys. */
const PROXY_VARIABLES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];

async function openPools(): Promise<Pools> {
  const options = {
    connections: CONNECTIONS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // How long a call may be silent is the caller's to decide.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  // Undici's index takes three times as long to load; proxies need more of it than they name.
  const { default: Agent } = await import("undici/lib/dispatcher/agent.js");
  const { default: build } = await import("undici/lib/core/connect.js");
  const { default: symbols } = await import("undici/lib/core/symbols.js");
  const parts = { build, kParser: symbols.kParser };
  const direct = new Agent({ ...options, connect: connectReusing(parts, CONNECT_TIMEOUT_MS) });
  if (!PROXY_VARIABLES.some((name) => process.env[name])) return { direct, outside: direct };
  const { EnvHttpProxyAgent } = await import("undici");
  try {
    const connect = { timeout: CONNECT_TIMEOUT_MS };
    return { direct, outside: new EnvHttpProxyAgent({ ...options, connect }) };
  } catch (cause) {
    const details = { reason: "it is not the address of a proxy" };
    throw new AppError("config-invalid", { details, subject: "HTTPS_PROXY", cause });
  }
}

function* piecesOf(body: Bytes, onProgress: () => void): Generator<Uint8Array> {
  for (let offset = 0; offset < body.length; offset += PIECE_BYTES) {
    yield body.subarray(offset, offset + PIECE_BYTES);
    onProgress();
  }
}

/** Listens to one request and makes its answer. Never pauses: what comes is in a buffer that is used again. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<HttpAnswer>;
  readonly #request: HttpRequest;
  readonly #stop: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #resolve: (answer: HttpAnswer) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  #status = 0;
  #headers: Readonly<Record<string, string | string[] | undefined>> = {};
  #buffer: BodyBuffer | undefined;
  #hasEnough = false;

  constructor(request: HttpRequest) {
    this.#request = request;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#stop = () => this.#controller?.abort(request.signal.reason as Error);
    request.signal.addEventListener("abort", this.#stop, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#request.signal.aborted) this.#stop();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    const { maxBytes, into, onProgress } = this.#request;
    this.#status = status;
    this.#headers = headers;
    const length = statedLength(this.#header("content-length"));
    this.#buffer = new BodyBuffer(maxBytes, length, into, copyInto);
    onProgress?.();
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Uint8Array): void {
    this.#request.onProgress?.();
    if (!isReused(piece)) spend(piece.length);
    if (this.#buffer?.take(piece) !== false) return;
    this.#hasEnough = true;
    controller.abort(new Error("enough of the body was read"));
  }

  onResponseEnd(): void {
    this.#request.signal.removeEventListener("abort", this.#stop);
    this.#resolve({
      status: this.#status,
      header: (name) => this.#header(name),
      body: this.#buffer?.bytes ?? new Uint8Array(0),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#hasEnough) {
      this.onResponseEnd();
      return;
    }
    const { signal } = this.#request;
    signal.removeEventListener("abort", this.#stop);
    this.#reject(signal.aborted ? signal.reason : error);
  }

  #header(name: string): string | undefined {
    const value = this.#headers[name];
    return typeof value === "object" ? value[0] : value;
  }
}

export function createPooledHttp(): PooledHttp {
  let opening: Promise<Pools> | undefined;
  return {
    async http(request) {
      const { method, url, headers, body, signal, onProgress = () => undefined } = request;
      signal.throwIfAborted();
      const { direct, outside } = await (opening ??= openPools());
      signal.throwIfAborted();
      const { origin, pathname, search, hostname } = new URL(url);
      const exchange = new Exchange(request);
      const length = body && { "content-length": String(body.length) };
      (isLoopback(hostname) ? direct : outside).dispatch(
        {
          ...{ origin, method, path: pathname + search },
          headers: { ...headers, ...length },
          body:
            body === undefined || body.length === 0
              ? null
              : Readable.from(piecesOf(body, onProgress), { objectMode: false }),
        },
        exchange,
      );
      return exchange.answer;
    },
    async close() {
      const pools = await opening?.catch(() => undefined);
      await pools?.direct.destroy();
      if (pools?.outside !== pools?.direct) await pools?.outside.destroy();
    },
  };
}
