/** What the three doubles have in common: a server, its buckets, ranges and the rules for other origins. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { parseRange } from "../../../src/clouds/local-range";
import { createBucket, currentOf, type HeldBucket } from "./object-table";
import type { SeenRequest } from "./signatures";

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface CorsRule {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
}

export interface CloudDouble {
  readonly origin: string;
  readonly port: number;
  readonly buckets: Map<string, HeldBucket>;
  readonly requests: SeenRequest[];
  /** Asked for every request: an answer instead of the right one. */
  misbehave: ((request: SeenRequest) => Answer | "cut" | undefined) | undefined;
  /** The double's clock. */
  nowMs: () => number;
  stop(): Promise<void>;
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const [path = "", search = ""] = (request.url ?? "").split("?", 2);
  const query = search === "" ? [] : search.split("&").map(decodePair);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    ...{ method: request.method ?? "", path, query },
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(parts),
  };
}

function decodePair(pair: string): readonly [string, string] {
  const at = pair.indexOf("=");
  const decode = (text: string): string => decodeURIComponent(text.replaceAll("+", "%20"));
  return at < 0 ? [decode(pair), ""] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
}

/** With a certificate it speaks https. */
export async function startDouble(
  answer: (request: SeenRequest, double: CloudDouble) => Answer,
  tls?: { readonly cert: Buffer; readonly key: Buffer },
): Promise<CloudDouble> {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await readRequest(request);
    if (!request.complete) return;
    double.requests.push(seen);
    const fault = double.misbehave?.(seen);
    if (fault === "cut") {
      request.socket.destroy();
      return;
    }
    const { status, headers = {}, body = "" } = fault ?? answer(seen, double);
    const isHead = seen.method === "HEAD" || status === 204;
    const length = headers["content-length"] ?? String(Buffer.byteLength(body));
    const all = { date: new Date(double.nowMs()).toUTCString(), ...headers };
    response.writeHead(status, isHead ? all : { ...all, "content-length": length });
    response.end(isHead ? undefined : body);
  };
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const double: CloudDouble = {
    ...{
      port,
      origin: `${tls === undefined ? "http" : "https"}://127.0.0.1:${String(port)}`,
      requests: [],
      misbehave: undefined,
    },
    buckets: new Map([["bucket", createBucket()]]),
    nowMs: () => Date.now(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return double;
}

/** A GET or HEAD of an object, whole or in a range. */
export function giveObject(
  bucket: HeldBucket,
  key: string,
  { headers }: SeenRequest,
): Answer | undefined {
  const held = currentOf(bucket, key);
  const { bytes } = held ?? {};
  if (bytes === undefined) return undefined;
  const size = String(bytes.length);
  const range = parseRange(headers["range"], bytes.length);
  if (range === "unsatisfiable") {
    return { status: 416, headers: { "content-range": `bytes */${size}` } };
  }
  if (range === undefined) return { status: 200, headers: { "content-length": size }, body: bytes };
  const { first, last } = range;
  return {
    status: 206,
    headers: { "content-range": `bytes ${String(first)}-${String(last)}/${size}` },
    body: bytes.subarray(first, last + 1),
  };
}

const matches = (rules: readonly string[], text: string): boolean =>
  rules.some((rule) => rule === "*" || rule.toLowerCase() === text.toLowerCase());

function ruleFor(rules: readonly CorsRule[], request: SeenRequest): CorsRule | undefined {
  const { origin = "" } = request.headers;
  const method = request.headers["access-control-request-method"] ?? request.method;
  const wanted = (request.headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return rules.find(
    ({ origins, methods, headers }) =>
      matches(origins, origin) &&
      matches(methods, method) &&
      wanted.every((name) => matches(headers, name)),
  );
}

/** What a preflight is answered. */
export function preflight(rules: readonly CorsRule[], request: SeenRequest): Answer {
  const rule = ruleFor(rules, request);
  if (rule === undefined) return { status: 403, body: "CORSResponse: not allowed" };
  return {
    status: 200,
    headers: {
      ...allowOrigin(rule, request),
      "access-control-allow-methods": rule.methods.join(", "),
      "access-control-allow-headers": rule.headers.join(", "),
    },
  };
}

function allowOrigin({ origins }: CorsRule, request: SeenRequest): Record<string, string> {
  const any = origins.includes("*");
  return { "access-control-allow-origin": any ? "*" : (request.headers["origin"] ?? "") };
}

/** The answer with what lets a page of another origin read it. */
export function withCors(rules: readonly CorsRule[], request: SeenRequest, answer: Answer): Answer {
  const rule = request.headers["origin"] === undefined ? undefined : ruleFor(rules, request);
  if (rule === undefined) return answer;
  const exposed = { "access-control-expose-headers": rule.exposed.join(", ") };
  return { ...answer, headers: { ...answer.headers, ...allowOrigin(rule, request), ...exposed } };
}
