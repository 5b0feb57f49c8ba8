/**
 * The settings of an Azure container, and of the account that it is in: rules for other origins and soft
 * delete are the account's. Versions, lifecycle and locks are reached through Azure's management only, not
 * through its storage: the probe finds versions, and the command for each is said.
 *
 * https://learn.microsoft.com/rest/api/storageservices/set-container-acl
 * https://learn.microsoft.com/rest/api/storageservices/set-blob-service-properties
 * https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview
 * https://learn.microsoft.com/azure/storage/blobs/immutable-storage-overview
 */
import type { CorsRule, BlobServiceClient, ContainerClient } from "@azure/storage-blob";
import { AppError } from "../core/errors";
import {
  backstopDays,
  findIf,
  MAX_AGE_SECONDS,
  originSetting,
  RULE_ID,
  type BucketAdmin,
  type Setting,
  type Wanted,
} from "./settings";

interface Place {
  readonly service: BlobServiceClient;
  readonly container: ContainerClient;
}

/** Azure's own names for what is managed, with the group that only the reader knows. */
const accountOf = ({ service }: Place): string =>
  `--account-name ${service.accountName} --resource-group GROUP`;

export function azureAdmin(
  service: BlobServiceClient,
  container: ContainerClient,
  wanted: Wanted,
): BucketAdmin {
  const place = { service, container };
  return {
    async create() {
      await container.create();
    },
    settings: [
      publicAccess(place),
      otherOrigins(place, wanted),
      lifecycle(place, wanted),
      versions(place),
      softDelete(place),
      lock(place),
    ],
  };
}

// -- Public access --------------------------------------------------------------------------------

/** The stored access policies of others stay. */
function publicAccess({ container, service }: Place): Setting {
  return {
    aspect: "public",
    byHand: `az storage container set-permission --account-name ${service.accountName} --name ${container.containerName} --public-access off`,
    async look() {
      const { blobPublicAccess } = await container.getProperties();
      return findIf(blobPublicAccess !== undefined, "public", blobPublicAccess);
    },
    async mend() {
      const { blobPublicAccess, signedIdentifiers } = await container.getAccessPolicy();
      await container.setAccessPolicy(undefined, signedIdentifiers);
      return async () => {
        await container.setAccessPolicy(blobPublicAccess, signedIdentifiers);
      };
    },
  };
}

// -- Other origins --------------------------------------------------------------------------------

const MAX_RULES = 5;

const listOf = (text: string): readonly string[] =>
  text.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));

/** They are the account's: a rule of others is left as it is, also where it is too wide. */
function otherOrigins(place: Place, wanted: Wanted): Setting {
  const { service } = place;
  return originSetting<CorsRule>(wanted, {
    byHand: `az storage cors list --services b --account-name ${service.accountName}`,
    putHeaders: ["x-ms-blob-type", "if-none-match"],
    async read() {
      return (await service.getProperties()).cors ?? [];
    },
    async write(rules) {
      if (rules.length > MAX_RULES) {
        throw new AppError("store-conflict", { details: { reason: "too-many-rules" } });
      }
      await service.setProperties({ cors: [...rules] });
    },
    toRule: ({ allowedOrigins, allowedMethods, allowedHeaders, exposedHeaders }) => ({
      ...{ origins: listOf(allowedOrigins), methods: listOf(allowedMethods) },
      ...{ headers: listOf(allowedHeaders), exposed: listOf(exposedHeaders) },
    }),
    fromRule: ({ origins, methods, headers, exposed }) => ({
      ...{ allowedOrigins: origins.join(), allowedMethods: methods.join() },
      ...{ allowedHeaders: headers.join(), exposedHeaders: exposed.join() },
      maxAgeInSeconds: MAX_AGE_SECONDS,
    }),
  });
}

// -- Lifecycle ------------------------------------------------------------------------------------

function lifecycle(place: Place, wanted: Wanted): Setting {
  const days = backstopDays(wanted);
  const rule = {
    ...{ enabled: true, name: RULE_ID, type: "Lifecycle" },
    definition: {
      filters: {
        blobTypes: ["blockBlob"],
        prefixMatch: [`${place.container.containerName}/${wanted.prefix}`],
      },
      actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } },
    },
  };
  const policy = JSON.stringify({ rules: [rule] });
  return {
    aspect: "lifecycle",
    byHand: `az storage account management-policy create ${accountOf(place)} --policy '${policy}'`,
    look: () => Promise.resolve(findIf(true, "lifecycle-unseen", String(days))),
  };
}

// -- Versions -------------------------------------------------------------------------------------

/** Not to be seen here: the probe counts what a second write leaves. */
function versions(place: Place): Setting {
  return {
    aspect: "versions",
    byHand: `az storage account blob-service-properties update ${accountOf(place)} --enable-versioning false`,
    look: () => Promise.resolve([]),
  };
}

// -- Soft delete and retention --------------------------------------------------------------------

async function isOnlyContainer({ service, container }: Place): Promise<boolean> {
  for await (const { name } of service.listContainers()) {
    if (name !== container.containerName) return false;
  }
  return true;
}

/** It is the account's: where others have containers there, they decide. */
function softDelete(place: Place): Setting {
  const { service } = place;
  const set = (enabled: boolean, days?: number) =>
    service.setProperties({
      deleteRetentionPolicy: { enabled, ...(days !== undefined && { days }) },
    });
  return {
    aspect: "soft-delete",
    byHand: `az storage account blob-service-properties update ${accountOf(place)} --enable-delete-retention false`,
    async look() {
      const { enabled, days } = (await service.getProperties()).deleteRetentionPolicy ?? {};
      return findIf(enabled === true, "soft-delete", `${String(days ?? 0)} d`);
    },
    async mend() {
      if (!(await isOnlyContainer(place))) {
        throw new AppError("store-conflict", { details: { reason: "shared-account" } });
      }
      const { days } = (await service.getProperties()).deleteRetentionPolicy ?? {};
      await set(false);
      return async () => {
        await set(true, days);
      };
    },
  };
}

function lock(place: Place): Setting {
  const { container } = place;
  return {
    aspect: "lock",
    byHand: `az storage container immutability-policy delete ${accountOf(place)} --container-name ${container.containerName} --if-match ETAG`,
    async look() {
      const held = await container.getProperties();
      if (held.hasLegalHold === true) return findIf(true, "locked", "legal hold");
      if (held.hasImmutabilityPolicy === true) return findIf(true, "locked", "immutability policy");
      const isVersioned = held.isImmutableStorageWithVersioningEnabled === true;
      return findIf(isVersioned, "locked", "version-level immutability");
    },
  };
}
