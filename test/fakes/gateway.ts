/** The real gateway over local stores in folders of their own, on free ports, for one test file. */
import { join } from "node:path";
import { parseConfig, type Config } from "../../src/clouds/config";
import type { Bytes } from "../../src/core/bytes";
import { systemEnv, type Env } from "../../src/core/env";
import { fetchHttp } from "../../src/core/fetch-http";
import type { Index } from "../../src/core/format/index-file";
import { encodeMessage, type Message, type WireError } from "../../src/core/gateway-api";
import { openGateway } from "../../src/core/gateway-client/gateway-route";
import type { OwnerRequest } from "../../src/core/transfer/owner";
import { openTransfer } from "../../src/core/transfer/open-transfer";
import { restore } from "../../src/core/transfer/restore";
import { send } from "../../src/core/transfer/send";
import { startGateway, type StartedGateway } from "../../src/gateway/main";
import { nodePrimitives as prims } from "../../src/platform/node/primitives";
import { createMemoryCheckpoint } from "./memory-checkpoint";
import {
  createMemoryDisk,
  createMemorySink,
  createMemorySource,
  type MemoryFile,
} from "./memory-tree";
import { tempFolder } from "./temp";
import { inlineCoders, never } from "./world";

export const STORES = ["store-1", "store-2", "store-3", "store-4"];
export const engine = { prims, env: systemEnv, coders: inlineCoders };

export function localConfig(change: object = {}): Config {
  return parseConfig({
    stores: Object.fromEntries(STORES.map((id) => [id, { cloud: "local", folder: id }])),
    routes: [{ id: 0, stores: STORES, k: 3 }],
    limits: { requestsPerSecond: 100_000 },
    host: "127.0.0.1",
    ...change,
  });
}

export interface RunningGateway extends StartedGateway {
  readonly folder: string;
  /** Folder of a store. */
  readonly storeFolder: (store: string) => string;
  /** Every line of the log. */
  readonly log: string[];
  /** Calls the API; the body is a message or the text itself. */
  readonly call: (path: string, init?: CallInit) => Promise<Called>;
}

export interface CallInit {
  readonly method?: string;
  readonly body?: Message | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
  /** Of an error. */
  readonly code: string | undefined;
  readonly error: WireError | undefined;
}

interface StartOptions {
  readonly config?: Config;
  readonly folder?: string;
  readonly env?: Env;
  readonly webFolder?: string;
  readonly port?: number;
  readonly tls?: { readonly cert: string; readonly key: string };
}

const running: RunningGateway[] = [];
afterAll(() => Promise.all(running.map(({ stop }) => stop())));

export async function runGateway(options: StartOptions = {}): Promise<RunningGateway> {
  const { config = localConfig(), folder = tempFolder("gateway"), env = systemEnv } = options;
  const log: string[] = [];
  const started = await startGateway({
    ...{ config, prims, env, port: options.port ?? 0, baseFolder: folder, environment: {} },
    nowMs: () => env.nowMs(),
    ...(options.tls !== undefined && { tls: options.tls }),
    webFolder: options.webFolder ?? join(folder, "web"),
    log: { level: "debug", stream: { write: (line) => log.push(line) } },
  });
  const gateway: RunningGateway = {
    ...{ ...started, folder, log },
    storeFolder: (store) => join(folder, store),
    async call(path, { method, body, headers } = {}) {
      const answer = await fetch(started.origin + path, {
        method: method ?? (body === undefined ? "GET" : "POST"),
        headers: { ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
        ...(body !== undefined && { body: typeof body === "string" ? body : encodeMessage(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get("content-type")?.includes("json") === true;
      const json = isJson ? (JSON.parse(text) as unknown) : undefined;
      const error = answer.ok ? undefined : (json as WireError | undefined);
      const { status } = answer;
      return { status, headers: answer.headers, text, json, error, code: error?.code };
    },
  };
  running.push(gateway);
  return gateway;
}

/** Someone who sends through a gateway and restores through it again. */
export async function connectTo(origin: string, token?: string) {
  const http = fetchHttp(fetch);
  const options = { origin, http, env: systemEnv, prims, signal: never() };
  const gateway = await openGateway({
    ...options,
    ...(token !== undefined && { token: () => Promise.resolve(token) }),
  });
  const ownerKey: Bytes = prims.random(32);
  const route = () => gateway.route(0);
  return {
    gateway,
    owner: (index: Index): OwnerRequest => ({
      ...{ index, route: route(), ownerKeys: [ownerKey], signal: never() },
    }),
    send: (files: readonly MemoryFile[], minStores = 4, expiresInSeconds = 86_400) =>
      send(engine, {
        ...{ source: createMemorySource(files), route: route(), ownerKey, minStores },
        expirySeconds: Math.floor(Date.now() / 1000) + expiresInSeconds,
        ...{ checkpoint: createMemoryCheckpoint(), signal: never() },
      }),
    async restore(index: Index) {
      const disk = createMemoryDisk();
      const transfer = await openTransfer(engine, { index, route: route(), signal: never() });
      await restore(engine, transfer, createMemorySink(disk), { signal: never() });
      return disk;
    },
  };
}
