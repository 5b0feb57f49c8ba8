/**
 * Amazon S3, and what speaks its language (Ceph, MinIO, Sakura, ..).
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 *
 * Permissions: s3:PutObject, s3:GetObject, s3:DeleteObject, s3:DeleteObjectVersion on the prefix;
 * s3:ListBucket, s3:ListBucketVersions on the bucket; for setup those of docs/operations.md.
 * Limits: 5 GB in one PUT; 3,500 PUT and 5,500 GET a second for each prefix; 1,000 keys in a listing or
 * a removal. A signed PUT binds size and If-None-Match. Not for directory buckets (S3 Express): what is put
 * there is signed by sessions, and no versions are listed.
 */
import type { S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl, S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import * as sdk from "@aws-sdk/client-s3";
import {
  readSmall,
  secondsUntil,
  type Bucket,
  type BucketOptions,
  type BucketPage,
  type RemotePlace,
  type StoredVersion,
} from "./bucket";
import type { CloudProblem } from "./problem";

// -- Client ---------------------------------------------------------------------------------------

export interface S3Store extends RemotePlace {
  readonly bucket: string;
  readonly pathStyle?: boolean | undefined;
}

export function openS3(options: BucketOptions<S3Store>): Promise<Bucket> {
  const { bucket: Bucket } = options.store;
  const client = createClient(options);
  return Promise.resolve({
    ...signing(client, Bucket, options.nowMs),
    ...objects(client, Bucket),
    list: (prefix, depth, call) =>
      listing(client, Bucket, prefix, depth === "folders", call.signal),
    admin: async (wanted) => (await import("./s3-settings")).s3Admin(client, Bucket, wanted),
    explain,
  });
}

/** Without a key the SDK's chain is asked: environment, profile, web identity, container, instance. */
function createClient({ store, credentials }: BucketOptions<S3Store>): S3Client {
  const { region, endpoint, pathStyle } = store;
  // AWS's own switch: what Node its next versions need is for developers, not for whoever sends a file.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  return new sdk.S3Client({
    region: region ?? "us-east-1",
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle: pathStyle ?? false,
    ...(credentials !== undefined && {
      credentials: { accessKeyId: credentials.keyId, secretAccessKey: credentials.secret },
    }),
    // Otherwise a signed PUT demands the checksum of an empty body.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 1,
  });
}

// -- Signed requests ------------------------------------------------------------------------------

/**
 * getSignedUrl puts the client's middleware together for every address: four times the work of the signature.
 * So it is asked once, for an object `-`, where the bucket stands and as what is signed there.
 */
async function learnPlace(client: S3Client, Bucket: string) {
  const command = new sdk.GetObjectCommand({ Bucket, Key: "-" });
  const example = new URL(await getSignedUrl(client, command));
  const { origin, protocol, hostname, port, pathname, searchParams } = example;
  const scope = searchParams.get("X-Amz-Credential")?.split("/").slice(-3);
  const [signingRegion = "", signingService = ""] = scope ?? [];
  return {
    ...{ origin, folder: pathname.slice(0, -1), signAs: { signingRegion, signingService } },
    host: { protocol, hostname, ...(port !== "" && { port: Number(port) }) },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, UriEncode() */
const inPath = (key: string): string =>
  encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function signing(
  client: S3Client,
  Bucket: string,
  nowMs: () => number,
): Pick<Bucket, "signPut" | "signGet"> {
  const presigner = new S3RequestPresigner(client.config);
  let place: ReturnType<typeof learnPlace> | undefined;
  const sign = async (
    method: "GET" | "PUT",
    key: string,
    headers: Readonly<Record<string, string>>,
    expiresAt: number,
  ): Promise<string> => {
    place ??= learnPlace(client, Bucket);
    place.catch(() => (place = undefined));
    const { origin, folder, host, signAs } = await place;
    const request = {
      ...{ method, ...host, path: folder + inPath(key), headers: { ...headers } },
      query: { "x-id": method === "GET" ? "GetObject" : "PutObject" },
    };
    const { path, query } = await presigner.presign(request, {
      ...{ ...signAs, signableHeaders: new Set(["host", ...Object.keys(headers)]) },
      signingDate: new Date(nowMs()),
      expiresIn: secondsUntil(expiresAt, nowMs()),
    });
    return `${origin}${path}?${new URLSearchParams(query as Record<string, string>).toString()}`;
  };
  return {
    async signPut(key, sizeBytes, expiresAt) {
      const headers = { "if-none-match": "*" };
      const bound = { ...headers, "content-length": String(sizeBytes) };
      return { url: await sign("PUT", key, bound, expiresAt), headers };
    },
    async signGet(key, expiresAt) {
      return { url: await sign("GET", key, {}, expiresAt), headers: {} };
    },
  };
}

// -- Small objects and removal --------------------------------------------------------------------

function objects(client: S3Client, Bucket: string): Pick<Bucket, "read" | "write" | "remove"> {
  return {
    async read(Key, maxBytes, { signal: abortSignal }) {
      const command = new sdk.GetObjectCommand({ Bucket, Key });
      const { Body } = await client.send(command, { abortSignal });
      return readSmall(Body as AsyncIterable<unknown>, maxBytes);
    },
    async write(Key, Body, { signal: abortSignal }) {
      await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body }), { abortSignal });
    },
    async remove(versions, { signal: abortSignal }) {
      const Objects = versions.map(({ key, version }) => ({
        Key: key,
        ...(version !== undefined && { VersionId: version }),
      }));
      const command = new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
      const { Errors = [] } = await client.send(command, { abortSignal });
      const [first] = Errors;
      if (first !== undefined) throw Object.assign(new Error("not removed"), { name: first.Code });
    },
  };
}

// -- Listing --------------------------------------------------------------------------------------

async function* listing(
  client: S3Client,
  Bucket: string,
  Prefix: string,
  isFolders: boolean,
  abortSignal: AbortSignal,
): AsyncGenerator<BucketPage> {
  const Delimiter = isFolders ? "/" : undefined;
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const input = { Bucket, Prefix, Delimiter, KeyMarker, VersionIdMarker };
    const page = await client.send(new sdk.ListObjectVersionsCommand(input), { abortSignal });
    const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    const objects = found.flatMap(({ Key, VersionId }) => storedVersion(Key, VersionId));
    yield {
      objects: objects.sort((a, b) => (a.key < b.key ? -1 : 1)),
      folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix: folder }) =>
        folder === undefined ? [] : [folder.slice(Prefix.length, -1)],
      ),
    };
    ({ NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page);
  } while (KeyMarker !== undefined && KeyMarker !== "");
}

function storedVersion(key: string | undefined, version: string | undefined): StoredVersion[] {
  if (key === undefined) return [];
  // "null" is the version of what a bucket without versions holds.
  return [{ key, ...(version !== undefined && version !== "" && { version }) }];
}

// -- Errors ---------------------------------------------------------------------------------------

function explain(error: unknown): CloudProblem {
  if (!(error instanceof Error)) return {};
  const { $metadata, $response } = error as Partial<sdk.S3ServiceException>;
  const headers = $response?.headers as Readonly<Record<string, string>> | undefined;
  const status = $metadata?.httpStatusCode;
  const isNamed = status !== undefined || error.name.includes("Credentials");
  return {
    status,
    word: isNamed ? error.name : undefined,
    retryAfter: headers?.["retry-after"],
  };
}
