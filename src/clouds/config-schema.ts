/** The form of a configuration file, field by field; what fields mean together is in config.ts. */
import { z } from "zod";
import { line, place, REMOTE_CLOUDS } from "./registry";

export const storeId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "wants a-z, 0-9 and -");
/** An address of which only scheme, host and port are wanted. */
const origin = z
  .url({ protocol: /^https?$/, error: "wants an address that begins with https:// or http://" })
  .refine((address) => /^https?:\/\/[^/?#@]+\/?$/i.test(address), {
    error: "wants scheme://host[:port] and nothing behind it",
  })
  .transform((address) => new URL(address).origin);

export const store = z.discriminatedUnion("cloud", [
  z.strictObject({
    cloud: z.literal("local"),
    folder: z.string().min(1),
    listen: z.int().min(1).max(65_535).optional(),
    publicUrl: origin.optional(),
    prefix: z.literal("").optional(),
    durable: z.boolean().optional(),
    ...place,
  }),
  ...Object.values(REMOTE_CLOUDS).map(({ schema }) => schema),
]);

export const route = z.strictObject({
  id: z.int().min(0).max(255),
  label: z.strictObject({ en: line, ja: line.optional() }).optional(),
  stores: z.array(storeId).min(1).max(16),
  k: z.int().min(1).max(16).optional(),
  suite: z.enum(["sealed", "cipher-free"]).optional(),
  closed: z.boolean().optional(),
  placement: z
    .strictObject({
      fewerThanKOutside: z.string().min(1).optional(),
      noKInOne: z.boolean().optional(),
    })
    .optional(),
});

const policy = z.strictObject({
  threshold: z
    .strictObject({ fileBytes: z.int().min(0), totalBytes: z.int().min(0) })
    .partial()
    .optional(),
  expiryDays: z
    .strictObject({ default: z.int().min(1).max(3_650), max: z.int().min(1).max(3_650) })
    .partial()
    .optional(),
  maxTransferBytes: z.number().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  restore: z.enum(["index-holder", "signed-in"]).optional(),
});

export const auth = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("none") }),
  z.strictObject({
    mode: z.literal("entra"),
    tenants: z.array(z.string().min(1)).min(1),
    audience: z.string().min(1),
    scope: z.string().min(1),
    clientId: z.string().min(1).optional(),
    authority: z.url().optional(),
    issuer: z.string().min(1).optional(),
    jwksUri: z.url().optional(),
  }),
]);

export const configSchema = z.strictObject({
  origin: origin.optional(),
  host: z.string().min(1).optional(),
  trustProxy: z.union([z.int().min(0), z.boolean(), z.array(z.string().min(1))]).optional(),
  limits: z.strictObject({ requestsPerSecond: z.int().min(1) }).optional(),
  stores: z.record(storeId, store),
  routes: z.array(route).min(1),
  policy: policy.optional(),
  auth: auth.optional(),
});
