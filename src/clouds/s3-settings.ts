/**
 * The settings of an S3 bucket. What a server that speaks S3's language has not (501, 405) is not set.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
import type { CORSRule, LifecycleRule, PublicAccessBlockConfiguration } from "@aws-sdk/client-s3";
import * as sdk from "@aws-sdk/client-s3";
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

interface Place {
  readonly client: sdk.S3Client;
  readonly Bucket: string;
}

export function s3Admin(client: sdk.S3Client, Bucket: string, wanted: Wanted): BucketAdmin {
  const place = { client, Bucket };
  return {
    async create() {
      await client.send(new sdk.CreateBucketCommand({ Bucket }));
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

const statusOf = (error: unknown): number | undefined =>
  error instanceof sdk.S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** A server that speaks S3's language and does not know this word of it. */
const isUnknown = (error: unknown): boolean => [405, 501].includes(statusOf(error) ?? 0);

/** Never set. */
const isUnset = (error: unknown): boolean => statusOf(error) === 404 && !isBucketMissing(error);
const isBucketMissing = (error: unknown): boolean =>
  error instanceof Error && error.name === "NoSuchBucket";
const isAbsent = (error: unknown): boolean => isUnset(error) || isUnknown(error);

// -- Public access --------------------------------------------------------------------------------

const EVERYBODY = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/**
 * Public rights are made void and kept from being given. BlockPublicAcls is tried and not looked for:
 * Ceph's gateway then refuses every PUT, and what it would keep from being set is void anyway.
 */
function publicAccess({ client, Bucket }: Place): Setting {
  const put = (block: PublicAccessBlockConfiguration) =>
    client.send(
      new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }),
    );
  const isBlocked = async (): Promise<boolean> => {
    const command = new sdk.GetPublicAccessBlockCommand({ Bucket });
    const answer = await orUndefined(client.send(command), isUnset);
    const block = answer?.PublicAccessBlockConfiguration ?? {};
    return [block.IgnorePublicAcls, block.BlockPublicPolicy, block.RestrictPublicBuckets].every(
      (flag) => flag === true,
    );
  };
  const isOpen = async (): Promise<boolean> => {
    const acl = await orUndefined(client.send(new sdk.GetBucketAclCommand({ Bucket })), isAbsent);
    return (acl?.Grants ?? []).some(({ Grantee }) => EVERYBODY.test(Grantee?.URI ?? ""));
  };
  const rest = { IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  return {
    aspect: "public",
    byHand:
      `aws s3api put-public-access-block --bucket ${Bucket} --public-access-block-configuration ` +
      "IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    async look() {
      const blocked = await orUndefined(isBlocked(), isUnknown);
      if (blocked === true) return [];
      if (await isOpen()) return findIf(true, "public");
      return findIf(blocked === false, "unblocked");
    },
    async mend() {
      const block = put({ ...rest, BlockPublicAcls: true });
      if ((await orUndefined(block, isUnknown)) === undefined) {
        await client.send(new sdk.PutBucketAclCommand({ Bucket, ACL: "private" }));
      }
      return async () => {
        await put({ ...rest, BlockPublicAcls: false });
      };
    },
  };
}

// -- Other origins --------------------------------------------------------------------------------

function otherOrigins({ client, Bucket }: Place, wanted: Wanted): Setting {
  return originSetting<CORSRule>(wanted, {
    byHand: `aws s3api put-bucket-cors --bucket ${Bucket} --cors-configuration file://cors.json`,
    putHeaders: ["if-none-match"],
    async read() {
      const answer = client.send(new sdk.GetBucketCorsCommand({ Bucket }));
      return (await orUndefined(answer, isAbsent))?.CORSRules ?? [];
    },
    async write(CORSRules) {
      const command =
        CORSRules.length === 0
          ? new sdk.DeleteBucketCorsCommand({ Bucket })
          : new sdk.PutBucketCorsCommand({
              ...{ Bucket, CORSConfiguration: { CORSRules: [...CORSRules] } },
            });
      await client.send(command as sdk.PutBucketCorsCommand);
    },
    toRule: ({ AllowedOrigins, AllowedMethods, AllowedHeaders, ExposeHeaders }) => ({
      ...{ origins: AllowedOrigins ?? [], methods: AllowedMethods ?? [] },
      ...{ headers: AllowedHeaders ?? [], exposed: ExposeHeaders ?? [] },
    }),
    fromRule: ({ origins, methods, headers, exposed }) => ({
      ...{ AllowedOrigins: [...origins], AllowedMethods: [...methods] },
      ...{ AllowedHeaders: [...headers], ExposeHeaders: [...exposed] },
      MaxAgeSeconds: MAX_AGE_SECONDS,
    }),
    narrowed: (raw, methods) => ({ ...raw, AllowedMethods: [...methods] }),
  });
}

// -- Lifecycle ------------------------------------------------------------------------------------

/** Ours have no tags: a rule that asks for some is not about them. A date is as soon as can be. */
function expiryOf(rule: LifecycleRule): ExpiryRule[] {
  const { ID, Status, Filter = {}, Expiration = {} } = rule;
  const days = Expiration.Date === undefined ? Expiration.Days : 0;
  const { And: both, Prefix, Tag, ...sizes } = Filter;
  const isTagged = Tag !== undefined || both?.Tags !== undefined;
  if (Status !== "Enabled" || days === undefined || isTagged) return [];
  // Written the old way the prefix stands beside the filter.
  const { Prefix: old } = rule as { readonly Prefix?: string };
  const prefix = both?.Prefix ?? Prefix ?? old ?? "";
  const isPartial = both !== undefined || Object.keys(sizes).length > 0 || days === 0;
  return [{ prefix, days, isPartial, isOurs: ID === RULE_ID }];
}

interface Lifecycle {
  readonly rules: readonly LifecycleRule[];
  /** From which size on the rules of others move objects; written anew with them. */
  readonly minimum: sdk.TransitionDefaultMinimumObjectSize | undefined;
}

function lifecycle({ client, Bucket }: Place, wanted: Wanted): Setting {
  return lifecycleSetting<LifecycleRule, Lifecycle>(wanted, {
    byHand: `aws s3api put-bucket-lifecycle-configuration --bucket ${Bucket} --lifecycle-configuration file://lifecycle.json`,
    async read() {
      const asked = client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }));
      const { Rules: rules = [], TransitionDefaultMinimumObjectSize: minimum } =
        (await orUndefined(asked, isAbsent)) ?? {};
      return { rules, minimum };
    },
    async write(Rules, { minimum }) {
      if (Rules.length === 0) {
        await client.send(new sdk.DeleteBucketLifecycleCommand({ Bucket }));
        return;
      }
      const LifecycleConfiguration = { Rules: [...Rules] };
      const kept = minimum && { TransitionDefaultMinimumObjectSize: minimum };
      const input = { Bucket, LifecycleConfiguration, ...kept };
      await client.send(new sdk.PutBucketLifecycleConfigurationCommand(input));
    },
    toRules: expiryOf,
    isOurs: ({ ID }) => ID === RULE_ID,
    ours: {
      ...{ ID: RULE_ID, Status: "Enabled", Filter: { Prefix: wanted.prefix } },
      Expiration: { Days: backstopDays(wanted) },
    },
  });
}

// -- Versions -------------------------------------------------------------------------------------

function versions({ client, Bucket }: Place): Setting {
  const set = (Status: "Enabled" | "Suspended") =>
    client.send(
      new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }),
    );
  return {
    aspect: "versions",
    byHand: `aws s3api put-bucket-versioning --bucket ${Bucket} --versioning-configuration Status=Suspended`,
    async look() {
      const asked = client.send(new sdk.GetBucketVersioningCommand({ Bucket }));
      return findIf((await orUndefined(asked, isAbsent))?.Status === "Enabled", "versions");
    },
    async mend() {
      await set("Suspended");
      return async () => {
        await set("Enabled");
      };
    },
  };
}

// -- Soft delete and retention --------------------------------------------------------------------

/** S3 has no soft delete, and an object lock stays for as long as its bucket. */
function lock({ client, Bucket }: Place): Setting {
  return {
    aspect: "lock",
    byHand: `aws s3api get-object-lock-configuration --bucket ${Bucket}`,
    async look() {
      const asked = client.send(new sdk.GetObjectLockConfigurationCommand({ Bucket }));
      const held = (await orUndefined(asked, isAbsent))?.ObjectLockConfiguration;
      return findIf(held?.ObjectLockEnabled === "Enabled", "locked", "object lock");
    },
  };
}
