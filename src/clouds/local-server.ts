/**
 * Answers signed requests to a local store with a cloud's guarantees: PUT creates and never replaces, GET
 * and HEAD read whole objects and single ranges (RFC 9110, section 14). Bodies are streamed both ways.
 */
import type { FileHandle } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { decodeBase64Url, type Bytes } from "../core/bytes";
import { AppError, toAppError, type ErrorCode } from "../core/errors";
import { encodeError } from "../core/gateway-api";
import { openSlot, RECALLED_SLOT } from "../core/format/transfer-state";
import type { Primitives } from "../core/format/primitives";
import type { StateStore } from "../core/store/state-store";
import { storeError } from "./local";
import { readPieces } from "./local-file";
import type { LocalFolder } from "./local-folder";
import { parseRange } from "./local-range";
import { verifyUrl, type SignedObject } from "./local-signature";

export interface TlsFiles {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

export interface LocalServerContext {
  readonly storeId: string;
  readonly prims: Primitives;
  /** scheme://host:port at which the store is reached. */
  readonly origin: () => string;
  readonly key: () => Promise<Bytes>;
  readonly folder: (transfer: Bytes) => LocalFolder;
  readonly states: (transfer: Bytes) => StateStore;
  /** Whether pages of this origin may write. */
  readonly isOwnOrigin: (origin: string) => boolean;
  readonly nowMs: () => number;
}

/** Nobody needs longer for a line and its headers; slow ones would hold connections for ever. */
const HEADERS_MS = 10_000;
/** A signed request is good for 15 minutes; its body may take as long. */
const REQUEST_MS = 15 * 60_000;
/** A connection on which nothing moves. */
const IDLE_MS = 60_000;
/** So much of the body of a refused request is read and thrown away, so that the answer arrives. */
const DRAIN_BYTES = 32 * 2 ** 20;
const READ_BYTES = 512 * 1024;

const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  "request-invalid": 400,
  "store-refused": 403,
  "store-expired-grant": 403,
  "origin-refused": 403,
  "transfer-missing": 404,
  recalled: 410,
  "store-conflict": 412,
  "store-unavailable": 503,
  "store-full": 507,
};

const METHODS = "GET, HEAD, PUT";

const refuse = (code: ErrorCode, reason: string): AppError =>
  new AppError(code, { details: { reason } });

/** Makes the server; it does not listen yet. */
export function createLocalServer(context: LocalServerContext, tls?: TlsFiles): Server {
  const options = {
    ...{ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: IDLE_MS },
    ...{ connectionsCheckingInterval: 2_000, highWaterMark: READ_BYTES, noDelay: true },
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    void handle(context, request, response);
  };
  const server = tls
    ? createTlsServer({ ...options, ...tls }, answer)
    : createServer(options, answer);
  server.setTimeout(IDLE_MS);
  return server;
}

async function handle(
  context: LocalServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    allowOrigins(context, request, response);
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    const object = await authorise(context, request);
    if (object.method === "PUT") await takeObject(context, request, response, object);
    else await giveObject(context, request, response, object);
  } catch (error) {
    refuseRequest(request, response, toAppError(storeError(error, context.storeId)));
  }
}

/** Reading is for whoever has a signed URL; writing for the gateway's own pages and for programs. */
function allowOrigins(
  context: LocalServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { origin } = request.headers;
  const isPreflight = request.method === "OPTIONS";
  const method = isPreflight ? request.headers["access-control-request-method"] : request.method;
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
  if (method === "PUT") {
    response.setHeader("Vary", "Origin");
    if (origin !== undefined && !context.isOwnOrigin(origin)) {
      if (isPreflight) return;
      throw refuse("origin-refused", "another site");
    }
  }
  response.setHeader("Access-Control-Allow-Origin", method === "PUT" ? (origin ?? "*") : "*");
  if (!isPreflight) {
    response.setHeader("Access-Control-Expose-Headers", "Content-Range, Date, Retry-After");
    return;
  }
  response.setHeader("Access-Control-Allow-Methods", method === "PUT" ? METHODS : "GET, HEAD");
  response.setHeader("Access-Control-Allow-Headers", "content-type, if-none-match, range");
  response.setHeader("Access-Control-Max-Age", "7200");
  // A page on the internet asks before it speaks to a store in the company's network.
  if (request.headers["access-control-request-private-network"] === "true") {
    response.setHeader("Access-Control-Allow-Private-Network", "true");
  }
}

/** What the request may do. Throws `store-refused` or `store-expired-grant`. */
async function authorise(
  context: LocalServerContext,
  { method = "", url = "", headers }: IncomingMessage,
): Promise<SignedObject> {
  const origin = context.origin();
  if (!isOwnHost(origin, headers.host)) throw refuse("store-refused", "host");
  const object = verifyUrl(await context.key(), origin, method, url);
  if (object === undefined) throw refuse("store-refused", "signature");
  if (context.nowMs() >= object.expiresAt * 1000) throw new AppError("store-expired-grant");
  return object;
}

/** The host that was signed, or this computer's own names, behind which a reverse proxy may be. */
function isOwnHost(origin: string, host: string | undefined): boolean {
  if (host === undefined) return false;
  return (
    host.toLowerCase() === new URL(origin).host ||
    /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host)
  );
}

async function takeObject(
  context: LocalServerContext,
  request: IncomingMessage,
  response: ServerResponse,
  { transfer, name, sizeBytes }: SignedObject,
): Promise<void> {
  const length = request.headers["content-length"];
  if (length === undefined) throw refuse("request-invalid", "length");
  if (Number(length) !== sizeBytes) throw refuse("request-invalid", "size");
  const id = decodeBase64Url(transfer) ?? new Uint8Array(0);
  const folder = context.folder(id);
  await refuseRecalled(context, id);
  await folder.putStream(name, request);
  try {
    // A recall that came in between has looked for fragments before this one was there.
    await refuseRecalled(context, id);
  } catch (error) {
    await folder.remove(name);
    throw error;
  }
  response.writeHead(200, { "Content-Length": 0 }).end();
}

/** The gateway signs nothing for a recalled transfer; this is for what it has signed before. */
async function refuseRecalled({ prims, states }: LocalServerContext, id: Bytes): Promise<void> {
  const signal = new AbortController().signal;
  const mark = await states(id).read(RECALLED_SLOT, { signal });
  const recall = mark && (await openSlot(prims, id, RECALLED_SLOT, mark));
  if (recall !== undefined) throw new AppError("recalled", { details: { atSeconds: recall.ts } });
}

async function giveObject(
  context: LocalServerContext,
  request: IncomingMessage,
  response: ServerResponse,
  { transfer, name }: SignedObject,
): Promise<void> {
  const id = decodeBase64Url(transfer) ?? new Uint8Array(0);
  const opened = await context.folder(id).open(name);
  if (opened === undefined) throw refuse("transfer-missing", "object");
  const { handle: file, sizeBytes } = opened;
  try {
    const range = parseRange(request.headers.range, sizeBytes);
    response.setHeader("Content-Type", "application/octet-stream");
    response.setHeader("Accept-Ranges", "bytes");
    if (range === "unsatisfiable") {
      response.writeHead(416, { "Content-Range": `bytes */${String(sizeBytes)}` }).end();
      return;
    }
    const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
    if (range !== undefined) {
      const held = `bytes ${String(first)}-${String(last)}/${String(sizeBytes)}`;
      response.setHeader("Content-Range", held);
    }
    response.writeHead(range === undefined ? 200 : 206, { "Content-Length": last - first + 1 });
    if (request.method === "HEAD" || last < first) response.end();
    else await sendBody(request.socket, response, file, { first, last });
  } finally {
    await file.close();
  }
}

/** Ends the answer with these bytes of the file. Throws when whoever asked has gone. */
async function sendBody(
  socket: Socket,
  response: ServerResponse,
  file: FileHandle,
  range: { readonly first: number; readonly last: number },
): Promise<void> {
  let leave: () => void = () => undefined;
  const gone = new Promise<never>((_, reject) => {
    leave = () => {
      reject(new Error("the connection was closed"));
    };
  });
  gone.catch(() => undefined);
  socket.once("close", leave);
  if (socket.destroyed) leave();
  const write = (piece: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      response.write(piece, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  try {
    await readPieces(file, range, (piece) => Promise.race([write(piece), gone]));
    response.end();
  } finally {
    socket.off("close", leave);
  }
}

/** Answers with the error, and reads on a little, so that a client that is still writing sees it. */
function refuseRequest(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify(encodeError(error));
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
  if (error.retry === "yes") response.setHeader("Retry-After", "1");
  response.writeHead(STATUS_OF[error.code] ?? 500, headers).end(body);
  let drainedBytes = 0;
  request.on("data", (piece: Buffer) => {
    drainedBytes += piece.length;
    if (drainedBytes > DRAIN_BYTES) request.destroy();
  });
  request.on("error", () => undefined);
  request.resume();
}
