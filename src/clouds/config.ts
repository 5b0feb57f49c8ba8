/** The configuration: which stores there are, which routes over them, and what is allowed. */
import { z } from "zod";
import { AppError } from "../core/errors";

const storeId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "wants a-z, 0-9 and -");
const place = { region: z.string().optional(), jurisdiction: z.string().optional() };
const remote = { ...place, prefix: z.string().optional(), endpoint: z.url().optional() };

const store = z.discriminatedUnion("cloud", [
  z.strictObject({
    cloud: z.literal("local"),
    folder: z.string().min(1),
    listen: z.int().min(1).max(65_535).optional(),
    publicUrl: z.url().optional(),
    prefix: z.literal("").optional(),
    durable: z.boolean().optional(),
    ...place,
  }),
  z.strictObject({
    cloud: z.literal("azure"),
    account: z.string().min(1),
    container: z.string().min(1),
    ...remote,
  }),
  z.strictObject({
    cloud: z.literal("s3"),
    bucket: z.string().min(1),
    pathStyle: z.boolean().optional(),
    ...remote,
  }),
  z.strictObject({ cloud: z.literal("gcs"), bucket: z.string().min(1), ...remote }),
  z.strictObject({ cloud: z.literal("oss"), bucket: z.string().min(1), ...remote }),
]);

const route = z.strictObject({
  id: z.int().min(0).max(255),
  label: z.strictObject({ en: z.string(), ja: z.string().optional() }).optional(),
  stores: z.array(storeId).min(1).max(16),
  k: z.int().min(1).max(16).optional(),
  suite: z.enum(["sealed", "cipher-free"]).optional(),
  closed: z.boolean().optional(),
});

const policy = z.strictObject({
  threshold: z
    .strictObject({ fileBytes: z.int().min(0), totalBytes: z.int().min(0) })
    .partial()
    .optional(),
  expiryDays: z
    .strictObject({ default: z.int().min(1), max: z.int().min(1) })
    .partial()
    .optional(),
  maxTransferBytes: z.number().min(1).optional(),
  restore: z.enum(["index-holder", "signed-in"]).optional(),
});

const auth = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("none") }),
  z.strictObject({
    mode: z.literal("entra"),
    tenants: z.array(z.string()).min(1),
    audience: z.string(),
    scope: z.string(),
    issuer: z.url().optional(),
    jwksUri: z.url().optional(),
  }),
]);

const schema = z.strictObject({
  origin: z.url().optional(),
  trustProxy: z.union([z.int().min(0), z.boolean()]).optional(),
  limits: z.strictObject({ requestsPerSecond: z.int().min(1) }).optional(),
  stores: z.record(storeId, store),
  routes: z.array(route).min(1),
  policy: policy.optional(),
  auth: auth.optional(),
});

export type StoreConfig = z.infer<typeof store>;

export interface RouteConfig {
  readonly id: number;
  readonly stores: readonly string[];
  readonly k: number;
  readonly suite: 1 | 2;
  /** Not offered for sending any more; still restored from. */
  readonly closed: boolean;
}

export interface Config {
  readonly origin: string | undefined;
  readonly stores: Readonly<Record<string, StoreConfig>>;
  readonly routes: readonly RouteConfig[];
  readonly expiryDays: { readonly default: number; readonly max: number };
  readonly maxTransferBytes: number;
}

const refuse = (path: string, reason: string): AppError =>
  new AppError("config-invalid", { details: { reason }, subject: path });

/** k where a route names none: n - 1 for three stores and more, n for two, 1 for one. */
export function defaultThreshold(n: number): number {
  return n >= 3 ? n - 1 : n;
}

function checkRoute(
  { id, stores, k, suite, closed }: z.infer<typeof route>,
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
  return {
    id,
    stores,
    k: threshold,
    suite: suite === "cipher-free" ? 2 : 1,
    closed: closed ?? false,
  };
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
  const result = schema.safeParse(value);
  if (!result.success) throw firstIssue(result.error);
  const { origin, stores, routes, policy: rules } = result.data;
  const checked = routes.map((entry, at) => checkRoute(entry, at, stores));
  checked.forEach(({ id }, at) => {
    if (checked.findIndex((other) => other.id === id) !== at) {
      throw refuse(`routes[${String(at)}].id`, `${String(id)} is the number of another route`);
    }
  });
  const max = rules?.expiryDays?.max ?? 30;
  const days = rules?.expiryDays?.default ?? Math.min(14, max);
  if (days > max) throw refuse("policy.expiryDays.default", "is more than max");
  return {
    origin,
    stores,
    routes: checked,
    expiryDays: { default: days, max },
    maxTransferBytes: rules?.maxTransferBytes ?? 1e12,
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
  routes: [{ id: 0, stores: ["store-1", "store-2", "store-3", "store-4"], k: 3 }],
});
