/**
 * The settings of an OSS bucket.
 *
 * https://www.alibabacloud.com/help/en/oss/developer-reference/putbucketacl
 * https://www.alibabacloud.com/help/en/oss/developer-reference/putbucketcors
 * https://www.alibabacloud.com/help/en/oss/developer-reference/putbucketlifecycle
 * https://www.alibabacloud.com/help/en/oss/developer-reference/abortbucketworm
 */
import type OSS from "ali-oss";
import {
  backstopDays,
  findIf,
  lifecycleSetting,
  MAX_AGE_SECONDS,
  originSetting,
  orUndefined,
  RULE_ID,
  type BucketAdmin,
  type ExpiryRule,
  type Setting,
  type Wanted,
} from "./settings";

type Text = string | readonly string[];

interface OssOriginRule {
  readonly allowedOrigin: Text;
  readonly allowedMethod: Text;
  readonly allowedHeader?: Text;
  readonly exposeHeader?: Text;
  readonly maxAgeSeconds?: number | string;
}

interface OssLifecycleRule {
  readonly id?: string;
  readonly prefix?: string;
  readonly status?: string;
  readonly expiration?: { readonly days?: number | string };
  readonly tag?: unknown;
}

/** Part of the SDK whose types are missing, or say other names than it reads. */
interface OssCalls {
  putBucket(name: string): Promise<unknown>;
  getBucketACL(name: string): Promise<{ readonly acl: string }>;
  putBucketACL(name: string, acl: string): Promise<unknown>;
  getBucketCORS(name: string): Promise<{ readonly rules: readonly OssOriginRule[] }>;
  putBucketCORS(name: string, rules: readonly OssOriginRule[]): Promise<unknown>;
  deleteBucketCORS(name: string): Promise<unknown>;
  getBucketLifecycle(name: string): Promise<{ readonly rules: OssLifecycleRule[] | null }>;
  putBucketLifecycle(name: string, rules: readonly OssLifecycleRule[]): Promise<unknown>;
  deleteBucketLifecycle(name: string): Promise<unknown>;
  getBucketVersioning(name: string): Promise<{ readonly versionStatus?: string }>;
  putBucketVersioning(name: string, status: string): Promise<{ readonly status: number }>;
  getBucketWorm(name: string): Promise<{ readonly state?: string }>;
  abortBucketWorm(name: string): Promise<{ readonly status: number }>;
}

interface Place {
  readonly calls: OssCalls;
  readonly name: string;
}

export function ossAdmin(client: OSS, name: string, wanted: Wanted): BucketAdmin {
  const calls = client as unknown as OssCalls;
  const place = { calls, name };
  return {
    async create() {
      await calls.putBucket(name);
    },
    settings: [
      publicAccess(place),
      otherOrigins(place, wanted),
      lifecycle(place, wanted),
      versions(place),
      lock(place),
    ],
  };
}

const isUnset = (error: unknown): boolean =>
  error instanceof Error &&
  /^NoSuch(CORSConfiguration|Lifecycle|WORMConfiguration)$/.test(
    String((error as { readonly code?: unknown }).code),
  );

/** Two calls of the SDK return a refusal as if it were none. */
async function accepted(call: Promise<{ readonly status: number }>): Promise<void> {
  const { status } = await call;
  if (status >= 300) throw Object.assign(new Error("refused"), { status });
}

const listOf = (text: Text | undefined): readonly string[] =>
  text === undefined ? [] : [text].flat();

// -- Public access --------------------------------------------------------------------------------

function publicAccess({ calls, name }: Place): Setting {
  return {
    aspect: "public",
    byHand: `ossutil set-acl oss://${name} private -b`,
    async look() {
      const { acl } = await calls.getBucketACL(name);
      return findIf(acl !== "private", "public", acl);
    },
    async mend() {
      const { acl } = await calls.getBucketACL(name);
      await calls.putBucketACL(name, "private");
      return async () => {
        await calls.putBucketACL(name, acl);
      };
    },
  };
}

// -- Other origins --------------------------------------------------------------------------------

function otherOrigins({ calls, name }: Place, wanted: Wanted): Setting {
  return originSetting<OssOriginRule>(wanted, {
    byHand: `ossutil cors --method put oss://${name} cors.xml`,
    putHeaders: ["content-type", "x-oss-forbid-overwrite"],
    async read() {
      return (await orUndefined(calls.getBucketCORS(name), isUnset))?.rules ?? [];
    },
    async write(rules) {
      if (rules.length === 0) await calls.deleteBucketCORS(name);
      else await calls.putBucketCORS(name, rules);
    },
    toRule: ({ allowedOrigin, allowedMethod, allowedHeader, exposeHeader }) => ({
      ...{ origins: listOf(allowedOrigin), methods: listOf(allowedMethod) },
      ...{ headers: listOf(allowedHeader), exposed: listOf(exposeHeader) },
    }),
    fromRule: ({ origins, methods, headers, exposed }) => ({
      ...{ allowedOrigin: origins, allowedMethod: methods, allowedHeader: headers },
      ...{ exposeHeader: exposed, maxAgeSeconds: MAX_AGE_SECONDS },
    }),
    narrowed: (raw, allowedMethod) => ({ ...raw, allowedMethod }),
  });
}

// -- Lifecycle ------------------------------------------------------------------------------------

function expiryOf({ id, prefix = "", status, expiration, tag }: OssLifecycleRule): ExpiryRule[] {
  const days = Number(expiration?.days);
  // A rule that asks for tags as well is not for all objects.
  if (status !== "Enabled" || !(days > 0) || tag !== undefined) return [];
  return [{ prefix, days, isOurs: id === RULE_ID }];
}

function lifecycle({ calls, name }: Place, wanted: Wanted): Setting {
  const { prefix } = wanted;
  return lifecycleSetting<OssLifecycleRule, { rules: readonly OssLifecycleRule[] }>(wanted, {
    byHand: `ossutil lifecycle --method put oss://${name} lifecycle.xml`,
    async read() {
      const found = await orUndefined(calls.getBucketLifecycle(name), isUnset);
      return { rules: found?.rules ?? [] };
    },
    async write(rules) {
      if (rules.length === 0) await calls.deleteBucketLifecycle(name);
      // The SDK writes into what it is given.
      else await calls.putBucketLifecycle(name, structuredClone(rules));
    },
    toRules: expiryOf,
    isOurs: ({ id }) => id === RULE_ID,
    ours: { id: RULE_ID, prefix, status: "Enabled", expiration: { days: backstopDays(wanted) } },
  });
}

// -- Versions -------------------------------------------------------------------------------------

function versions({ calls, name }: Place): Setting {
  return {
    aspect: "versions",
    byHand: `ossutil bucket-versioning --method put oss://${name} suspended`,
    async look() {
      const { versionStatus } = await calls.getBucketVersioning(name);
      return findIf(versionStatus === "Enabled", "versions");
    },
    async mend() {
      await accepted(calls.putBucketVersioning(name, "Suspended"));
      return () => accepted(calls.putBucketVersioning(name, "Enabled"));
    },
  };
}

// -- Soft delete and retention --------------------------------------------------------------------

/** OSS has no soft delete. A retention policy can be given up in its first day, until it is locked. */
function lock({ calls, name }: Place): Setting {
  return {
    aspect: "lock",
    byHand: `ossutil worm abort oss://${name}`,
    async look() {
      const worm = await orUndefined(calls.getBucketWorm(name), isUnset);
      const { state } = worm ?? {};
      return findIf(state === "InProgress" || state === "Locked", "locked", state);
    },
    async mend() {
      await accepted(calls.abortBucketWorm(name));
      // It is begun with a number of days; whoever wants it back begins it again.
      return () => Promise.resolve();
    },
  };
}
