/** The owner keys of this user: a list of which the first one signs; they recall, and read nothing. */
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeBase64Url, encodeBase64Url, equalBytes, type Bytes } from "../core/bytes";
import { AppError } from "../core/errors";
import type { Primitives } from "../core/format/primitives";
import { diskError, errnoOf } from "../platform/node/file-errors";
import { ensureFolder } from "../platform/node/folders";
import type { Context } from "./context";
import { configFolder } from "./locations";

export const ownerKeyPath = (): string => join(configFolder(), "owner-key");

/** One key as text: 43 characters of base64url. Undefined when it is not one. */
export function parseOwnerKey(text: string): Bytes | undefined {
  const bytes = decodeBase64Url(text.trim());
  return bytes?.length === 32 ? bytes : undefined;
}

/** All keys, none when there is no file. Throws `owner-key-invalid` for a file that is not readable. */
export async function readOwnerKeys(): Promise<Bytes[]> {
  const path = ownerKeyPath();
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw diskError(error, path);
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const keys = lines.flatMap((line) => parseOwnerKey(line) ?? []);
  if (keys.length !== lines.length || keys.length === 0) {
    throw new AppError("owner-key-invalid", { subject: path });
  }
  return keys;
}

async function writeOwnerKeys(keys: readonly Bytes[], replace: boolean): Promise<boolean> {
  const path = ownerKeyPath();
  const temporary = `${path}.${String(process.pid)}`;
  try {
    ensureFolder(configFolder(), 0o700);
    const text = keys.map((key) => `${encodeBase64Url(key)}\n`).join("");
    await writeFile(temporary, text, { mode: 0o600, flag: "wx" });
    if (replace) await rename(temporary, path);
    else await link(temporary, path);
    return true;
  } catch (error) {
    if (!replace && errnoOf(error) === "EEXIST") return false;
    throw diskError(error, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The keys; makes the first one when there is none. Two that make it at once agree on one. */
export async function ensureOwnerKeys(
  prims: Primitives,
): Promise<{ keys: Bytes[]; isNew: boolean }> {
  const known = await readOwnerKeys();
  if (known.length > 0) return { keys: known, isNew: false };
  const isNew = await writeOwnerKeys([prims.random(32)], false);
  return { keys: await readOwnerKeys(), isNew };
}

/** Puts a key first, so that it signs from now on; the others stay and can still recall. */
export async function importOwnerKey(key: Bytes): Promise<void> {
  const others = (await readOwnerKeys()).filter((known) => !equalBytes(known, key));
  await writeOwnerKeys([key, ...others], true);
}

/** The owner key that signs; a first one is made and said. */
export async function signingKey({ engine, output }: Context): Promise<Bytes> {
  const path = ownerKeyPath();
  const { keys, isNew } = await ensureOwnerKeys(engine.prims);
  const [ownerKey] = keys;
  if (ownerKey === undefined) throw new AppError("owner-key-invalid", { subject: path });
  const { madeOwnerKey } = output.strings.cli;
  if (isNew) output.note(madeOwnerKey(path), "owner-key-created", { path });
  return ownerKey;
}
