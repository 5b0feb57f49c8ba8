/**
 * A folder on a disk as a cloud. It has no service in front of it that knows signatures, so it brings one:
 * each store answers on a port of its own, because a browser opens only six connections to one origin and
 * a slow store must not block a fast one.
 */
import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { encodeBase64Url, type Bytes } from "../core/bytes";
import { parseTransferId } from "../core/gateway-api";
import { invariant } from "../core/errors";
import type { Primitives } from "../core/format/primitives";
import { closeServer, listenOn } from "../platform/node/listen";
import type { StateStore } from "../core/store/state-store";
import type { Cloud, CloudServer } from "./cloud";
import { openLocalStore, storeError } from "./local";
import { LocalFolder } from "./local-folder";
import { loadLocalKey } from "./local-key";
import { createLocalServer, type TlsFiles } from "./local-server";
import { signUrl, type SignedObject } from "./local-signature";

export interface LocalListening {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Where clients reach it, if not at host and port. */
  readonly publicUrl?: string;
  /** Name under which clients reach `port`. */
  readonly hostname: string;
  readonly tls?: TlsFiles;
  readonly isOwnOrigin: (origin: string) => boolean;
}

export interface LocalCloudOptions {
  readonly id: string;
  readonly folder: string;
  readonly durable: boolean;
  readonly prims: Primitives;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** How signed requests are answered; without it the store only keeps state and is swept. */
  readonly listening?: LocalListening;
}

const PAGE = 1_000;

type Guard = <Value>(task: () => Promise<Value>) => Promise<Value>;

export function createLocalCloud(options: LocalCloudOptions): Cloud {
  const { id, folder, durable } = options;
  const guard: Guard = async (task) => {
    try {
      return await task();
    } catch (error) {
      throw storeError(error, id);
    }
  };
  const key = keepKey(options, guard);
  const states = (transferId: Bytes): StateStore =>
    openLocalStore({ id, folder, transferId, durable }).states;
  const served = options.listening && serve(options, options.listening, { key, states });
  const sign = async (object: Omit<SignedObject, "transfer">, transfer: Bytes) => {
    const origin = served?.origin();
    invariant(origin !== undefined, "a local store is signed for only where it is served");
    const named = { ...object, transfer: encodeBase64Url(transfer) };
    return { url: signUrl(await key(), origin, named), headers: {} };
  };
  return {
    id,
    signPut: ({ transfer, name, sizeBytes, expiresAt }) =>
      sign({ method: "PUT", name, sizeBytes, expiresAt }, transfer),
    signGet: ({ transfer, name, expiresAt }) =>
      sign({ method: "GET", name, sizeBytes: undefined, expiresAt }, transfer),
    states,
    async *transfers({ signal }) {
      signal.throwIfAborted();
      const names = await guard(() => readdir(folder));
      const found = names.flatMap((name) => parseTransferId(name) ?? []);
      for (let at = 0; at < found.length; at += PAGE) {
        signal.throwIfAborted();
        yield found.slice(at, at + PAGE);
      }
    },
    async check({ signal }) {
      signal.throwIfAborted();
      await guard(() => access(folder, constants.R_OK | constants.W_OK | constants.X_OK));
    },
    ...(served !== undefined && { server: served.server }),
  };
}

/** Loads the key once; a disk that is away now may be back later. */
function keepKey(
  { id, folder, environment }: LocalCloudOptions,
  guard: Guard,
): () => Promise<Bytes> {
  let loaded: Promise<Bytes> | undefined;
  return () => {
    const loading = loaded ?? guard(() => loadLocalKey(id, folder, environment));
    loaded = loading;
    loading.catch(() => (loaded = undefined));
    return loading;
  };
}

interface Parts {
  readonly key: () => Promise<Bytes>;
  readonly states: (transfer: Bytes) => StateStore;
}

function serve(
  { id, folder, durable, prims, nowMs }: LocalCloudOptions,
  { host, port, publicUrl, hostname, tls, isOwnOrigin }: LocalListening,
  { key, states }: Parts,
): { origin: () => string | undefined; server: CloudServer } {
  let listeningPort = port === 0 ? undefined : port;
  const origin = (): string | undefined => {
    if (publicUrl !== undefined) return publicUrl;
    if (listeningPort === undefined) return undefined;
    return `${tls === undefined ? "http" : "https"}://${hostname}:${String(listeningPort)}`;
  };
  const server = createLocalServer(
    {
      ...{ storeId: id, prims, key, states, isOwnOrigin, nowMs },
      origin: () => origin() ?? "",
      folder: (transferId) => new LocalFolder({ id, folder, transferId, durable }),
    },
    tls,
  );
  return {
    origin,
    server: {
      async listen() {
        listeningPort = await listenOn(server, host, port);
        return origin() ?? "";
      },
      close: (graceMs) => closeServer(server, graceMs),
    },
  };
}
