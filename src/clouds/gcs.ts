/**
 * Google Cloud Storage.
 *
 * https://cloud.google.com/storage/docs/access-control/signed-urls
 * https://cloud.google.com/storage/docs/request-preconditions
 * https://cloud.google.com/storage/docs/xml-api/reference-headers#xgoogcontentlengthrange
 * https://cloud.google.com/storage/docs/json_api/v1/status-codes
 *
 * Permissions: storage.objects.create, .get, .list, .delete on the bucket. Without a key in the
 * environment also iam.serviceAccounts.signBlob on the own account (one call for each signature).
 * Limits: 1,000 writes and 5,000 reads a second at first, then more; 1,000 names in a listing, one in a
 * removal. A signed PUT binds size and that nothing stands there.
 */
import { createPrivateKey, sign, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { Storage, type Bucket as GoogleBucket, type GetFilesOptions } from "@google-cloud/storage";
import { createPermits } from "../core/permits";
import {
  readSmall,
  type Bucket,
  type BucketOptions,
  type BucketPage,
  type RemotePlace,
} from "./bucket";
import { ABSENT, type CloudProblem } from "./problem";

// -- Client ---------------------------------------------------------------------------------------

export interface GcsStore extends RemotePlace {
  readonly bucket: string;
}

export function openGcs(options: BucketOptions<GcsStore>): Promise<Bucket> {
  const bucket = createClient(options).bucket(options.store.bucket);
  return Promise.resolve({
    ...signing(bucket, options.nowMs),
    ...objects(bucket),
    list: (prefix, depth) => listing(bucket, prefix, depth === "folders"),
    admin: async (wanted) =>
      (await import("./gcs-settings")).gcsAdmin(bucket, options.store.region, wanted),
    explain,
  });
}

/** Without a key: GOOGLE_APPLICATION_CREDENTIALS, workload identity, gcloud, or the metadata server. */
function createClient({ store: { endpoint }, credentials }: BucketOptions<GcsStore>): Storage {
  const storage = new Storage({
    retryOptions: { autoRetry: false, maxRetries: 0 },
    ...(endpoint !== undefined && { apiEndpoint: endpoint, useAuthWithCustomEndpoint: true }),
    ...(credentials !== undefined && {
      // Asked for where a bucket is created: NAME@PROJECT.iam.gserviceaccount.com.
      projectId: /@([^.]+)\./.exec(credentials.keyId)?.[1] ?? "unused",
      credentials: {
        client_email: credentials.keyId,
        // In one line of an environment file the line ends are written \n.
        private_key: credentials.secret.replaceAll("\\n", "\n"),
      },
    }),
  });
  // With a key at hand no token has to be asked for (google.aip.dev/auth/4111).
  if (credentials !== undefined) storage.authClient.useJWTAccessWithScope = true;
  keepKeyParsed(storage.authClient);
  return storage;
}

const signOffThread = promisify(sign);

/**
 * The SDK parses the account's key anew for every signature, which is twice the work of signing, and does
 * both on the main thread: 256 addresses of a GiB took a quarter of a second of it.
 */
function keepKeyParsed(auth: Storage["authClient"]): void {
  const withoutKey = auth.sign.bind(auth);
  let parsed: { readonly pem: string; readonly key: KeyObject } | undefined;
  auth.sign = async (text, endpoint) => {
    const client = await auth.getClient();
    const pem = "key" in client ? client.key : undefined;
    if (!pem) return withoutKey(text, endpoint);
    if (parsed?.pem !== pem) parsed = { pem, key: createPrivateKey(pem) };
    const signature = await signOffThread("RSA-SHA256", Buffer.from(text), parsed.key);
    return signature.toString("base64");
  };
}

// -- Signed requests ------------------------------------------------------------------------------

function signing(bucket: GoogleBucket, nowMs: () => number): Pick<Bucket, "signPut" | "signGet"> {
  const timesOf = (expiresAt: number) =>
    ({ version: "v4", accessibleAt: nowMs(), expires: expiresAt * 1000 }) as const;
  return {
    async signPut(key, sizeBytes, expiresAt) {
      const headers = {
        "x-goog-if-generation-match": "0",
        "x-goog-content-length-range": `${String(sizeBytes)},${String(sizeBytes)}`,
      };
      const order = { ...timesOf(expiresAt), action: "write", extensionHeaders: headers } as const;
      const [url] = await bucket.file(key).getSignedUrl(order);
      return { url, headers };
    },
    async signGet(key, expiresAt) {
      const [url] = await bucket.file(key).getSignedUrl({ ...timesOf(expiresAt), action: "read" });
      return { url, headers: {} };
    },
  };
}

// -- Small objects and removal --------------------------------------------------------------------

/** There is no removal of many: so many requests at once. */
const REMOVALS = 16;

function objects(bucket: GoogleBucket): Pick<Bucket, "read" | "write" | "remove"> {
  return {
    read: (key, maxBytes) => {
      const stream = bucket.file(key).createReadStream({ validation: false, decompress: false });
      return readSmall(stream, maxBytes);
    },
    async write(key, bytes) {
      await bucket.file(key).save(Buffer.from(bytes), { resumable: false, validation: false });
    },
    async remove(versions, { signal }) {
      const permits = createPermits(REMOVALS);
      const removing = versions.map(async ({ key, version }) => {
        const release = await permits.take(signal);
        const file = bucket.file(key, version === undefined ? {} : { generation: version });
        await file.delete({ ignoreNotFound: true }).finally(release);
      });
      await Promise.all(removing);
    },
  };
}

// -- Listing --------------------------------------------------------------------------------------

const PAGE = 1_000;

async function* listing(
  bucket: GoogleBucket,
  prefix: string,
  isFolders: boolean,
): AsyncGenerator<BucketPage> {
  const form = { prefix, versions: true, autoPaginate: false, maxResults: PAGE };
  let query: GetFilesOptions | undefined = isFolders ? { ...form, delimiter: "/" } : form;
  while (query !== undefined) {
    const [files, next, answer] = (await bucket.getFiles(query)) as [
      readonly { name: string; generation?: string | number }[],
      GetFilesOptions | null | undefined,
      { prefixes?: readonly string[] } | undefined,
    ];
    yield {
      objects: files.map(({ name: key, generation }) => ({
        ...{ key },
        ...(generation !== undefined && { version: String(generation) }),
      })),
      folders: (answer?.prefixes ?? []).map((folder) => folder.slice(prefix.length, -1)),
    };
    query = next ?? undefined;
  }
}

// -- Errors ---------------------------------------------------------------------------------------

/** What the SDK and the library that signs in throw: https://cloud.google.com/apis/design/errors. */
interface GoogleError extends Error {
  readonly code?: unknown;
  readonly errors?: readonly { readonly reason?: unknown }[];
  readonly response?: { readonly status?: number };
}

function explain(error: unknown): CloudProblem {
  if (!(error instanceof Error)) return {};
  const { code, errors, message } = error as GoogleError;
  const status = Number(code);
  if (!(status >= 100 && status < 600)) return explainSignIn(error);
  const reason = errors?.[0]?.reason;
  if (status === 404) {
    return { status, word: /bucket does not exist/i.test(message) ? "NoSuchBucket" : ABSENT };
  }
  return { status, word: typeof reason === "string" ? reason : undefined };
}

/** No key to be had, one that is no key, or no token for it; a network that fails is none of them. */
function explainSignIn({ message, name, response }: GoogleError): CloudProblem {
  const { status } = response ?? {};
  if (status !== undefined && (status >= 500 || status === 429)) return { status };
  const isSignIn =
    name === "SigningError" || /default credentials|invalid_grant|DECODER|PEM/i.test(message);
  return isSignIn || status !== undefined ? { word: "InvalidAccessKeyId" } : {};
}
