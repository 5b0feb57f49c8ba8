/** The configuration: which stores there are, which routes over them, and what is allowed. */
import type { z } from "zod";
import { AppError } from "../core/errors";
import { configSchema, type auth, type route, type store } from "./config-schema";
import { brokenRule } from "./placement";

export type StoreConfig = z.infer<typeof store>;

export interface RouteConfig {
  readonly id: number;
  readonly stores: readonly string[];
  readonly k: number;
  readonly suite: 1 | 2;
  /** Not offered for sending any more; still restored from. */
  readonly closed: boolean;
  readonly label: { readonly en: string; readonly ja: string };
}

/** How senders sign in: not at all, or with access tokens of Microsoft Entra ID (or alike). */
export type AuthConfig = { readonly mode: "none" } | EntraConfig;

export interface EntraConfig {
  readonly mode: "entra";
  /** Ids of the tenants whose users may send. */
  readonly tenants: readonly string[];
  /** What must stand in a token as its audience. */
  readonly audience: string;
  /** The permission that a token must carry. */
  readonly scope: string;
  /** What must stand in a token as its issuer; {tenantid} stands for the tenant of the token. */
  readonly issuer: string;
  readonly jwksUri: string;
  /** Where browsers sign in, and as which application. */
  readonly authority: string;
  readonly clientId: string;
}

export interface Config {
  /** scheme://host[:port] at which people reach the gateway. */
  readonly origin: string | undefined;
  /** The address that the gateway listens at. */
  readonly host: string;
  /** Proxies whose word on the client's address counts: how many in front, or their addresses. */
  readonly trustProxy: number | boolean | string[];
  /** Of one client. */
  readonly requestsPerSecond: number;
  readonly stores: Readonly<Record<string, StoreConfig>>;
  readonly routes: readonly RouteConfig[];
  readonly expiryDays: { readonly default: number; readonly max: number };
  readonly maxTransferBytes: number;
  /** From these sizes on an attachment is better sent this way. */
  readonly threshold: { readonly fileBytes: number; readonly totalBytes: number };
  /** Who may restore: whoever has the index, or of those only who is signed in. */
  readonly restore: "index-holder" | "signed-in";
  readonly auth: AuthConfig;
}

const refuse = (path: string, reason: string): AppError =>
  new AppError("config-invalid", { details: { reason }, subject: path });

/** k where a route names none: n - 1 for three stores and more, n for two, 1 for one. */
export function defaultThreshold(n: number): number {
  return n >= 3 ? n - 1 : n;
}

function checkRoute(
  { id, stores, k, suite, closed, label, placement }: z.infer<typeof route>,
  at: number,
  known: Readonly<Record<string, StoreConfig>>,
): RouteConfig {
  const path = `routes[${String(at)}]`;
  stores.forEach((name, position) => {
    const where = `${path}.stores[${String(position)}]`;
    if (known[name] === undefined) throw refuse(where, `"${name}" is not among the stores`);
    if (stores.indexOf(name) !== position) throw refuse(where, `"${name}" is named twice`);
  });
  const threshold = k ?? defaultThreshold(stores.length);
  if (threshold > stores.length) throw refuse(`${path}.k`, "is more than the route has stores");
  if (suite === "cipher-free" && threshold < 2) {
    throw refuse(`${path}.k`, "must be 2 or more for cipher-free");
  }
  const placed = stores.map((name) => ({ id: name, jurisdiction: known[name]?.jurisdiction }));
  const broken = placement && brokenRule(placement, placed, threshold);
  if (broken !== undefined) throw refuse(`${path}.placement`, broken);
  return {
    id,
    stores,
    k: threshold,
    suite: suite === "cipher-free" ? 2 : 1,
    closed: closed ?? false,
    label: {
      en: label?.en ?? `Route ${String(id)}`,
      ja: label?.ja ?? label?.en ?? `ルート ${String(id)}`,
    },
  };
}

const MICROSOFT = "https://login.microsoftonline.com";
const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Fills in what Microsoft's own service needs; another issuer has to be described. */
function checkAuth(given: z.infer<typeof auth> = { mode: "none" }): AuthConfig {
  if (given.mode === "none") return given;
  const { mode, tenants, audience, scope } = given;
  const clientId = given.clientId ?? GUID.exec(audience)?.[0];
  if (clientId === undefined) {
    throw refuse("auth.clientId", "is missing, and the audience holds no application id");
  }
  if (given.issuer !== undefined && given.jwksUri === undefined) {
    throw refuse("auth.jwksUri", "is missing: another issuer has its keys elsewhere");
  }
  const [tenant = ""] = tenants;
  return {
    ...{ mode, tenants, audience, scope, clientId },
    issuer: given.issuer ?? `${MICROSOFT}/{tenantid}/v2.0`,
    jwksUri: given.jwksUri ?? `${MICROSOFT}/common/discovery/v2.0/keys`,
    authority:
      given.authority ??
      given.issuer ??
      `${MICROSOFT}/${tenants.length === 1 ? tenant : "organizations"}`,
  };
}

/** Two stores cannot listen on the same port. */
function checkListens(stores: Readonly<Record<string, StoreConfig>>): void {
  const taken = new Map<number, string>();
  for (const [id, entry] of Object.entries(stores)) {
    if (entry.cloud !== "local" || entry.listen === undefined) continue;
    const other = taken.get(entry.listen);
    if (other !== undefined) throw refuse(`stores.${id}.listen`, `is the port of "${other}"`);
    taken.set(entry.listen, id);
  }
}

function firstIssue(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map((part) => String(part)).join(".");
  return refuse(path === "" ? "(top level)" : path, issue?.message ?? "is wrong");
}

/**
 * Checks a parsed configuration. Throws `config-invalid` whose subject is the path of the first wrong
 * field and whose details.reason says what is wrong with it.
 */
export function parseConfig(value: unknown): Config {
  const result = configSchema.safeParse(value);
  if (!result.success) throw firstIssue(result.error);
  const { stores, routes, policy: rules } = result.data;
  const checked = routes.map((entry, at) => checkRoute(entry, at, stores));
  checked.forEach(({ id }, at) => {
    if (checked.findIndex((other) => other.id === id) !== at) {
      throw refuse(`routes[${String(at)}].id`, `${String(id)} is the number of another route`);
    }
  });
  checkListens(stores);
  const max = rules?.expiryDays?.max ?? 30;
  const days = rules?.expiryDays?.default ?? Math.min(14, max);
  if (days > max) throw refuse("policy.expiryDays.default", "is more than max");
  const signIn = checkAuth(result.data.auth);
  const restore = rules?.restore ?? "index-holder";
  if (restore === "signed-in" && signIn.mode === "none") {
    throw refuse("policy.restore", 'is "signed-in", which needs a way to sign in (auth)');
  }
  return {
    origin: result.data.origin,
    host: result.data.host ?? "localhost",
    trustProxy: result.data.trustProxy ?? false,
    requestsPerSecond: result.data.limits?.requestsPerSecond ?? 100,
    stores,
    routes: checked,
    expiryDays: { default: days, max },
    maxTransferBytes: rules?.maxTransferBytes ?? 1e12,
    threshold: {
      fileBytes: rules?.threshold?.fileBytes ?? 5e6,
      totalBytes: rules?.threshold?.totalBytes ?? 1e7,
    },
    restore,
    auth: signIn,
  };
}

/** Four folders `data/store-1` .. `data/store-4`, any three of which restore. */
export const DEFAULT_CONFIG: Config = parseConfig({
  stores: Object.fromEntries(
    [1, 2, 3, 4].map((number) => [
      `store-${String(number)}`,
      { cloud: "local", folder: `data/store-${String(number)}` },
    ]),
  ),
  routes: [
    {
      ...{ id: 0, stores: ["store-1", "store-2", "store-3", "store-4"], k: 3 },
      label: { en: "This computer", ja: "このコンピューター" },
    },
  ],
});
