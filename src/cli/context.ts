/** What every command works with, put together from its options. */
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { dirname, resolve } from "node:path";
import type { Cloud } from "../clouds/cloud";
import { DEFAULT_CONFIG, parseConfig, type Config, type StoreConfig } from "../clouds/config";
import { openDirectRoute, type DirectRoute } from "../clouds/direct-route";
import { openCloud } from "../clouds/open-cloud";
import { systemEnv } from "../core/env";
import { AppError } from "../core/errors";
import type { Http } from "../core/http";
import type { Engine } from "../core/transfer/engine";
import { createNodeCoderPool } from "../platform/node/coder-pool";
import { diskError, errnoOf } from "../platform/node/file-errors";
import { nodePrimitives } from "../platform/node/primitives";
import { createPooledHttp } from "../platform/node/pooled-http";
import type { Output } from "./output";

export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
}

export interface Context {
  readonly engine: Engine;
  readonly output: Output;
  readonly config: Config;
  /** The absolute path of the configuration; undefined for the built-in one. */
  readonly configPath: string | undefined;
  /** What the relative folders of the configuration are relative to. */
  readonly baseFolder: string;
  readonly signal: AbortSignal;
  readonly http: Http;
  /** A route of the configuration, reached with the stores' keys. */
  directRoute(number: number): DirectRoute;
  /** A store of the configuration, with its keys. Throws `config-invalid` for half a key. */
  openStore(id: string, store: StoreConfig): Promise<Cloud>;
  stop(): Promise<void>;
}

async function readConfig(path: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const errno = errnoOf(error) ?? "unknown";
    const reason = errno === "ENOENT" ? "there is no such file" : `it cannot be read (${errno})`;
    throw new AppError("config-invalid", { details: { reason }, subject: path, cause: error });
  }
  try {
    return parseConfig(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const details = { reason: `it is no JSON: ${error.message}` };
    throw new AppError("config-invalid", { details, subject: path, cause: error });
  }
}

/** Two threads keep two cores busy; more than three wait for the disk, and each costs 50 MB. */
const coderThreads = (): number => Math.min(3, Math.max(1, cpus().length));

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw diskError(error, ".");
  }
}

export async function createContext(
  options: CommonOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Context> {
  currentFolder();
  const configPath = options.config === undefined ? undefined : resolve(options.config);
  const config = configPath === undefined ? DEFAULT_CONFIG : await readConfig(configPath);
  const pool = createNodeCoderPool(new URL("./coder-thread.js", import.meta.url), coderThreads());
  const engine: Engine = { prims: nodePrimitives, env: systemEnv, coders: pool };
  const connections = createPooledHttp();
  const baseFolder = configPath === undefined ? currentFolder() : dirname(configPath);
  const { prims, env } = engine;
  const direct = { config, baseFolder, prims, env, http: connections.http };
  return {
    engine,
    output,
    config,
    configPath,
    baseFolder,
    signal,
    http: connections.http,
    openStore: (id, store) =>
      openCloud(
        { baseFolder, prims, nowMs: () => env.nowMs(), environment: process.env },
        id,
        store,
      ),
    directRoute: (number) => openDirectRoute({ ...direct, environment: process.env }, number),
    async stop() {
      await Promise.all([pool.stop(), connections.close()]);
    },
  };
}
