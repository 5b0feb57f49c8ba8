/**
 * Signed requests to a local store: `<origin>/<T>/<name>?[size=..&]expires=..&signature=..`, an HMAC over
 * everything that matters. The form is fixed to the letter, so that no two URLs mean the same.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { decodeBase64Url, encodeBase64Url, type Bytes } from "../core/bytes";

export interface SignedObject {
  readonly method: "GET" | "PUT";
  /** T as base64url. */
  readonly transfer: string;
  readonly name: string;
  /** Of a PUT. */
  readonly sizeBytes: number | undefined;
  /** Unix seconds. */
  readonly expiresAt: number;
}

const TARGET =
  /^\/([A-Za-z0-9_-]{32})\/((?!state-)[A-Za-z0-9_-]{20})\?(?:size=([1-9][0-9]{0,11})&)?expires=([1-9][0-9]{0,11})&signature=([A-Za-z0-9_-]{43})$/;

function signature(key: Bytes, origin: string, object: SignedObject): Bytes {
  const { method, transfer, name, sizeBytes, expiresAt } = object;
  const size = sizeBytes === undefined ? "" : String(sizeBytes);
  const message = ["sd1/local", origin, method, transfer, name, size, String(expiresAt)].join("\n");
  return new Uint8Array(createHmac("sha256", key).update(message).digest());
}

/** The URL that lets its holder make one request. `origin` is where the store is reached. */
export function signUrl(key: Bytes, origin: string, object: SignedObject): string {
  const { transfer, name, sizeBytes, expiresAt } = object;
  const size = sizeBytes === undefined ? "" : `size=${String(sizeBytes)}&`;
  const mac = encodeBase64Url(signature(key, origin, object));
  return `${origin}/${transfer}/${name}?${size}expires=${String(expiresAt)}&signature=${mac}`;
}

/**
 * What a request was signed for; undefined when its signature is not ours. A GET may be asked as HEAD.
 * Whether it has expired is the caller's to check.
 */
export function verifyUrl(
  key: Bytes,
  origin: string,
  method: string,
  target: string,
): SignedObject | undefined {
  const [, transfer = "", name = "", size, expires = "", mac = ""] = TARGET.exec(target) ?? [];
  const signed = method === "HEAD" ? "GET" : method;
  if (transfer === "" || (signed !== "GET" && signed !== "PUT")) return undefined;
  if ((signed === "PUT") !== (size !== undefined)) return undefined;
  const object: SignedObject = {
    ...{ method: signed, transfer, name, expiresAt: Number(expires) },
    sizeBytes: size === undefined ? undefined : Number(size),
  };
  const expected = signature(key, origin, object);
  const given = decodeBase64Url(mac);
  return given?.length === expected.length && timingSafeEqual(given, expected) ? object : undefined;
}
