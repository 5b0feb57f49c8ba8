/** The owner keys of this browser: a list of which the first one signs; they recall, and read nothing. */
import { decodeBase64Url, encodeBase64Url, equalBytes, type Bytes } from "../../../core/bytes";
import { AppError } from "../../../core/errors";
import type { Context } from "./context";
import { inTransaction } from "./database";
import { withLock } from "./locks";

const KEY = "owner";
const OWNER_KEY_BYTES = 32;

/** Where nothing is kept, the keys last as long as the worker. */
let transient: readonly Bytes[] = [];

async function readKeys({ database }: Context): Promise<readonly Bytes[]> {
  if (database === undefined) return transient;
  const keys = await inTransaction<readonly Bytes[] | undefined>(
    database,
    ["keys"],
    "readonly",
    (store) => store("keys").get(KEY) as IDBRequest<readonly Bytes[] | undefined>,
  );
  return keys ?? [];
}

async function writeKeys({ database }: Context, keys: readonly Bytes[]): Promise<void> {
  if (database === undefined) transient = keys;
  else
    await inTransaction(database, ["keys"], "readwrite", (store) => store("keys").put(keys, KEY));
}

/** Runs alone among all tabs: two that make the first key at once agree on one. */
const alone = <Result>(work: () => Promise<Result>): Promise<Result> =>
  withLock("pro-porter-owner-keys", work);

/** All keys; the first one is made when there is none. */
export function ensureOwnerKeys(context: Context): Promise<readonly [Bytes, ...Bytes[]]> {
  return alone(async () => {
    const [first, ...others] = await readKeys(context);
    if (first !== undefined) return [first, ...others] as const;
    const made = context.engine.prims.random(OWNER_KEY_BYTES);
    await writeKeys(context, [made]);
    return [made] as const;
  });
}

/** Those that there are, as `exportOwnerKey` writes them; none is made. */
export async function listOwnerKeys(context: Context): Promise<readonly string[]> {
  return (await readKeys(context)).map(encodeBase64Url);
}

/** 43 characters of base64url, as the command line exports and imports them. */
export async function exportOwnerKey(context: Context): Promise<string> {
  const [key] = await ensureOwnerKeys(context);
  return encodeBase64Url(key);
}

/** Puts a key first, so that it signs from now on. Throws `owner-key-invalid`. */
export async function importOwnerKey(context: Context, text: string): Promise<void> {
  const key = decodeBase64Url(text.trim());
  if (key?.length !== OWNER_KEY_BYTES) throw new AppError("owner-key-invalid");
  await alone(async () => {
    const others = (await readKeys(context)).filter((known) => !equalBytes(known, key));
    await writeKeys(context, [key, ...others]);
  });
}
