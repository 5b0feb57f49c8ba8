/**
 * Azure Blob Storage.
 *
 * https://learn.microsoft.com/rest/api/storageservices/put-blob
 * https://learn.microsoft.com/rest/api/storageservices/create-service-sas
 * https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas
 * https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
 *
 * Permissions: the account's key, or the roles Storage Blob Data Contributor on the container and
 * Storage Blob Delegator on the account. Accounts with a hierarchical namespace are not supported.
 * Limits: 5,000 MiB in one Put Blob; 3,000 requests a second for one blob; 5,000 names in a listing, 256 in
 * a removal. A signed PUT may create and not overwrite (sp=c); its size is bound only by signatures of a
 * user delegation key, so not by those of the account's key.
 */
import {
  BlobSASPermissions,
  BlobServiceClient,
  generateBlobSASQueryParameters,
  RestError,
  SASProtocol,
  StorageSharedKeyCredential,
  type BlobClient,
  type BlobDeleteOptions,
  type BlobItem,
  type ContainerClient,
  type UserDelegationKey,
} from "@azure/storage-blob";
import type { CallOptions } from "../core/store/store";
import {
  readSmall,
  type Bucket,
  type BucketOptions,
  type BucketPage,
  type RemotePlace,
  type StoredVersion,
} from "./bucket";
import { ABSENT, type CloudProblem } from "./problem";

// -- Client ---------------------------------------------------------------------------------------

export interface AzureStore extends RemotePlace {
  readonly account: string;
  readonly container: string;
}

export async function openAzure(options: BucketOptions<AzureStore>): Promise<Bucket> {
  const { store, credentials, nowMs } = options;
  const endpoint = endpointOf(store);
  const key = credentials && new StorageSharedKeyCredential(store.account, credentials.secret);
  const service = new BlobServiceClient(endpoint, key ?? (await signInChain()), {
    retryOptions: { maxTries: 1 },
  });
  const container = service.getContainerClient(store.container);
  return {
    ...signing(store, container, key ?? delegation(service, nowMs)),
    ...objects(container),
    list: (prefix, depth, call) => listing(container, prefix, depth === "folders", call),
    admin: async (wanted) =>
      (await import("./azure-settings")).azureAdmin(service, container, wanted),
    explain,
  };
}

/** Without a key: environment, workload and managed identity, or who is signed in with a tool. */
async function signInChain() {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential();
}

/** Behind an address that is not the account's own the account stands in the path, as in emulators. */
function endpointOf({ account, endpoint }: AzureStore): string {
  if (endpoint === undefined) return `https://${account}.blob.core.windows.net`;
  const url = new URL(endpoint);
  const isEmulator = /^(localhost|[\d.]+|\[.*\])$/.test(url.hostname);
  if (isEmulator && url.pathname === "/") url.pathname = `/${account}`;
  return url.href.replace(/\/$/, "");
}

// -- Signed requests ------------------------------------------------------------------------------

/** Signs by a key that Azure gave to whoever is signed in. */
type DelegationKey = () => Promise<UserDelegationKey>;

function signing(
  { account, container: containerName }: AzureStore,
  container: ContainerClient,
  key: StorageSharedKeyCredential | DelegationKey,
): Pick<Bucket, "signPut" | "signGet"> {
  const isPlain = container.url.startsWith("http:");
  const protocol = isPlain ? SASProtocol.HttpsAndHttp : SASProtocol.Https;
  const sign = async (
    blobName: string,
    letter: "c" | "r",
    expiresAt: number,
    requestHeaders?: Record<string, string>,
  ): Promise<string> => {
    const values = {
      ...{ containerName, blobName, protocol, expiresOn: new Date(expiresAt * 1000) },
      permissions: BlobSASPermissions.parse(letter),
    };
    const bound = requestHeaders === undefined ? values : { ...values, requestHeaders };
    const query =
      key instanceof StorageSharedKeyCredential
        ? generateBlobSASQueryParameters(values, key)
        : generateBlobSASQueryParameters(bound, await key(), account);
    return `${container.getBlobClient(blobName).url}?${query.toString()}`;
  };
  return {
    async signPut(blobName, sizeBytes, expiresAt) {
      const size = { "content-length": String(sizeBytes) };
      const headers = { "x-ms-blob-type": "BlockBlob", "if-none-match": "*" };
      return { url: await sign(blobName, "c", expiresAt, size), headers };
    },
    async signGet(blobName, expiresAt) {
      return { url: await sign(blobName, "r", expiresAt), headers: {} };
    },
  };
}

const KEY_MS = 6 * 3_600_000;
const KEY_MARGIN_MS = 3_600_000;
const SKEW_MS = 300_000;

/** One call to Azure every few hours; signing itself asks nobody. */
function delegation(service: BlobServiceClient, nowMs: () => number): DelegationKey {
  let key: { readonly value: Promise<UserDelegationKey>; readonly endsMs: number } | undefined;
  return () => {
    if (key !== undefined && key.endsMs - nowMs() > KEY_MARGIN_MS) return key.value;
    const endsMs = nowMs() + KEY_MS;
    const value = service.getUserDelegationKey(new Date(nowMs() - SKEW_MS), new Date(endsMs));
    key = { value, endsMs };
    value.catch(() => (key = undefined));
    return value;
  };
}

// -- Small objects and removal --------------------------------------------------------------------

const MAX_BATCH = 256;

function objects(container: ContainerClient): Pick<Bucket, "read" | "write" | "remove"> {
  return {
    async read(key, maxBytes, { signal: abortSignal }) {
      const answer = await container.getBlobClient(key).download(0, undefined, { abortSignal });
      return readSmall(answer.readableStreamBody as AsyncIterable<unknown>, maxBytes);
    },
    async write(key, bytes, { signal: abortSignal }) {
      const blob = container.getBlockBlobClient(key);
      await blob.upload(Buffer.from(bytes), bytes.length, { abortSignal });
    },
    async remove(versions, options) {
      // A version that is the current one can go only after the object itself.
      const current = versions.filter(({ version }) => version === undefined);
      const old = versions.filter(({ version }) => version !== undefined);
      await removeAll(container, current, { deleteSnapshots: "include" }, options);
      await removeAll(container, old, {}, options);
    },
  };
}

async function removeAll(
  container: ContainerClient,
  versions: readonly StoredVersion[],
  how: BlobDeleteOptions,
  { signal: abortSignal }: CallOptions,
): Promise<void> {
  const blobs = versions.map(({ key, version }): BlobClient => {
    const blob = container.getBlobClient(key);
    return version === undefined ? blob : blob.withVersion(version);
  });
  for (let at = 0; at < blobs.length; at += MAX_BATCH) {
    const batch = blobs.slice(at, at + MAX_BATCH);
    const options = { ...how, abortSignal };
    const { subResponses } = await container.getBlobBatchClient().deleteBlobs(batch, options);
    const failed = subResponses.find(({ status }) => status >= 300 && status !== 404);
    if (failed === undefined) continue;
    const { status: statusCode, errorCode: code } = failed;
    throw new RestError("not removed", { statusCode, ...(code !== undefined && { code }) });
  }
}

// -- Listing --------------------------------------------------------------------------------------

const PAGE = 1_000;

async function* listing(
  container: ContainerClient,
  prefix: string,
  isFolders: boolean,
  { signal: abortSignal }: CallOptions,
): AsyncGenerator<BucketPage> {
  const options = { prefix, includeVersions: true, abortSignal };
  if (isFolders) {
    const pages = container.listBlobsByHierarchy("/", options).byPage({ maxPageSize: PAGE });
    for await (const { segment } of pages) {
      const folders = segment.blobPrefixes ?? [];
      yield { objects: [], folders: folders.map(({ name }) => name.slice(prefix.length, -1)) };
    }
    return;
  }
  const pages = container.listBlobsFlat(options).byPage({ maxPageSize: PAGE });
  for await (const { segment } of pages) {
    yield { objects: segment.blobItems.flatMap(storedVersions), folders: [] };
  }
}

/** Where versions are kept the current one is an object and a version. */
function storedVersions({ name, versionId, isCurrentVersion }: BlobItem): StoredVersion[] {
  const key = name;
  if (versionId === undefined) return [{ key }];
  return [...(isCurrentVersion === true ? [{ key }] : []), { key, version: versionId }];
}

// -- Errors ---------------------------------------------------------------------------------------

function explain(error: unknown): CloudProblem {
  if (!(error instanceof Error)) return {};
  if (!(error instanceof RestError)) return { word: error.name };
  const { statusCode: status, code, response } = error;
  if (status === undefined) return {};
  const isLate = /date header|Signature not valid in the specified time frame/i.test(error.message);
  const retryAfter = response?.headers.get("retry-after");
  if (isLate) return { status, word: "RequestTimeTooSkewed" };
  return { status, word: code === "BlobNotFound" ? ABSENT : code, retryAfter };
}
