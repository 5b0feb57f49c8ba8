/** A Google server: signed requests are verified, and so are the tokens that accounts sign themselves. */
import { createPublicKey, createVerify, generateKeyPairSync } from "node:crypto";
import {
  createBucket,
  currentOf,
  erase,
  listVersions,
  store,
  type HeldBucket,
} from "./object-table";
import {
  giveObject,
  preflight,
  startDouble,
  withCors,
  type Answer,
  type CloudDouble,
  type CorsRule,
} from "./server";
import { verifyGoogle, type SeenRequest } from "./signatures";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const GCS_KEY = {
  keyId: "pro-porter@test-project.iam.gserviceaccount.com",
  secret: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
};
const publicKey = createPublicKey(GCS_KEY.secret);
const keyOf = (email: string) => (email === GCS_KEY.keyId ? publicKey : undefined);

const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

const refuse = (code: number, reason: string, message: string): Answer =>
  json(code, { error: { code, message, errors: [{ reason, message, domain: "global" }] } });

const NO_BUCKET = (): Answer => refuse(404, "notFound", "The specified bucket does not exist.");
const NO_OBJECT = (): Answer => refuse(404, "notFound", "No such object: bucket/key");

/** What a token endpoint gave out, for the account above. */
export const GCS_TOKEN = "ya29.of-the-test";

/** https://google.aip.dev/auth/4111: signed by the account, for a scope, good for an hour. */
function isToken({ headers }: SeenRequest, nowMs: number): boolean {
  const [, token = ""] = /^Bearer (.+)$/.exec(headers["authorization"] ?? "") ?? [];
  if (token === GCS_TOKEN) return true;
  const [head = "", claims = "", signature = ""] = token.split(".");
  if (signature === "") return false;
  const { iss, exp, scope } = JSON.parse(Buffer.from(claims, "base64url").toString()) as {
    iss?: string;
    exp?: number;
    scope?: string;
  };
  const key = keyOf(iss ?? "");
  if (key === undefined || !(exp !== undefined && exp * 1000 > nowMs)) return false;
  if (!/devstorage\.full_control|cloud-platform/.test(scope ?? "")) return false;
  const verifier = createVerify("RSA-SHA256").update(`${head}.${claims}`);
  return verifier.verify(key, Buffer.from(signature, "base64url"));
}

interface Metadata {
  readonly [name: string]: unknown;
  readonly cors?: readonly {
    readonly origin: readonly string[];
    readonly method: readonly string[];
    readonly responseHeader: readonly string[];
  }[];
  readonly versioning?: { readonly enabled?: boolean };
  readonly iamConfiguration?: { readonly publicAccessPrevention?: string };
}

export const metadataOf = (bucket: HeldBucket | undefined): Metadata =>
  JSON.parse(bucket?.settings.get("metadata") ?? "{}") as Metadata;

function rulesOf(bucket: HeldBucket | undefined): CorsRule[] {
  return (metadataOf(bucket).cors ?? []).map(({ origin, method, responseHeader }) => ({
    ...{ origins: origin, methods: method, headers: responseHeader, exposed: responseHeader },
  }));
}

function answer(request: SeenRequest, double: CloudDouble): Answer {
  const api = /^\/(?:upload\/)?storage\/v1\/b(?:\/([^/]+)(?:\/(o|iam)(?:\/(.+))?)?)?$/.exec(
    request.path,
  );
  if (api !== null) {
    if (!isToken(request, double.nowMs())) return refuse(401, "authError", "Invalid Credentials");
    const [, name, kind, key] = api;
    return onApi(request, double, { name, kind, key: key && decodeURIComponent(key) });
  }
  const [, name = "", path = ""] = /^\/([^/]+)\/(.+)$/.exec(request.path) ?? [];
  const bucket = double.buckets.get(name);
  const rules = rulesOf(bucket);
  if (request.method === "OPTIONS") return preflight(rules, request);
  const { publicAccessPrevention } = metadataOf(bucket).iamConfiguration ?? {};
  const isEnforced = publicAccessPrevention === "enforced";
  const isOpen = bucket?.isPublic === true && !isEnforced && request.method === "GET";
  const verdict = isOpen ? undefined : verifyGoogle(request, keyOf, double.nowMs());
  const given =
    verdict !== undefined
      ? { status: verdict.status, body: `<Error><Code>${verdict.word}</Code></Error>` }
      : bucket === undefined
        ? { status: 404, body: "<Error><Code>NoSuchBucket</Code></Error>" }
        : onSigned(bucket, decodeURIComponent(path), request);
  return withCors(rules, request, given);
}

function onSigned(bucket: HeldBucket, key: string, request: SeenRequest): Answer {
  const { method, headers, body } = request;
  if (method === "GET" || method === "HEAD") {
    const missing = { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" };
    return giveObject(bucket, key, request) ?? missing;
  }
  if (method !== "PUT") return { status: 405 };
  const [least, most] = (headers["x-goog-content-length-range"] ?? "0,1e15").split(",").map(Number);
  if (body.length < least! || body.length > most!) return { status: 400 };
  const stands = currentOf(bucket, key) !== undefined;
  if (headers["x-goog-if-generation-match"] === "0" && stands) return { status: 412 };
  store(bucket, key, body);
  return { status: 200 };
}

interface ApiPlace {
  readonly name: string | undefined;
  readonly kind: string | undefined;
  readonly key: string | undefined;
}

function onApi(request: SeenRequest, double: CloudDouble, { name, kind, key }: ApiPlace): Answer {
  const { method, body } = request;
  const query = new Map(request.query);
  if (name === undefined) {
    const metadata = JSON.parse(Buffer.from(body).toString()) as { name: string };
    if (double.buckets.has(metadata.name))
      return refuse(409, "conflict", "You already own this bucket.");
    const made = createBucket();
    made.settings.set("metadata", JSON.stringify(metadata));
    double.buckets.set(metadata.name, made);
    return json(200, { id: metadata.name, ...metadata });
  }
  const bucket = double.buckets.get(name);
  if (bucket === undefined) return NO_BUCKET();
  if (kind === undefined) return onBucket(bucket, name, request);
  if (kind === "iam") {
    const members = bucket.isPublic ? ["allUsers"] : [];
    return json(200, { bindings: [{ role: "roles/storage.objectViewer", members }] });
  }
  if (key !== undefined) return onObject(bucket, key, request, query);
  return method === "POST" ? upload(bucket, request, query) : list(bucket, query);
}

function onBucket(bucket: HeldBucket, name: string, { method, body }: SeenRequest): Answer {
  if (method === "PATCH") {
    const change = JSON.parse(Buffer.from(body).toString()) as Metadata;
    if (Object.keys(change).some((field) => bucket.locked.has(field))) {
      return refuse(403, "forbidden", "not allowed");
    }
    const next = { ...metadataOf(bucket), ...change };
    bucket.settings.set("metadata", JSON.stringify(next));
    if (change.versioning !== undefined) {
      bucket.keepsVersions = change.versioning.enabled === true;
    }
  }
  const versioning = { enabled: bucket.keepsVersions };
  return json(200, { id: name, name, ...metadataOf(bucket), versioning });
}

function onObject(
  bucket: HeldBucket,
  key: string,
  request: SeenRequest,
  query: ReadonlyMap<string, string>,
): Answer {
  if (request.method === "DELETE") {
    const generation = query.get("generation");
    if (!bucket.versions.has(key)) return NO_OBJECT();
    erase(bucket, key, generation);
    return { status: 204 };
  }
  if (query.get("alt") === "media") return giveObject(bucket, key, request) ?? NO_OBJECT();
  const held = currentOf(bucket, key);
  return held === undefined ? NO_OBJECT() : json(200, { name: key, generation: held.version });
}

/** multipart/related: the object's metadata, then its bytes. */
function upload(
  bucket: HeldBucket,
  { headers, body }: SeenRequest,
  query: ReadonlyMap<string, string>,
): Answer {
  const key = query.get("name") ?? "";
  const [, boundary = ""] = /boundary="?([^";]+)/.exec(headers["content-type"] ?? "") ?? [];
  const text = Buffer.from(body);
  const second = text.indexOf(`--${boundary}`, 2);
  const from = text.indexOf("\r\n\r\n", second) + 4;
  const to = text.lastIndexOf(`\r\n--${boundary}--`);
  store(bucket, key, new Uint8Array(text.subarray(from, to)));
  return json(200, { name: key, generation: currentOf(bucket, key)?.version });
}

function list(bucket: HeldBucket, query: ReadonlyMap<string, string>): Answer {
  const { versions, folders, next } = listVersions(
    bucket,
    query.get("prefix") ?? "",
    query.get("delimiter") ?? "",
    query.get("pageToken") ?? "",
    bucket.settings.has("small pages") ? 3 : Number(query.get("maxResults") ?? 1_000),
  );
  return json(200, {
    items: versions
      .filter(({ bytes }) => bytes !== undefined)
      .map(({ key, version }) => ({ name: key, generation: version })),
    ...(folders.length > 0 && { prefixes: folders }),
    ...(next !== undefined && { nextPageToken: next }),
  });
}

export function startGcsDouble(): Promise<CloudDouble> {
  return startDouble(answer);
}
