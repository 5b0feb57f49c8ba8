/** `pro-porter serve`: the gateway, the pages, and the local stores beside it. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { AppError } from "../core/errors";
import type { StartedGateway } from "../gateway/main";
import { diskError } from "../platform/node/file-errors";
import type { CommonOptions, Context } from "./context";
import { leaveManifest } from "./manifest";
import { usage } from "./parse-options";

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

export interface ServeOptions extends CommonOptions {
  readonly port?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly logLevel?: string;
  readonly outlook?: string;
}

const DEFAULT_PORT = "3000";

/** The option, else PORT, else 3000. The local stores take the ports behind it. */
function parsePort({ output, config }: Context, { port }: ServeOptions): number {
  const text = port ?? process.env["PORT"] ?? DEFAULT_PORT;
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  const most = 65_535 - Object.keys(config.stores).length;
  if (number <= most) return number;
  throw usage(output.strings.cli.usage.port(text, most));
}

/** People who look at a terminal see what goes wrong; a service's log holds every request. */
function parseLogLevel({ output }: Context, { logLevel }: ServeOptions): LogLevel {
  const level = logLevel ?? (process.stderr.isTTY ? "warn" : "info");
  const found = LOG_LEVELS.find((known) => known === level);
  if (found === undefined) throw usage(output.strings.cli.usage.logLevel(LOG_LEVELS.join(", ")));
  return found;
}

async function readTls({ output }: Context, { tlsCert, tlsKey }: ServeOptions) {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) throw usage(output.strings.cli.usage.tls);
  const read = async (path: string): Promise<Buffer> => {
    try {
      return await readFile(path);
    } catch (error) {
      throw diskError(error, path);
    }
  };
  return { cert: await read(tlsCert), key: await read(tlsKey) };
}

const isAboutKeys = (error: unknown): boolean =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith("ERR_OSSL");

/**
 * The bodies that local stores take count as growth of V8's heap, though they are soon gone, and it went
 * through all of the heap for every 30 MB of them. Now it waits until there is three times as much as was
 * in use (MemoryController::GrowingFactor in V8's src/heap/heap-controller.cc).
 */
function collectLessOften(): void {
  setFlagsFromString("--heap-growing-percent=200");
}

export async function runServe(context: Context, options: ServeOptions): Promise<void> {
  const { config, engine, output, signal } = context;
  const port = parsePort(context, options);
  const level = parseLogLevel(context, options);
  const tls = await readTls(context, options);
  const isHttps = tls !== undefined || config.origin?.startsWith("https://") === true;
  if (options.outlook !== undefined && !isHttps) throw usage(output.strings.cli.usage.outlookHttps);
  collectLessOften();
  // Fastify and what belongs to it: no other command should wait for them.
  const { startGateway } = await import("../gateway/main");
  const gateway = await startGateway({
    ...{ config, port, prims: engine.prims, env: engine.env, environment: process.env },
    baseFolder: context.baseFolder,
    nowMs: () => engine.env.nowMs(),
    webFolder: fileURLToPath(new URL("./web", import.meta.url)),
    log: { level, stream: process.stderr },
    ...(tls !== undefined && { tls }),
  }).catch((error: unknown) => {
    // OpenSSL does not say which file it is that it does not understand.
    if (tls === undefined || !isAboutKeys(error)) throw error;
    throw new AppError("usage", { subject: output.strings.cli.usage.tlsFiles, cause: error });
  });
  try {
    tellStarted(context, gateway);
    if (options.outlook !== undefined) {
      await leaveManifest(context, options.outlook, gateway.origin);
    }
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
    output.note(output.strings.cli.serve.stopping, "stopping", {});
  } finally {
    await gateway.stop();
  }
}

function tellStarted({ output, config }: Context, gateway: StartedGateway): void {
  const { serve, madeStore } = output.strings.cli;
  const { origin, port, stores, hasPages } = gateway;
  for (const { id, folder, isNew, problem } of stores) {
    if (isNew) output.note(madeStore(folder), "store-created", { folder });
    if (problem !== undefined) {
      output.note(serve.deadStore(id, folder, problem), "store", { storeId: id, reason: problem });
    }
  }
  const lines = [serve.ready, ...(hasPages ? serve.pages(origin) : [serve.noPages(origin)])];
  if (hasPages && config.auth.mode === "none") lines.push(serve.trial(origin));
  for (const { id, label, k, stores: ids } of config.routes) {
    lines.push(serve.route(id, label, k, ids.length, ids.join(", ")));
  }
  for (const { id, folder, address } of stores) lines.push(serve.store(id, folder, address));
  if (hasPages) lines.push(...serve.first);
  output.say(lines.join("\n"), "ready", { origin, port, stores, pages: hasPages });
}
