/** The stores of the configuration, open by their keys, and the local ones listening. */
import type { Cloud } from "../clouds/cloud";
import type { Config, StoreConfig } from "../clouds/config";
import type { LocalListening } from "../clouds/local-cloud";
import type { TlsFiles } from "../clouds/local-server";
import { folderOf, openCloud, type CloudContext } from "../clouds/open-cloud";
import { AppError } from "../core/errors";
import { errnoOf } from "../platform/node/file-errors";
import { ensureFolder } from "../platform/node/folders";
import type { OpenRoute } from "./gateway";
import { isLoopback, type Origins } from "./origins";

export interface StoresOptions extends CloudContext {
  readonly config: Config;
  /** Of the gateway. */
  readonly port: number;
  readonly tls?: TlsFiles;
}

export interface StartedStore {
  readonly id: string;
  readonly folder: string;
  readonly address: string;
  /** Whether the folder was made just now. */
  readonly isNew: boolean;
  /** Why the folder cannot be used, as a code of the system. */
  readonly problem?: string;
}

export interface OpenStores {
  readonly clouds: ReadonlyMap<string, Cloud>;
  readonly started: readonly StartedStore[];
}

/** Opens every store of the configuration, and begins to serve those that are ours to serve. */
export async function openStores(
  options: StoresOptions,
  isOwnOrigin: Origins["isOwn"],
): Promise<OpenStores> {
  const clouds = new Map<string, Cloud>();
  const started: StartedStore[] = [];
  try {
    for (const [position, [id, store]] of Object.entries(options.config.stores).entries()) {
      const folder = folderOf(options.baseFolder, store);
      const listening = listeningOf(options, store, position, isOwnOrigin);
      const cloud = await openCloud(options, id, store, listening);
      clouds.set(id, cloud);
      if (folder === undefined || cloud.server === undefined) continue;
      const made = makeFolder(folder);
      started.push({ id, folder, address: await cloud.server.listen(), ...made });
    }
  } catch (error) {
    await closeStores({ clouds }, 0);
    throw error;
  }
  return { clouds, started };
}

/** Where a local store answers signed requests: at `listen`, or the gateway's port + 1 + position. */
function listeningOf(
  { config, port, tls }: StoresOptions,
  store: StoreConfig,
  position: number,
  isOwnOrigin: Origins["isOwn"],
): LocalListening | undefined {
  if (store.cloud !== "local") return undefined;
  const { listen, publicUrl } = store;
  const { hostname } = new URL(config.origin ?? "http://localhost");
  return {
    isOwnOrigin,
    host: config.host === "localhost" ? "127.0.0.1" : config.host,
    hostname: isLoopback(hostname) ? "127.0.0.1" : hostname,
    port: listen ?? (port === 0 ? 0 : port + 1 + position),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(tls !== undefined && { tls }),
  };
}

/** A folder that cannot be made is a store that does not answer: the others still do. */
function makeFolder(folder: string): Pick<StartedStore, "isNew" | "problem"> {
  try {
    return { isNew: ensureFolder(folder) };
  } catch (error) {
    return { isNew: false, problem: errnoOf(error) ?? "unknown" };
  }
}

export async function closeStores(
  { clouds }: Pick<OpenStores, "clouds">,
  graceMs: number,
): Promise<void> {
  const servers = [...clouds.values()].flatMap(({ server }) => server ?? []);
  await Promise.all(servers.map((server) => server.close(graceMs)));
}

export function openRoutes({ routes }: Config, clouds: OpenStores["clouds"]): readonly OpenRoute[] {
  return routes.map((route) => ({
    ...route,
    clouds: route.stores.map((id) => {
      const cloud = clouds.get(id);
      if (cloud === undefined) throw new AppError("store-unknown", { details: { storeId: id } });
      return cloud;
    }),
  }));
}

/** The routes of a configuration with every store open by its keys, none of them served. */
export async function openAllRoutes(
  context: CloudContext & { readonly config: Config },
): Promise<readonly OpenRoute[]> {
  const clouds = new Map<string, Cloud>();
  for (const [id, store] of Object.entries(context.config.stores)) {
    clouds.set(id, await openCloud(context, id, store));
  }
  return openRoutes(context.config, clouds);
}

/**
 * The origins of stores that are reached without TLS: a page must name each of them, https is allowed to
 * all. Some clouds put the bucket in front of the endpoint's host, so both are named.
 */
export function plainOrigins(
  { stores }: Config,
  started: readonly StartedStore[],
): readonly string[] {
  const endpoints = Object.values(stores).flatMap((store) => {
    if (store.cloud === "local" || store.endpoint === undefined) return [];
    const { protocol, host, origin } = new URL(store.endpoint);
    const name = store.cloud === "azure" ? store.account : store.bucket;
    return [origin, `${protocol}//${name}.${host}`];
  });
  const all = [...started.map(({ address }) => address), ...endpoints];
  return [...new Set(all.filter((address) => address.startsWith("http:")))];
}
