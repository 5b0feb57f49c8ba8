/** GET /config: what anyone may know of a gateway. No secret, no bucket, no account. */
import { MAX_ROUTE, MAX_STORES, originOf, STORE_ID } from "./forms";
import {
  readChoice,
  readFields,
  readFlag,
  readInteger,
  readList,
  readMember,
  readOptional,
  readText,
  refuseField,
  type Fields,
} from "./json-reader";

export type CloudKind = "azure" | "s3" | "gcs" | "oss" | "local";
const CLOUD_KINDS: readonly CloudKind[] = ["azure", "s3", "gcs", "oss", "local"];

export interface PublicStore {
  readonly id: string;
  readonly cloud: CloudKind;
  readonly region?: string;
  readonly jurisdiction?: string;
}

export interface PublicRoute {
  /** As in the index. */
  readonly number: number;
  readonly label: { readonly en: string; readonly ja: string };
  readonly suite: 1 | 2;
  readonly k: number;
  readonly n: number;
  /** In the order of the positions. */
  readonly stores: readonly PublicStore[];
  /** Whether new transfers may be sent over it. */
  readonly isOpen: boolean;
}

export interface PublicPolicy {
  /** From these sizes on an attachment is better sent this way. */
  readonly threshold: { readonly fileBytes: number; readonly totalBytes: number };
  readonly expiryDays: { readonly default: number; readonly max: number };
  readonly maxTransferBytes: number;
  /** Who may restore: whoever has the index, or of those only who is signed in. */
  readonly restore: "index-holder" | "signed-in";
}

/** How a sender signs in. */
export type SignIn =
  | { readonly mode: "none" }
  | {
      readonly mode: "entra";
      /** Application (client) id of the pages. */
      readonly clientId: string;
      /** https://login.microsoftonline.com/<tenant>, or that of another cloud. */
      readonly authority: string;
      /** What to ask a token for: api://<id>/<scope>. */
      readonly scope: string;
    };

export interface PublicConfig {
  /** Of the gateway, as its administrator set it: what stands in the index file. */
  readonly origin: string;
  readonly routes: readonly PublicRoute[];
  readonly policy: PublicPolicy;
  readonly signIn: SignIn;
}

const LINE = /^[^\p{Cc}]{0,200}$/u;
const MAX_BYTES = Number.MAX_SAFE_INTEGER;

const readLine = (value: unknown, at: string): string => {
  if (typeof value !== "string" || !LINE.test(value)) throw refuseField(at);
  return value;
};

function readStore(value: unknown, at: string): PublicStore {
  const fields = readFields(value, at);
  const region = readOptional(fields, "region", readLine);
  const jurisdiction = readOptional(fields, "jurisdiction", readLine);
  return {
    id: readText(fields, "id", STORE_ID),
    cloud: readChoice(fields, "cloud", CLOUD_KINDS),
    ...(region !== undefined && { region }),
    ...(jurisdiction !== undefined && { jurisdiction }),
  };
}

function readRoute(value: unknown, at: string): PublicRoute {
  const fields = readFields(value, at);
  const label = readMember(fields, "label", (entry, where) => readFields(entry, where));
  const stores = readList(fields, "stores", [1, MAX_STORES], readStore);
  const n = readInteger(fields, "n", stores.length, stores.length);
  const suite = readChoice(fields, "suite", [1, 2] as const);
  return {
    number: readInteger(fields, "number", 0, MAX_ROUTE),
    label: { en: readMember(label, "en", readLine), ja: readMember(label, "ja", readLine) },
    ...{ suite, n, stores },
    k: readInteger(fields, "k", suite === 2 ? 2 : 1, n),
    isOpen: readFlag(fields, "isOpen"),
  };
}

function readPolicy(value: unknown, at: string): PublicPolicy {
  const fields = readFields(value, at);
  const open = (name: string): Fields =>
    readMember(fields, name, (entry, where) => readFields(entry, where));
  const [threshold, expiryDays] = [open("threshold"), open("expiryDays")];
  const max = readInteger(expiryDays, "max", 1, 36_500);
  return {
    threshold: {
      fileBytes: readInteger(threshold, "fileBytes", 0, MAX_BYTES),
      totalBytes: readInteger(threshold, "totalBytes", 0, MAX_BYTES),
    },
    expiryDays: { default: readInteger(expiryDays, "default", 1, max), max },
    maxTransferBytes: readInteger(fields, "maxTransferBytes", 1, MAX_BYTES),
    restore: readChoice(fields, "restore", ["index-holder", "signed-in"] as const),
  };
}

function readSignIn(value: unknown, at: string): SignIn {
  const fields = readFields(value, at);
  const mode = readChoice(fields, "mode", ["none", "entra"] as const);
  if (mode === "none") return { mode };
  return {
    mode,
    clientId: readMember(fields, "clientId", readLine),
    authority: readMember(fields, "authority", (text, where) => {
      const authority = readLine(text, where);
      if (originOf(authority) === undefined) throw refuseField(where);
      return authority;
    }),
    scope: readMember(fields, "scope", readLine),
  };
}

export function readPublicConfig(value: unknown): PublicConfig {
  const fields = readFields(value, "");
  return {
    origin: readMember(fields, "origin", (text, at) => {
      const origin = typeof text === "string" ? originOf(text) : undefined;
      if (origin === undefined || origin !== text) throw refuseField(at);
      return origin;
    }),
    routes: readList(fields, "routes", [1, MAX_ROUTE + 1], readRoute),
    policy: readMember(fields, "policy", readPolicy),
    signIn: readMember(fields, "signIn", readSignIn),
  };
}
