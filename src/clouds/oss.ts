/**
 * Alibaba Cloud Object Storage Service.
 *
 * https://www.alibabacloud.com/help/en/oss/developer-reference/add-signatures-to-urls
 * https://www.alibabacloud.com/help/en/oss/developer-reference/putobject (x-oss-forbid-overwrite)
 * https://www.alibabacloud.com/help/en/oss/developer-reference/listobjectversions
 * https://www.alibabacloud.com/help/en/oss/developer-reference/error-responses
 *
 * Permissions: oss:PutObject, oss:GetObject, oss:DeleteObject, oss:DeleteObjectVersion on the prefix;
 * oss:ListObjects, oss:ListObjectVersions on the bucket.
 * Limits: 5 GB in one PUT; about 10,000 requests a second for an account; 1,000 names in a listing or a
 * removal. A signed PUT (version 4) binds size and that nothing is overwritten; where versions are kept the
 * latter is not looked at, so doctor finds versioning.
 */
import OSS from "ali-oss";
import { AppError } from "../core/errors";
import {
  secondsUntil,
  type Bucket,
  type BucketOptions,
  type BucketPage,
  type RemotePlace,
  type StoredVersion,
} from "./bucket";
import { loadOssKeys } from "./oss-keys";
import type { CloudProblem } from "./problem";

// -- Client ---------------------------------------------------------------------------------------

export interface OssStore extends RemotePlace {
  readonly bucket: string;
}

export async function openOss(options: BucketOptions<OssStore>): Promise<Bucket> {
  const client = await createClient(options);
  return {
    ...signing(client, options.nowMs),
    ...objects(client),
    list: (prefix, depth) => listing(client, prefix, depth === "folders"),
    admin: async (wanted) =>
      (await import("./oss-settings")).ossAdmin(client, options.store.bucket, wanted),
    explain,
  };
}

/** Without a key: ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET, or the role of the ECS instance. */
async function createClient({ store, credentials, environment }: BucketOptions<OssStore>) {
  const { bucket, region, endpoint } = store;
  if (region === undefined) {
    const details = { reason: "is missing: it is a part of every signature" };
    throw new AppError("config-invalid", { details, subject: "region" });
  }
  const { keys, renew } = await loadOssKeys(credentials, environment);
  return new OSS({
    ...{ bucket, region, ...keys, authorizationV4: true, secure: true },
    ...(endpoint !== undefined && { endpoint, cname: !isOwnAddress(endpoint) }),
    ...(renew !== undefined && { refreshSTSToken: renew, refreshSTSTokenInterval: 300_000 }),
  });
}

/** In front of the cloud's own addresses the SDK writes the bucket's name; others stand for a bucket. */
function isOwnAddress(endpoint: string): boolean {
  return new URL(endpoint).hostname.endsWith(".aliyuncs.com");
}

// -- Signed requests ------------------------------------------------------------------------------

function signing(client: OSS, nowMs: () => number): Pick<Bucket, "signPut" | "signGet"> {
  return {
    async signPut(key, sizeBytes, expiresAt) {
      const headers = {
        "content-type": "application/octet-stream",
        "x-oss-forbid-overwrite": "true",
      };
      const signed = { headers: { ...headers, "content-length": String(sizeBytes) } };
      const seconds = secondsUntil(expiresAt, nowMs());
      const url = await client.signatureUrlV4("PUT", seconds, signed, key, ["content-length"]);
      return { url, headers };
    },
    async signGet(key, expiresAt) {
      const seconds = secondsUntil(expiresAt, nowMs());
      return { url: await client.signatureUrlV4("GET", seconds, {}, key), headers: {} };
    },
  };
}

// -- Small objects and removal --------------------------------------------------------------------

function objects(client: OSS): Pick<Bucket, "read" | "write" | "remove"> {
  return {
    async read(key, maxBytes) {
      const headers = { Range: `bytes=0-${String(maxBytes - 1)}` };
      const answer = await client.get(key, undefined, { headers });
      return new Uint8Array(answer.content as Buffer).subarray(0, maxBytes);
    },
    async write(key, bytes) {
      await client.put(key, Buffer.from(bytes));
    },
    async remove(versions) {
      // The types know names only; the method takes versions as well.
      const names = versions.map(({ key, version: versionId }) => ({ key, versionId }));
      await client.deleteMulti(names as unknown as string[], { quiet: true });
    },
  };
}

// -- Listing --------------------------------------------------------------------------------------

/** Part of the SDK that its types leave out. */
interface VersionLister {
  getBucketVersions(query: Readonly<Record<string, string | number>>): Promise<VersionPage>;
}

interface VersionPage {
  readonly objects: readonly ListedVersion[];
  readonly deleteMarker: readonly ListedVersion[];
  readonly prefixes: readonly string[] | null;
  readonly nextKeyMarker: string | null;
  readonly nextVersionIdMarker: string | null;
}

interface ListedVersion {
  readonly name: string;
  readonly versionId?: string;
}

const PAGE = 1_000;

async function* listing(
  client: OSS,
  prefix: string,
  isFolders: boolean,
): AsyncGenerator<BucketPage> {
  const form = {
    // The SDK signs a parameter that is empty otherwise than OSS does.
    ...(prefix !== "" && { prefix }),
    ...{ maxKeys: PAGE, ...(isFolders && { delimiter: "/" }) },
  };
  let markers: Record<string, string> | undefined = {};
  while (markers !== undefined) {
    const lister = client as unknown as VersionLister;
    const page = await lister.getBucketVersions({ ...form, ...markers });
    const found = [...page.objects, ...page.deleteMarker].map(storedVersion);
    yield {
      objects: found.sort((a, b) => (a.key < b.key ? -1 : 1)),
      folders: (page.prefixes ?? []).map((folder) => folder.slice(prefix.length, -1)),
    };
    const { nextKeyMarker: keyMarker, nextVersionIdMarker: versionIdMarker } = page;
    const version = versionIdMarker === null ? undefined : { versionIdMarker };
    markers = keyMarker === null ? undefined : { keyMarker, ...version };
  }
}

function storedVersion({ name: key, versionId }: ListedVersion): StoredVersion {
  return { key, ...(versionId !== undefined && { version: versionId }) };
}

// -- Errors ---------------------------------------------------------------------------------------

function explain(error: unknown): CloudProblem {
  if (!(error instanceof Error)) return {};
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (typeof status !== "number" || status < 100) {
    // The SDK keeps the system's code in the text only.
    return { word: /\bE[A-Z]{4,15}\b/.exec(error.message)?.[0] };
  }
  return { status, word: typeof code === "string" ? code : undefined };
}
