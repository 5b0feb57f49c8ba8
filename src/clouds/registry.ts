/** The clouds that are reached through their SDKs: the fields of a store, and the adapter. One line for each. */
import { z } from "zod";
import type { Bucket, BucketOptions, RemotePlace } from "./bucket";

/** One line of text. */
export const line = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u, "wants one line of text");

/** What every store may say of where it is. */
export const place = { region: line.optional(), jurisdiction: line.optional() };

const remote = { ...place, prefix: z.string().optional(), endpoint: z.url().optional() };
const text = z.string().min(1);

/** `open` loads the adapter when a store needs it: an SDK costs half a second. */
function cloud<Kind extends string, Fields extends z.ZodRawShape>(
  kind: Kind,
  fields: Fields,
  open: () => Promise<
    (options: BucketOptions<RemotePlace & z.infer<z.ZodObject<Fields>>>) => Promise<Bucket>
  >,
) {
  return { schema: z.strictObject({ cloud: z.literal(kind), ...remote, ...fields }), open };
}

export const REMOTE_CLOUDS = {
  azure: cloud(
    "azure",
    { account: text, container: text },
    async () => (await import("./azure")).openAzure,
  ),
  s3: cloud(
    "s3",
    { bucket: text, pathStyle: z.boolean().optional() },
    async () => (await import("./s3")).openS3,
  ),
  gcs: cloud("gcs", { bucket: text }, async () => (await import("./gcs")).openGcs),
  oss: cloud("oss", { bucket: text }, async () => (await import("./oss")).openOss),
};

export type RemoteKind = keyof typeof REMOTE_CLOUDS;
