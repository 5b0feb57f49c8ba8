/** The gateway as an application of Fastify: limits, headers, errors and logs around the routes. */
import limitRate from "@fastify/rate-limit";
import {
  fastify,
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyServerOptions,
} from "fastify";
import type { Config } from "../clouds/config";
import type { TlsFiles } from "../clouds/local-server";
import { AppError, isAppError } from "../core/errors";
import { encodeError, MAX_REQUEST_BYTES, statusOf, CONFIG_PATH } from "../core/gateway-api";
import { addSecurityHeaders } from "./content-policy";
import { addCrossOriginRules } from "./cross-origin";
import type { Gateway } from "./gateway";
import { publicConfig } from "./public-config";
import { sendMessage } from "./routes/answer";
import { addHealthRoutes } from "./routes/health";
import { addOpenRoute } from "./routes/open";
import { addOwnRoutes } from "./routes/own";
import { addSignRoutes } from "./routes/sign";
import { addStateRoute } from "./routes/state";

/** A whole request is small: whoever needs longer for it holds a connection for nothing. */
const REQUEST_MS = 20_000;
const HEADERS_MS = 10_000;
const KEEP_ALIVE_MS = 72_000;

/** JSON lines (pino). */
export interface LogOptions {
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
  readonly stream: { write(line: string): void };
}

export interface AppOptions {
  readonly log: LogOptions;
  readonly tls?: TlsFiles;
  /** Whether people reach the gateway by https and never otherwise. */
  readonly isAlwaysHttps: boolean;
}

export async function createApp(gateway: Gateway, options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: { ...options.log, base: null },
    // Fastify's own lines hold the whole URL; ours hold the pattern.
    logController: new LogController({ disableRequestLogging: true }),
    // What the router refuses before any hook or handler.
    frameworkErrors: (error, _request, reply) => {
      void sendError(reply, toAnswer(error));
    },
    trustProxy: trustedProxies(gateway.config),
    bodyLimit: MAX_REQUEST_BYTES,
    ...{ requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: 2_000 },
    ...(options.tls && { https: { ...options.tls, headersTimeout: HEADERS_MS } }),
  }) as unknown as FastifyInstance;
  addLogLines(app);
  addErrorAnswers(app);
  addSecurityHeaders(app, options.isAlwaysHttps);
  addHealthRoutes(app, gateway);
  await app.register((api: FastifyInstance) => addApi(api, gateway));
  return app;
}

function trustedProxies({ trustProxy }: Config): NonNullable<FastifyServerOptions["trustProxy"]> {
  if (typeof trustProxy !== "number") return trustProxy;
  return (_address, hop) => hop < trustProxy;
}

async function addApi(api: FastifyInstance, gateway: Gateway): Promise<void> {
  addCrossOriginRules(api, gateway.origins);
  api.addHook("onRequest", (_request, reply, done) => {
    reply.header("Cache-Control", "no-store");
    done();
  });
  await api.register(limitRate, {
    max: gateway.config.requestsPerSecond,
    timeWindow: 1_000,
    errorResponseBuilder: () => new AppError("gateway-busy"),
  });
  // The language reads the text itself, strictly.
  api.removeAllContentTypeParsers();
  api.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    done(null, body);
  });
  api.get(CONFIG_PATH, (_request, reply) =>
    sendMessage(reply, publicConfig(gateway.config, gateway.origins.public)),
  );
  addOpenRoute(api, gateway);
  addSignRoutes(api, gateway);
  addStateRoute(api, gateway);
  addOwnRoutes(api, gateway);
}

/** One line for each request: which pattern, what came of it, how long. No address, no query, no T. */
function addLogLines(app: FastifyInstance): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? "(none)";
    const ms = Math.round(reply.elapsedTime);
    request.log.info({ method, route, status: reply.statusCode, ms }, "answered");
    done();
  });
}

interface ErrorAnswer {
  readonly status: number;
  readonly error: AppError;
}

function toAnswer(error: FastifyError | AppError): ErrorAnswer {
  if (isAppError(error)) return { status: statusOf(error.code), error };
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return { status: 500, error: new AppError("internal") };
  // Fastify's own refusals: too large, no JSON, malformed.
  const details = { reason: error.code };
  return { status, error: new AppError("request-invalid", { details, cause: error }) };
}

function sendError(reply: FastifyReply, { status, error }: ErrorAnswer): FastifyReply {
  if (error.retry === "yes" && !reply.hasHeader("Retry-After")) reply.header("Retry-After", "1");
  if (error.code === "sign-in-needed") reply.header("WWW-Authenticate", "Bearer");
  return reply.code(status).header("Cache-Control", "no-store").send(encodeError(error));
}

function addErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler((thrown: FastifyError | AppError, request, reply) => {
    const { status, error } = toAnswer(thrown);
    const { code, details } = error;
    if (status >= 500) request.log.error({ code, details, err: describe(thrown) }, "failed");
    else request.log.debug({ code, details }, "refused");
    return sendError(reply, { status, error });
  });
  app.setNotFoundHandler((_request, reply) => {
    const error = new AppError("request-invalid", { details: { field: "path" } });
    return sendError(reply, { status: 404, error });
  });
}

/** Where in our code it happened; the text of an unforeseen error may hold anything and stays out. */
function describe(error: FastifyError | AppError): object {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { type: error.name, code: error.code, at: frames.slice(0, 8).map((line) => line.trim()) };
}
