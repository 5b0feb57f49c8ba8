/** How each double's bucket is made wrong, in its cloud's own words. */
import type { Cloud } from "../../src/clouds/cloud";
import { GCS_KEY, startGcsDouble } from "./doubles/gcs-double";
import type { HeldBucket } from "./doubles/object-table";
import { OSS_KEY, startOssDouble } from "./doubles/oss-double";
import { S3_KEY, S3_REGION, startS3Double } from "./doubles/s3-double";
import type { CloudDouble } from "./doubles/server";
import { openTestCloud } from "./open";

/** Rules of others, in each cloud's own words. */
export interface Words {
  readonly start: () => Promise<CloudDouble>;
  readonly open: (double: CloudDouble) => Promise<Cloud>;
  readonly cors: (held: HeldBucket, origin: string, methods: readonly string[]) => void;
  readonly corsOf: (held: HeldBucket) => string;
  readonly expire: (held: HeldBucket, prefix: string, days: number) => void;
  readonly lifecycleOf: (held: HeldBucket) => string;
  /** A retention that cannot be ended, and one that can where the cloud has such. */
  readonly lock: (held: HeldBucket) => void;
  readonly retain?: (held: HeldBucket) => void;
  readonly softDelete?: (held: HeldBucket) => void;
  /** Where the bucket can be kept from being made public. */
  readonly unblock?: (held: HeldBucket) => void;
}

const xml = {
  cors: (held: HeldBucket, origin: string, methods: readonly string[]) =>
    held.settings.set(
      "cors",
      `<CORSConfiguration><CORSRule><AllowedOrigin>${origin}</AllowedOrigin>${methods
        .map((method) => `<AllowedMethod>${method}</AllowedMethod>`)
        .join("")}<AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>`,
    ),
  corsOf: (held: HeldBucket) => held.settings.get("cors") ?? "",
  lifecycleOf: (held: HeldBucket) => held.settings.get("lifecycle") ?? "",
};

const patch = (held: HeldBucket, change: object): void => {
  const metadata = JSON.parse(held.settings.get("metadata") ?? "{}") as object;
  held.settings.set("metadata", JSON.stringify({ ...metadata, ...change }));
};
const metadata = (held: HeldBucket): string => held.settings.get("metadata") ?? "";

export const WORDS: Readonly<Record<"s3" | "gcs" | "oss", Words>> = {
  s3: {
    ...{ start: startS3Double, ...xml },
    open: ({ origin: endpoint }) => {
      const place = { bucket: "bucket", region: S3_REGION, pathStyle: true, endpoint };
      return openTestCloud({ cloud: "s3", ...place }, S3_KEY);
    },
    expire: (held, prefix, days) =>
      held.settings.set(
        "lifecycle",
        `<LifecycleConfiguration><Rule><ID>theirs</ID><Filter><Prefix>${prefix}</Prefix></Filter>` +
          `<Status>Enabled</Status><Expiration><Days>${String(days)}</Days></Expiration></Rule></LifecycleConfiguration>`,
      ),
    lock: (held) =>
      held.settings.set(
        "object-lock",
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>",
      ),
    unblock: (held) => held.settings.delete("publicAccessBlock"),
  },
  gcs: {
    start: startGcsDouble,
    open: ({ origin: endpoint }) =>
      openTestCloud({ cloud: "gcs", bucket: "bucket", endpoint }, GCS_KEY),
    cors: (held, origin, method) => {
      const responseHeader = [
        ...["x-goog-if-generation-match", "x-goog-content-length-range", "content-type"],
      ];
      patch(held, { cors: [{ origin: [origin], method, responseHeader }] });
    },
    corsOf: metadata,
    expire: (held, prefix, age) => {
      const condition = { age, matchesPrefix: [prefix] };
      patch(held, { lifecycle: { rule: [{ action: { type: "Delete" }, condition }] } });
    },
    lifecycleOf: metadata,
    lock: (held) => {
      patch(held, { objectRetention: { mode: "Enabled" } });
    },
    retain: (held) => {
      patch(held, { retentionPolicy: { retentionPeriod: "3600", isLocked: false } });
    },
    softDelete: (held) => {
      patch(held, { softDeletePolicy: { retentionDurationSeconds: "604800" } });
    },
    unblock: (held) => {
      patch(held, { iamConfiguration: { publicAccessPrevention: "inherited" } });
    },
  },
  oss: {
    ...{ start: startOssDouble, ...xml },
    open: ({ origin: endpoint }) => {
      const place = { bucket: "bucket", region: "oss-cn-shanghai", endpoint };
      return openTestCloud({ cloud: "oss", ...place }, OSS_KEY);
    },
    expire: (held, prefix, days) =>
      held.settings.set(
        "lifecycle",
        `<LifecycleConfiguration><Rule><ID>theirs</ID><Prefix>${prefix}</Prefix><Status>Enabled</Status>` +
          `<Expiration><Days>${String(days)}</Days></Expiration></Rule></LifecycleConfiguration>`,
      ),
    lock: (held) => {
      held.settings.set("worm", worm("Locked"));
      held.locked.add("worm");
    },
    retain: (held) => held.settings.set("worm", worm("InProgress")),
  },
};

const worm = (state: string): string =>
  `<WormConfiguration><WormId>1</WormId><State>${state}</State><RetentionPeriodInDays>1</RetentionPeriodInDays></WormConfiguration>`;
