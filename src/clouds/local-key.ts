/**
 * The key with which a local store knows the gateway's signatures. Every replica must have the same: it
 * comes from the environment, or lies in the store's folder, readable by its owner only.
 */
import { createHmac, randomBytes } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { decodeBase64Url, encodeBase64Url, type Bytes } from "../core/bytes";
import { AppError } from "../core/errors";
import { errnoOf } from "../platform/node/file-errors";

const KEY_FILE = ".signing-key";
const KEY_BYTES = 32;
const LEAST_SECRET_LENGTH = 32;

/** PRO_PORTER_<STORE ID>_SECRET, in capitals and with _ for -. */
export function secretVariable(storeId: string): string {
  return `PRO_PORTER_${storeId.toUpperCase().replaceAll("-", "_")}_SECRET`;
}

/**
 * The key of a store; makes the file where neither it nor the variable is there. Throws `config-invalid`
 * for a secret that is too short or a file that is none, and the system's errors.
 */
export async function loadLocalKey(
  storeId: string,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Bytes> {
  const variable = secretVariable(storeId);
  const secret = environment[variable];
  if (secret !== undefined) {
    if (secret.length < LEAST_SECRET_LENGTH)
      throw invalid(variable, "has fewer than 32 characters");
    return new Uint8Array(createHmac("sha256", secret).update(`sd1/local ${storeId}`).digest());
  }
  const path = `${folder}/${KEY_FILE}`;
  const text = (await readKeyFile(path)) ?? (await makeKeyFile(path));
  const key = decodeBase64Url(text.trim());
  if (key?.length !== KEY_BYTES) throw invalid(path, "is no signing key; remove it");
  return key;
}

const invalid = (subject: string, reason: string): AppError =>
  new AppError("config-invalid", { details: { reason }, subject });

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Appears at once, so that of replicas that start together all read the same. */
async function makeKeyFile(path: string): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  const text = `${encodeBase64Url(new Uint8Array(randomBytes(KEY_BYTES)))}\n`;
  const handle = await open(temporary, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, path);
    return text;
  } catch (error) {
    const existing = await readKeyFile(path);
    if (existing !== undefined) return existing;
    if (errnoOf(error) === "ENOENT") throw error;
    // No hard links on this file system: whoever creates the file first has made the key.
    const place = await open(path, "wx", 0o600);
    await place.writeFile(text).finally(() => place.close());
    return text;
  } finally {
    await rm(temporary, { force: true });
  }
}
