/** What three clouds do with a signed request: they work the signature out again and compare. */
import { createHash, createHmac, createVerify, type KeyObject } from "node:crypto";

export interface SeenRequest {
  readonly method: string;
  /** As it stood in the request line, percent signs and all. */
  readonly path: string;
  /** Decoded, in the order of the request line. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Undefined when the signature is right; else the cloud's word for what is wrong. */
export type Verdict = undefined | { readonly status: number; readonly word: string };

const refuse = (status: number, word: string): Verdict => ({ status, word });
const sha256 = (data: Uint8Array | string): string =>
  createHash("sha256").update(data).digest("hex");
const hmac = (key: Uint8Array | string, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

/** RFC 3986: everything but letters, digits, - . _ ~ */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const squeeze = (value: string): string => value.trim().replace(/\s+/g, " ");

/** "20130524T000000Z" in milliseconds. */
function timeOf(text: string): number {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  if (y === undefined) return NaN;
  return Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
}

const SKEW_MS = 15 * 60_000;
const MAX_EXPIRES = 7 * 86_400;

interface Claim {
  readonly isQuery: boolean;
  readonly keyId: string;
  /** date/region/service/end */
  readonly scope: readonly string[];
  readonly time: string;
  readonly expires: string | undefined;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

interface Dialect {
  readonly algorithm: string;
  /** Of query parameters and headers. */
  readonly prefix: string;
  readonly end: string;
}

/** The claim of a request as version 4 of all three clouds writes it. */
function readClaim(request: SeenRequest, { algorithm, prefix }: Dialect): Claim | undefined {
  const lower = new Map(request.query.map(([name, value]) => [name.toLowerCase(), value]));
  const given = (name: string): string | undefined => lower.get(`${prefix}${name}`);
  const signature = given("signature");
  if (signature !== undefined) {
    const [keyId = "", ...scope] = splitCredential(given("credential") ?? "");
    const signed = given("signedheaders") ?? given("additional-headers") ?? "";
    return {
      ...{ isQuery: true, keyId, scope, signature },
      time: given("date") ?? "",
      expires: given("expires") ?? "",
      signedHeaders: signed === "" ? [] : signed.split(";"),
    };
  }
  const { authorization = "" } = request.headers;
  if (!authorization.startsWith(algorithm)) return undefined;
  const part = (name: string): string =>
    new RegExp(`${name}=([^, ]*)`).exec(authorization)?.[1] ?? "";
  const [keyId = "", ...scope] = splitCredential(part("Credential"));
  const signed = part("SignedHeaders") || part("AdditionalHeaders");
  return {
    ...{ isQuery: false, keyId, scope, signature: part("Signature"), expires: undefined },
    time: request.headers[`${prefix}date`] ?? "",
    signedHeaders: signed === "" ? [] : signed.split(";"),
  };
}

/** A key id may hold slashes; the last four parts are the scope. */
function splitCredential(credential: string): string[] {
  const parts = credential.split("/");
  return [parts.slice(0, -4).join("/"), ...parts.slice(-4)];
}

function checkTime({ isQuery, time, expires, scope }: Claim, nowMs: number): Verdict {
  const sinceMs = nowMs - timeOf(time);
  if (Number.isNaN(sinceMs) || !time.startsWith(scope[0] ?? "?")) {
    return refuse(400, "AuthorizationHeaderMalformed");
  }
  if (!isQuery) {
    return Math.abs(sinceMs) > SKEW_MS ? refuse(403, "RequestTimeTooSkewed") : undefined;
  }
  const seconds = /^\d+$/.test(expires ?? "") ? Number(expires) : NaN;
  if (!(seconds >= 1 && seconds <= MAX_EXPIRES)) {
    return refuse(400, "AuthorizationQueryParametersError");
  }
  if (sinceMs < -SKEW_MS) return refuse(403, "AccessDenied");
  return sinceMs >= seconds * 1000 ? refuse(403, "AccessDenied") : undefined;
}

const isSignature = (name: string): boolean => /^x-(amz|goog|oss)-signature$/i.test(name);

/** `empty` is what stands behind the name of a parameter without a value. */
function canonicalQuery({ query }: SeenRequest, empty: "=" | ""): string {
  return query
    .filter(([name]) => !isSignature(name))
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => (value === "" ? `${name}${empty}` : `${name}=${value}`))
    .join("&");
}

const headerLines = (names: readonly string[], headers: SeenRequest["headers"]): string =>
  names.map((name) => `${name}:${squeeze(headers[name] ?? "")}\n`).join("");

const stringToSign = (algorithm: string, { time, scope }: Claim, canonical: string): string =>
  [algorithm, time, scope.join("/"), sha256(canonical)].join("\n");

function derivedKey(start: string, scope: readonly string[]): Buffer {
  return scope.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(start));
}

const AWS: Dialect = { algorithm: "AWS4-HMAC-SHA256", prefix: "x-amz-", end: "aws4_request" };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html */
export function verifyAws(
  request: SeenRequest,
  secretOf: (keyId: string) => string | undefined,
  nowMs: number,
  region?: string,
): Verdict {
  const claim = readClaim(request, AWS);
  if (claim === undefined) return refuse(403, "AccessDenied");
  const secret = secretOf(claim.keyId);
  if (secret === undefined) return refuse(403, "InvalidAccessKeyId");
  const late = checkTime(claim, nowMs);
  if (late !== undefined) return late;
  const { scope, signedHeaders } = claim;
  if (scope[3] !== AWS.end || (region !== undefined && scope[1] !== region)) {
    return refuse(400, "AuthorizationHeaderMalformed");
  }
  const unsigned = Object.keys(request.headers).find(
    (name) => name.startsWith("x-amz-") && !signedHeaders.includes(name),
  );
  if (unsigned !== undefined || !signedHeaders.includes("host")) return refuse(403, "AccessDenied");
  const payload = claim.isQuery
    ? "UNSIGNED-PAYLOAD"
    : (request.headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD");
  if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256(request.body)) {
    return refuse(400, "XAmzContentSHA256Mismatch");
  }
  const canonical = [
    ...[request.method, request.path, canonicalQuery(request, "=")],
    ...[headerLines(signedHeaders, request.headers), signedHeaders.join(";"), payload],
  ].join("\n");
  const key = derivedKey(`AWS4${secret}`, scope);
  const expected = hmac(key, stringToSign(AWS.algorithm, claim, canonical)).toString("hex");
  return expected === claim.signature ? undefined : refuse(403, "SignatureDoesNotMatch");
}

const OSS: Dialect = { algorithm: "OSS4-HMAC-SHA256", prefix: "x-oss-", end: "aliyun_v4_request" };

/** https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4 */
export function verifyOss(
  request: SeenRequest,
  /** /bucket/key, not encoded. */
  resource: string,
  secretOf: (keyId: string) => string | undefined,
  nowMs: number,
): Verdict {
  const claim = readClaim(request, OSS);
  if (claim === undefined) return refuse(403, "AccessDenied");
  const secret = secretOf(claim.keyId);
  if (secret === undefined) return refuse(403, "InvalidAccessKeyId");
  const late = checkTime(claim, nowMs);
  if (late !== undefined) return late;
  const { scope, signedHeaders: additional } = claim;
  if (scope[3] !== OSS.end) return refuse(400, "InvalidArgument");
  const always = Object.keys(request.headers).filter(
    (name) => name === "content-type" || name === "content-md5" || name.startsWith("x-oss-"),
  );
  const names = [...new Set([...always, ...additional])].sort();
  const canonical = [
    ...[request.method, encode(resource).replaceAll("%2F", "/"), canonicalQuery(request, "")],
    ...[headerLines(names, request.headers), additional.join(";")],
    request.headers["x-oss-content-sha256"] ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
  const key = derivedKey(`aliyun_v4${secret}`, scope);
  const expected = hmac(key, stringToSign(OSS.algorithm, claim, canonical)).toString("hex");
  return expected === claim.signature ? undefined : refuse(403, "SignatureDoesNotMatch");
}

const GOOGLE: Dialect = { algorithm: "GOOG4-RSA-SHA256", prefix: "x-goog-", end: "goog4_request" };

/** https://cloud.google.com/storage/docs/authentication/canonical-requests */
export function verifyGoogle(
  request: SeenRequest,
  keyOf: (email: string) => KeyObject | undefined,
  nowMs: number,
): Verdict {
  const claim = readClaim(request, GOOGLE);
  if (claim === undefined) return refuse(403, "AccessDenied");
  const key = keyOf(claim.keyId);
  if (key === undefined) return refuse(403, "InvalidAccessKeyId");
  const late = checkTime(claim, nowMs);
  if (late !== undefined) return late;
  const { scope, signedHeaders } = claim;
  const unsigned = Object.keys(request.headers).find(
    (name) => name.startsWith("x-goog-") && !signedHeaders.includes(name),
  );
  if (scope[3] !== GOOGLE.end || unsigned !== undefined || !signedHeaders.includes("host")) {
    return refuse(400, "MalformedSecurityHeader");
  }
  // The SDK signs the host without its port.
  const host = (request.headers["host"] ?? "").replace(/:\d+$/, "");
  const payload = request.headers["x-goog-content-sha256"] ?? "UNSIGNED-PAYLOAD";
  const canonical = [
    ...[request.method, request.path, canonicalQuery(request, "=")],
    ...[headerLines(signedHeaders, { ...request.headers, host }), signedHeaders.join(";"), payload],
  ].join("\n");
  const verifier = createVerify("RSA-SHA256");
  verifier.update(stringToSign(GOOGLE.algorithm, claim, canonical));
  const isRight = verifier.verify(key, Buffer.from(claim.signature, "hex"));
  return isRight ? undefined : refuse(403, "SignatureDoesNotMatch");
}
