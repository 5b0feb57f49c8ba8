/**
 * The settings of a Google bucket: all of them stand in its metadata.
 *
 * https://cloud.google.com/storage/docs/json_api/v1/buckets
 * https://cloud.google.com/storage/docs/public-access-prevention
 * https://cloud.google.com/storage/docs/soft-delete
 * https://cloud.google.com/storage/docs/bucket-lock
 */
import type { Bucket as GoogleBucket, BucketMetadata } from "@google-cloud/storage";
import {
  backstopDays,
  findIf,
  lifecycleSetting,
  MAX_AGE_SECONDS,
  originSetting,
  type BucketAdmin,
  type ExpiryRule,
  type Setting,
  type Wanted,
} from "./settings";

type Metadata = Readonly<BucketMetadata>;
type Cors = NonNullable<BucketMetadata["cors"]>[number];
type LifecycleRule = NonNullable<NonNullable<BucketMetadata["lifecycle"]>["rule"]>[number];

interface Place {
  readonly url: string;
  readonly read: () => Promise<Metadata>;
  /** Leaves all else in the metadata as it is. */
  readonly patch: (change: Metadata) => Promise<void>;
}

export function gcsAdmin(
  bucket: GoogleBucket,
  location: string | undefined,
  wanted: Wanted,
): BucketAdmin {
  const place: Place = {
    url: `gs://${bucket.name}`,
    async read() {
      const [metadata] = await bucket.getMetadata();
      return metadata;
    },
    async patch(change) {
      await bucket.setMetadata(change);
    },
  };
  return {
    async create() {
      const { publicAccessPrevention } = PRIVATE;
      await bucket.create({
        ...(location !== undefined && { location }),
        iamConfiguration: { publicAccessPrevention, uniformBucketLevelAccess: { enabled: true } },
      } as object);
    },
    settings: [
      publicAccess(place),
      otherOrigins(place, wanted),
      lifecycle(place, wanted),
      versions(place),
      softDelete(place),
      retention(place),
    ],
  };
}

// -- Public access --------------------------------------------------------------------------------

const PRIVATE = { publicAccessPrevention: "enforced" } as const;

/** Rights that were given to everybody are void while this stands. */
function publicAccess({ url, read, patch }: Place): Setting {
  return {
    aspect: "public",
    byHand: `gcloud storage buckets update ${url} --public-access-prevention`,
    async look() {
      const { publicAccessPrevention } = (await read()).iamConfiguration ?? {};
      return findIf(publicAccessPrevention !== "enforced", "unblocked");
    },
    async mend() {
      const { publicAccessPrevention = "inherited" } = (await read()).iamConfiguration ?? {};
      await patch({ iamConfiguration: PRIVATE });
      return () => patch({ iamConfiguration: { publicAccessPrevention } });
    },
  };
}

// -- Other origins --------------------------------------------------------------------------------

/** One list of a rule says both which headers may be sent and which may be read. */
function otherOrigins({ url, read, patch }: Place, wanted: Wanted): Setting {
  return originSetting<Cors>(wanted, {
    byHand: `gcloud storage buckets update ${url} --cors-file=cors.json`,
    putHeaders: ["x-goog-if-generation-match", "x-goog-content-length-range"],
    async read() {
      return (await read()).cors ?? [];
    },
    write: (rules) => patch({ cors: [...rules] }),
    toRule: ({ origin = [], method = [], responseHeader = [] }) => ({
      ...{ origins: origin, methods: method, headers: responseHeader, exposed: responseHeader },
    }),
    fromRule: ({ origins, methods, headers, exposed }) => ({
      ...{ origin: [...origins], method: [...methods], maxAgeSeconds: MAX_AGE_SECONDS },
      responseHeader: [...new Set([...headers, ...exposed])],
    }),
    narrowed: (raw, methods) => ({ ...raw, method: [...methods] }),
  });
}

// -- Lifecycle ------------------------------------------------------------------------------------

/** Of a rule that removes what is old; with a condition more it is for some of the objects only. */
const isPartial = ({ condition }: LifecycleRule): boolean =>
  Object.keys(condition).some((name) => name !== "age" && name !== "matchesPrefix");

/** Rules have no names: ours is the one for exactly this prefix. */
function isOurs(rule: LifecycleRule, { prefix }: Wanted): boolean {
  const { age, matchesPrefix = [""] } = rule.condition;
  const isExpiry = rule.action.type === "Delete" && age !== undefined && !isPartial(rule);
  return isExpiry && matchesPrefix.length === 1 && matchesPrefix[0] === prefix;
}

/** A rule for old versions is none for what is current. */
function expiryOf(rule: LifecycleRule, wanted: Wanted): ExpiryRule[] {
  const { age: days, matchesPrefix = [""], isLive, numNewerVersions } = rule.condition;
  const isForOld = isLive === false || (numNewerVersions ?? 0) > 0;
  if (rule.action.type !== "Delete" || days === undefined || isForOld) return [];
  const about = { days, isOurs: isOurs(rule, wanted), isPartial: isPartial(rule) };
  return matchesPrefix.map((prefix) => ({ prefix, ...about }));
}

function lifecycle({ url, read, patch }: Place, wanted: Wanted): Setting {
  const { prefix } = wanted;
  return lifecycleSetting<LifecycleRule, { rules: readonly LifecycleRule[] }>(wanted, {
    byHand: `gcloud storage buckets update ${url} --lifecycle-file=lifecycle.json`,
    async read() {
      return { rules: (await read()).lifecycle?.rule ?? [] };
    },
    write: (rules) => patch({ lifecycle: { rule: [...rules] } }),
    toRules: (rule) => expiryOf(rule, wanted),
    isOurs: (rule) => isOurs(rule, wanted),
    ours: {
      action: { type: "Delete" },
      condition: { age: backstopDays(wanted), ...(prefix !== "" && { matchesPrefix: [prefix] }) },
    },
  });
}

// -- Versions -------------------------------------------------------------------------------------

function versions({ url, read, patch }: Place): Setting {
  return {
    aspect: "versions",
    byHand: `gcloud storage buckets update ${url} --no-versioning`,
    async look() {
      return findIf((await read()).versioning?.enabled === true, "versions");
    },
    async mend() {
      await patch({ versioning: { enabled: false } });
      return () => patch({ versioning: { enabled: true } });
    },
  };
}

// -- Soft delete and retention --------------------------------------------------------------------

function softDelete({ url, read, patch }: Place): Setting {
  const secondsOf = async () =>
    Number((await read()).softDeletePolicy?.retentionDurationSeconds ?? 0);
  return {
    aspect: "soft-delete",
    byHand: `gcloud storage buckets update ${url} --clear-soft-delete`,
    async look() {
      const seconds = await secondsOf();
      return findIf(seconds > 0, "soft-delete", `${String(seconds)} s`);
    },
    async mend() {
      const retentionDurationSeconds = await secondsOf();
      await patch({ softDeletePolicy: { retentionDurationSeconds: 0 } });
      return () => patch({ softDeletePolicy: { retentionDurationSeconds } });
    },
  };
}

/** A policy that is not locked can go; one that is, and an object lock, stay with their bucket. */
function retention({ url, read, patch }: Place): Setting {
  return {
    aspect: "lock",
    byHand: `gcloud storage buckets update ${url} --clear-retention-period --no-default-event-based-hold`,
    async look() {
      const { retentionPolicy, defaultEventBasedHold, objectRetention } = await read();
      const period = retentionPolicy?.retentionPeriod;
      if (period !== undefined) return findIf(true, "locked", `retention of ${String(period)} s`);
      if (objectRetention?.mode === "Enabled") return findIf(true, "locked", "object retention");
      return findIf(defaultEventBasedHold === true, "locked", "event-based hold");
    },
    async mend() {
      const { retentionPolicy = null, defaultEventBasedHold = false } = await read();
      await patch({ retentionPolicy: null, defaultEventBasedHold: false });
      return () => patch({ retentionPolicy, defaultEventBasedHold });
    },
  };
}
