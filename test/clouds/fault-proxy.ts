/** Stands before a cloud's server and lets what passes go wrong: HTTP as a network and a busy cloud spoil it. */
import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerResponse } from "node:http";
import { closeAtEnd } from "../fakes/temp";

export type Fault =
  /** An answer in the place of the right one. */
  | { readonly status: number; readonly retryAfter?: string }
  /** The connection is reset when half of the body has passed: that of a PUT, or the answer to a GET. */
  | "reset"
  /** Half of an answer, which says that it is all. */
  | "truncated"
  /** An answer that says it is longer than it is. */
  | "wrong-length"
  /** Nothing at all. */
  | "silence";

export interface FaultProxy {
  readonly origin: string;
  /** Asked for every request. */
  spoil: ((method: string, url: string) => Fault | undefined) | undefined;
  /** Nobody listens any more, and what was open is cut. */
  stop(): Promise<void>;
  /** At the same address as before. */
  start(): Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

interface Passed {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

function pass(target: URL, request: IncomingMessage, body: Buffer): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const { method, url, headers } = request;
    // The name of the host stays: it is signed.
    const options = { host: target.hostname, port: target.port, method, path: url, headers };
    const passing = httpRequest({ ...options, agent: false }, (answer) => {
      bodyOf(answer).then((bytes) => {
        resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: bytes });
      }, reject);
    });
    passing.on("error", reject).end(body);
  });
}

async function cutInHalf(request: IncomingMessage): Promise<void> {
  const lengthBytes = Number(request.headers["content-length"] ?? 0);
  let passed = 0;
  for await (const part of request) {
    passed += (part as Buffer).length;
    if (passed >= lengthBytes / 2) break;
  }
  request.socket.resetAndDestroy();
}

function give(response: ServerResponse, { status, headers, body }: Passed, fault?: Fault): void {
  const kept = Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== "transfer-encoding"),
  );
  const half = body.subarray(0, body.length >> 1);
  const stated = fault === "truncated" ? half.length : body.length;
  const length = fault === "wrong-length" ? stated + 1_000 : stated;
  response.writeHead(status, status === 204 ? kept : { ...kept, "content-length": String(length) });
  if (fault === undefined) response.end(status === 204 ? undefined : body);
  else if (fault === "truncated") response.end(half);
  else response.write(half, () => response.socket?.resetAndDestroy());
}

/** `target` is the origin of the server behind it. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const behind = new URL(target);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url = "" } = request;
    const fault = proxy.spoil?.(method, url);
    if (fault === "silence") return;
    if (fault === "reset" && method === "PUT") return cutInHalf(request);
    const body = await bodyOf(request);
    if (typeof fault === "object") {
      const { status, retryAfter } = fault;
      response.writeHead(status, retryAfter === undefined ? {} : { "retry-after": retryAfter });
      response.end();
    } else give(response, await pass(behind, request, body), fault);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const listen = (port: number): Promise<void> =>
    new Promise((done) => server.listen(port, "127.0.0.1", done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const proxy: FaultProxy = {
    ...{ origin: `http://127.0.0.1:${String(port)}`, spoil: undefined },
    stop: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
    start: () => (server.listening ? Promise.resolve() : listen(port)),
  };
  closeAtEnd(() => proxy.stop());
  return proxy;
}
