/** The calls that S3 and OSS have in common, once a request is known to be signed. */
import { createBucket, erase, listVersions, store, type HeldBucket } from "./object-table";
import {
  giveObject,
  preflight,
  withCors,
  type Answer,
  type CloudDouble,
  type CorsRule,
} from "./server";
import type { SeenRequest, Verdict } from "./signatures";

export interface XmlDialect {
  /** The bucket and key that a request is about. */
  locate(request: SeenRequest, double: CloudDouble): { bucket: string; key: string };
  verify(
    request: SeenRequest,
    place: { bucket: string; key: string },
    double: CloudDouble,
  ): Verdict;
  /** Whether a PUT must not replace anything. */
  isCreateOnly(request: SeenRequest): boolean;
  /** What a create-only PUT is answered where something stands. */
  readonly exists: { readonly status: number; readonly word: string };
  /** What a setting that was never written is answered; others are empty. */
  readonly absent: Readonly<Record<string, string>>;
  /** How it says whether everybody may read, and the header that changes it. */
  acl(isPublic: boolean): string;
  readonly aclHeader: string;
  /** Prefix of the version's headers. */
  readonly plainVersion: string;
}

export const errorAnswer = (status: number, word: string, more = ""): Answer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0"?><Error><Code>${word}</Code><Message>${word}</Message>${more}</Error>`,
});

const xmlAnswer = (body: string): Answer => ({
  ...{ status: 200, headers: { "content-type": "application/xml" } },
  body: `<?xml version="1.0"?>${body}`,
});

export const tags = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, "g"))].map(([, text = ""]) => text);

export function corsRules(bucket: HeldBucket | undefined): CorsRule[] {
  return tags(bucket?.settings.get("cors") ?? "", "CORSRule").map((rule) => ({
    origins: tags(rule, "AllowedOrigin"),
    methods: tags(rule, "AllowedMethod"),
    headers: tags(rule, "AllowedHeader"),
    exposed: tags(rule, "ExposeHeader"),
  }));
}

const VOID = "<IgnorePublicAcls>true<";

export function answerXml(request: SeenRequest, double: CloudDouble, dialect: XmlDialect): Answer {
  const place = dialect.locate(request, double);
  const bucket = double.buckets.get(place.bucket);
  const rules = corsRules(bucket);
  if (request.method === "OPTIONS") return preflight(rules, request);
  const isVoid = (bucket?.settings.get("publicAccessBlock") ?? "").includes(VOID);
  const isAsked = request.method === "GET" && place.key !== "";
  const isOpen = bucket?.isPublic === true && !isVoid && isAsked;
  const verdict = isOpen ? undefined : dialect.verify(request, place, double);
  if (verdict !== undefined) {
    return withCors(rules, request, errorAnswer(verdict.status, verdict.word));
  }
  if (bucket === undefined) {
    if (request.method !== "PUT" || place.key !== "" || request.query.length > 1) {
      return errorAnswer(404, "NoSuchBucket");
    }
    double.buckets.set(place.bucket, createBucket());
    return { status: 200 };
  }
  const given = place.key === "" ? onBucket(bucket, request, dialect) : undefined;
  return withCors(rules, request, given ?? onObject(bucket, place.key, request, dialect));
}

const SETTINGS = [
  ...["cors", "lifecycle", "versioning", "publicAccessBlock", "object-lock", "policy", "acl"],
  ...["policyStatus", "worm", "ownershipControls"],
];

function onBucket(bucket: HeldBucket, request: SeenRequest, dialect: XmlDialect): Answer {
  const { method } = request;
  const query = new Map(request.query);
  const setting = SETTINGS.find((name) => query.has(name));
  if (setting !== undefined) return onSetting(bucket, setting, request, dialect);
  if (query.has("delete") && method === "POST") return removeMany(bucket, request);
  if (query.has("versions") && method === "GET") return versionList(bucket, query);
  if (query.has("list-type") && method === "GET") return currentList(bucket, query);
  if (method === "HEAD") return { status: 200 };
  if (method === "PUT") return errorAnswer(409, "BucketAlreadyOwnedByYou");
  return errorAnswer(501, "NotImplemented");
}

function onSetting(
  bucket: HeldBucket,
  name: string,
  { method, headers, body }: SeenRequest,
  dialect: XmlDialect,
): Answer {
  if (method === "GET") {
    if (name === "versioning") return xmlAnswer(versioningOf(bucket));
    if (name === "acl") return xmlAnswer(dialect.acl(bucket.isPublic));
    const held = bucket.settings.get(name);
    const word = dialect.absent[name];
    if (held === undefined && word !== undefined) return errorAnswer(404, word);
    return xmlAnswer(held ?? `<Empty></Empty>`);
  }
  if (bucket.locked.has(name)) return errorAnswer(403, "AccessDenied");
  if (name === "acl") bucket.isPublic = (headers[dialect.aclHeader] ?? "private") !== "private";
  else if (method === "DELETE") bucket.settings.delete(name);
  else
    bucket.settings.set(
      name,
      Buffer.from(body)
        .toString("utf8")
        .replace(/^<\?xml.*?\?>/, ""),
    );
  if (name === "versioning")
    bucket.keepsVersions = (bucket.settings.get(name) ?? "").includes("Enabled");
  return { status: method === "DELETE" ? 204 : 200 };
}

const versioningOf = ({ keepsVersions }: HeldBucket): string => {
  const status = keepsVersions ? "<Status>Enabled</Status>" : "";
  return `<VersioningConfiguration>${status}</VersioningConfiguration>`;
};

function removeMany(bucket: HeldBucket, { body }: SeenRequest): Answer {
  for (const object of tags(Buffer.from(body).toString("utf8"), "Object")) {
    const [key = ""] = tags(object, "Key");
    const [version] = tags(object, "VersionId");
    erase(bucket, key, version);
  }
  return xmlAnswer("<DeleteResult></DeleteResult>");
}

const folderList = (folders: readonly string[]): string =>
  folders.map((at) => `<CommonPrefixes><Prefix>${at}</Prefix></CommonPrefixes>`).join("");

const nextMarker = (next: string | undefined): string =>
  next === undefined
    ? "<IsTruncated>false</IsTruncated>"
    : `<IsTruncated>true</IsTruncated><NextKeyMarker>${next}</NextKeyMarker>` +
      `<NextVersionIdMarker>null</NextVersionIdMarker>`;

const OWNER = "<Owner><ID>1</ID><DisplayName>owner</DisplayName></Owner>";

function versionList(bucket: HeldBucket, query: ReadonlyMap<string, string>): Answer {
  const most = Math.min(bucket.settings.has("small pages") ? 3 : 1_000, 1_000);
  const { versions, folders, next } = listVersions(
    bucket,
    query.get("prefix") ?? "",
    query.get("delimiter") ?? "",
    query.get("key-marker") ?? "",
    most,
  );
  const entries = versions.map(({ key, version, bytes }) => {
    const id = `<Key>${key}</Key><VersionId>${version}</VersionId>${OWNER}`;
    return bytes === undefined
      ? `<DeleteMarker>${id}</DeleteMarker>`
      : `<Version>${id}<Size>${String(bytes.length)}</Size></Version>`;
  });
  const name = "ListVersionsResult";
  const body = entries.join("") + folderList(folders) + nextMarker(next);
  return xmlAnswer(`<${name}>${body}</${name}>`);
}

function currentList(bucket: HeldBucket, query: ReadonlyMap<string, string>): Answer {
  const { versions, folders } = listVersions(
    bucket,
    query.get("prefix") ?? "",
    query.get("delimiter") ?? "",
    "",
    Number(query.get("max-keys") ?? 1_000),
  );
  const entries = versions.map(({ key }) => `<Contents><Key>${key}</Key>${OWNER}</Contents>`);
  const count = `<KeyCount>${String(entries.length)}</KeyCount>`;
  const body = entries.join("") + folderList(folders) + count;
  return xmlAnswer(`<ListBucketResult>${body}</ListBucketResult>`);
}

function onObject(
  bucket: HeldBucket,
  key: string,
  request: SeenRequest,
  dialect: XmlDialect,
): Answer {
  const { method, body } = request;
  if (method === "GET" || method === "HEAD") {
    return giveObject(bucket, key, request) ?? errorAnswer(404, "NoSuchKey");
  }
  if (method === "DELETE") {
    erase(bucket, key, new Map(request.query).get("versionId"));
    return { status: 204 };
  }
  if (method !== "PUT") return errorAnswer(405, "MethodNotAllowed");
  const stands = bucket.versions.get(key)?.[0]?.bytes !== undefined;
  if (stands && dialect.isCreateOnly(request)) {
    return errorAnswer(dialect.exists.status, dialect.exists.word);
  }
  store(bucket, key, body, dialect.plainVersion);
  return { status: 200, headers: { etag: '"1"' } };
}
