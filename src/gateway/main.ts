/** Puts the gateway together, starts it with the local stores beside it, and stops both. */
import type { FastifyInstance } from "fastify";
import type { Config } from "../clouds/config";
import type { TlsFiles } from "../clouds/local-server";
import type { CloudContext } from "../clouds/open-cloud";
import type { Env } from "../core/env";
import { AppError } from "../core/errors";
import { errnoOf } from "../platform/node/file-errors";
import { checkPort, listenError } from "../platform/node/listen";
import { createApp, type LogOptions } from "./app";
import type { Gateway } from "./gateway";
import { createOrigins, isLoopback, type Origins } from "./origins";
import { addOfficeFile, addPages } from "./pages";
import { createStateCache } from "./state-cache";
import {
  closeStores,
  openRoutes,
  openStores,
  plainOrigins,
  type OpenStores,
  type StartedStore,
} from "./stores";
import { createSweeper, type Sweeper } from "./sweeper";
import { createTokenCheck } from "./tokens";

export interface GatewayOptions extends CloudContext {
  readonly config: Config;
  readonly env: Env;
  /** 0 for any that is free, also for the stores. */
  readonly port: number;
  readonly tls?: TlsFiles;
  /** Where the build left the pages. */
  readonly webFolder: string;
  readonly log: LogOptions;
  /** How the sign-in keys are fetched. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface StartedGateway {
  /** What stands in index files. */
  readonly origin: string;
  readonly port: number;
  readonly hasPages: boolean;
  /** Those that it serves itself. */
  readonly stores: readonly StartedStore[];
  readonly stop: () => Promise<void>;
}

const STOP_MS = 10_000;

const refuse = (subject: string, reason: string): AppError =>
  new AppError("config-invalid", { details: { reason }, subject });

/** What a gateway needs beyond what a configuration needs. Throws `config-invalid`. */
function checkServing({ config, tls }: GatewayOptions): void {
  const { origin, host, auth } = config;
  const isHome = origin === undefined || isLoopback(new URL(origin).hostname);
  if (auth.mode === "none" && !isLoopback(host)) {
    throw refuse("auth.mode", `is "none", and then host must be this computer only, not "${host}"`);
  }
  if (auth.mode === "none" && !isHome) {
    throw refuse("auth.mode", `is "none", and then origin must be this computer only`);
  }
  if (isHome && !isLoopback(host)) {
    throw refuse("origin", "is missing: people elsewhere need the address of this gateway");
  }
  for (const [id, store] of Object.entries(config.stores)) {
    if (store.cloud !== "local" || isHome || tls !== undefined) continue;
    if (store.publicUrl === undefined) {
      throw refuse(`stores.${id}.publicUrl`, "is missing: browsers elsewhere cannot reach it");
    }
  }
}

/** Origins that are known for sure once the gateway listens: port 0 is any that is free. */
function createLateOrigins({ config, port, tls }: GatewayOptions) {
  const scheme = tls === undefined ? "http" : "https";
  let known = createOrigins(config.origin, { scheme, port });
  const origins: Origins = {
    get public() {
      return known.public;
    },
    isOwn: (origin) => known.isOwn(origin),
  };
  const bind = (bound: number): void => {
    known = createOrigins(config.origin, { scheme, port: bound });
  };
  return { origins, bind };
}

/**
 * Starts the gateway. Throws `config-invalid` and `port-taken`; then nothing listens. A store that cannot
 * be used is named in the answer and does not stop the others.
 */
export async function startGateway(options: GatewayOptions): Promise<StartedGateway> {
  checkServing(options);
  const { config, env, prims, tls } = options;
  const { origins, bind } = createLateOrigins(options);
  // The port that was asked for is named first, not that of a store behind it.
  if (options.port !== 0) await checkPort(config.host, options.port);
  const stores = await openStores(options, (origin) => origins.isOwn(origin));
  try {
    const routes = openRoutes(config, stores.clouds);
    const sweeper = createSweeper({ config, env, prims, routes }, (level, data, message) => {
      app.log[level](data, message);
    });
    const gateway: Gateway = {
      ...{ config, env, prims, routes, origins },
      states: createStateCache(env),
      checkToken: createTokenCheck(config.auth, {
        nowMs: () => env.nowMs(),
        ...(options.fetch !== undefined && { fetch: options.fetch }),
      }),
      sweepLater: sweeper.later,
    };
    const app = await createApp(gateway, {
      ...{ log: options.log, isAlwaysHttps: isAlwaysHttps(config) },
      ...(tls !== undefined && { tls }),
    });
    const storeOrigins = plainOrigins(config, stores.started);
    const hasTrial = config.auth.mode === "none";
    const hasPages = await addPages(app, options.webFolder, { storeOrigins, hasTrial });
    addOfficeFile(app, origins);
    const port = await listen(app, config.host, options.port);
    bind(port);
    sweeper.start();
    return {
      ...{ origin: origins.public, port, hasPages, stores: stores.started },
      stop: () => stop(app, stores, sweeper),
    };
  } catch (error) {
    await closeStores(stores, 0);
    throw error;
  }
}

/** Not on this computer: its browser would refuse plain http to every other program on localhost. */
function isAlwaysHttps({ origin }: Config): boolean {
  return origin?.startsWith("https:") === true && !isLoopback(new URL(origin).hostname);
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port, backlog: 1_024 });
  } catch (error) {
    await app.close();
    if (errnoOf(error) === undefined) throw error;
    throw listenError(error, host, port);
  }
  const [address] = app.addresses();
  return typeof address === "object" ? address.port : port;
}

/** Ends what is under way, up to a limit. */
async function stop(app: FastifyInstance, stores: OpenStores, sweeper: Sweeper): Promise<void> {
  const timer = setTimeout(() => {
    app.server.closeAllConnections();
  }, STOP_MS);
  try {
    await Promise.all([app.close(), closeStores(stores, STOP_MS), sweeper.stop()]);
  } finally {
    clearTimeout(timer);
  }
}
