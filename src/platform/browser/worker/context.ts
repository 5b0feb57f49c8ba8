/** What everything in the coordinator works with, put together once. */
import { systemEnv } from "../../../core/env";
import { AppError } from "../../../core/errors";
import { fetchHttp } from "../../../core/fetch-http";
import { openGateway, type Gateway } from "../../../core/gateway-client/gateway-route";
import type { Engine } from "../../../core/transfer/engine";
import { browserPrimitives } from "../primitives";
import { createAwakeEnv } from "./awake-env";
import { createWorkerCoderPool } from "./coder-pool";
import { openDatabase } from "./database";
import { createCheckpoints, type Checkpoints } from "./stored-checkpoint";
import { UploadFiles } from "./upload-files";

export interface Context {
  readonly engine: Engine;
  /** Undefined where the browser keeps nothing. */
  readonly database: IDBDatabase | undefined;
  readonly checkpoints: Checkpoints;
  /** What uploads send. */
  readonly uploads: UploadFiles;
  /** The page's own. */
  readonly ownGateway: string;
  /** Asks a gateway what it is, once; throws `gateway-unavailable` or `gateway-invalid`. */
  gateway(origin: string, signal: AbortSignal): Promise<Gateway>;
}

export interface ContextOptions {
  readonly gateway: string;
  /** An access token for the page's own gateway. */
  readonly token: (() => Promise<string | undefined>) | undefined;
}

export async function createContext({ gateway: own, token }: ContextOptions): Promise<Context> {
  const env = createAwakeEnv(systemEnv);
  const prims = browserPrimitives;
  const engine = { prims, env, coders: createWorkerCoderPool() };
  const uploads = new UploadFiles(env);
  const http = fetchHttp(
    (url, init) => fetch(url, init),
    (bytes) => uploads.toBody(bytes),
  );
  const database = await openDatabase();
  const gateways = new Map<string, Gateway>();
  return {
    engine,
    database,
    checkpoints: createCheckpoints(database),
    uploads,
    ownGateway: own,
    async gateway(origin, signal) {
      const known = gateways.get(origin);
      if (known !== undefined) return known;
      const isOwn = origin === own;
      const options = { origin, http, env, prims, signal };
      const opened = await openGateway({ ...options, ...(isOwn && token && { token }) });
      gateways.set(origin, opened);
      return opened;
    },
  };
}

/** For what a page asks for without a way to cancel it. */
export const uncancelled = (): AbortSignal => new AbortController().signal;

/** A signal that aborts after `limitMs`. */
export function limited({ engine }: Context, limitMs: number): AbortSignal {
  const controller = new AbortController();
  void engine.env.sleep(limitMs).then(() => {
    controller.abort(new AppError("cancelled"));
  });
  return controller.signal;
}
