/** From a store of the configuration to its Cloud. Adapters are loaded when they are needed. */
import { resolve } from "node:path";
import { AppError } from "../core/errors";
import type { Primitives } from "../core/format/primitives";
import type { Bucket, BucketOptions, Credentials } from "./bucket";
import { createBucketCloud } from "./bucket-cloud";
import type { Cloud } from "./cloud";
import type { StoreConfig } from "./config";
import type { LocalListening } from "./local-cloud";
import { REMOTE_CLOUDS, type RemoteKind } from "./registry";

export interface CloudContext {
  /** Relative folders are relative to it. */
  readonly baseFolder: string;
  readonly prims: Primitives;
  /** Where secrets come from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
}

export type RemoteStore = Extract<StoreConfig, { cloud: RemoteKind }>;
type OpenAdapter = (options: BucketOptions<RemoteStore>) => Promise<Bucket>;
type RemoteContext = Pick<CloudContext, "environment" | "nowMs">;

/** In front of every object's key where the configuration says nothing. */
export const DEFAULT_PREFIX = "pro-porter/";

/** The absolute folder of a local store; undefined for other clouds. */
export function folderOf(baseFolder: string, store: StoreConfig): string | undefined {
  return store.cloud === "local" ? resolve(baseFolder, store.folder) : undefined;
}

/** Opens a store with its keys. `listening` is for those that we serve ourselves. */
export async function openCloud(
  { baseFolder, ...context }: CloudContext,
  id: string,
  store: StoreConfig,
  listening?: LocalListening,
): Promise<Cloud> {
  if (store.cloud !== "local") return openRemoteCloud(context, id, store);
  const { createLocalCloud } = await import("./local-cloud");
  return createLocalCloud({
    ...{ ...context, id, folder: resolve(baseFolder, store.folder) },
    durable: store.durable ?? false,
    ...(listening !== undefined && { listening }),
  });
}

/** A store that is reached through its cloud's SDK. Throws `config-invalid` for half a key. */
export function openRemoteCloud(context: RemoteContext, id: string, store: RemoteStore): Cloud {
  const { nowMs } = context;
  const prefix = store.prefix ?? DEFAULT_PREFIX;
  return createBucketCloud(openBucket(context, id, store), { id, prefix, nowMs });
}

/** Opens it with its first use: a cloud whose keys cannot be had keeps nobody else waiting. */
function openBucket(
  { environment, nowMs }: RemoteContext,
  id: string,
  store: RemoteStore,
): () => Promise<Bucket> {
  const credentials = explicitCredentials(id, store, environment);
  let opened: Promise<Bucket> | undefined;
  return () => {
    opened ??= openAdapter({ store, credentials, environment, nowMs });
    opened.catch(() => (opened = undefined));
    return opened;
  };
}

async function openAdapter(options: BucketOptions<RemoteStore>): Promise<Bucket> {
  // The schema has put together which fields belong to which adapter.
  const open = (await REMOTE_CLOUDS[options.store.cloud].open()) as OpenAdapter;
  return open(options);
}

/**
 * PRO_PORTER_<STORE ID>_KEY_ID and _SECRET, in capitals and with _ for -. Undefined without the secret:
 * then the cloud's own chain is asked. Azure's accounts need no id.
 */
function explicitCredentials(
  id: string,
  { cloud }: RemoteStore,
  environment: CloudContext["environment"],
): Credentials | undefined {
  const variable = `PRO_PORTER_${id.toUpperCase().replaceAll("-", "_")}`;
  const keyId = environment[`${variable}_KEY_ID`];
  const secret = environment[`${variable}_SECRET`];
  if (secret !== undefined && (keyId !== undefined || cloud === "azure")) {
    return { keyId: keyId ?? "", secret };
  }
  if (secret === undefined && keyId === undefined) return undefined;
  const missing = `${variable}_${secret === undefined ? "SECRET" : "KEY_ID"}`;
  throw new AppError("config-invalid", {
    details: { reason: "is missing in the environment, and its twin is there" },
    subject: missing,
  });
}
