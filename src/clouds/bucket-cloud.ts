/** The port Cloud out of a Bucket: names, errors, signals and the order of a removal, for every cloud. */
import { encodeBase64Url, type Bytes } from "../core/bytes";
import { AppError, isAppError } from "../core/errors";
import { parseTransferId } from "../core/gateway-api";
import { createPermits } from "../core/permits";
import { isSlotName, SLOT_PREFIX, type Removal, type StateStore } from "../core/store/state-store";
import type { CallOptions } from "../core/store/store";
import type { Bucket, BucketPage, Depth } from "./bucket";
import type { Cloud, CloudAdmin } from "./cloud";
import { ABSENT, problemError } from "./problem";
import type { Setting, Wanted } from "./settings";

export interface BucketCloudOptions {
  readonly id: string;
  /** In front of every key. */
  readonly prefix: string;
  readonly nowMs: () => number;
}

/** A signed action has at most half of this. */
const MAX_SLOT_BYTES = 16 * 1024;
/** Names that go before the others are looked up so many at once. */
const LOOK_UPS = 8;

/** Opens the bucket with its first use. */
type Open = () => Promise<Bucket>;

/** Runs calls to one bucket: its errors become ours, and an aborted signal wins. */
interface Access {
  run<Value>(options: CallOptions, call: (bucket: Bucket) => Promise<Value>): Promise<Value>;
  sign<Value>(call: (bucket: Bucket) => Promise<Value>): Promise<Value>;
  pages(prefix: string, depth: Depth, options: CallOptions): AsyncIterable<BucketPage>;
}

function accessOf(open: Open, { id, nowMs }: BucketCloudOptions): Access {
  const opened = async (): Promise<Bucket> => {
    try {
      return await open();
    } catch (error) {
      if (!isAppError(error)) throw problemError(id, {}, error, nowMs());
      const { code, details, subject } = error;
      const about = subject === undefined ? {} : { subject: `stores.${id}.${subject}` };
      throw new AppError(code, { details: { storeId: id, ...details }, ...about, cause: error });
    }
  };
  const sign: Access["sign"] = async (call) => {
    const bucket = await opened();
    try {
      return await call(bucket);
    } catch (error) {
      throw isAppError(error) ? error : problemError(id, bucket.explain(error), error, nowMs());
    }
  };
  const run: Access["run"] = async ({ signal }, call) => {
    signal.throwIfAborted();
    try {
      return await untilAborted(sign(call), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  };
  return {
    sign,
    run,
    /** Each page is fetched under the guard. */
    async *pages(prefix, depth, options) {
      const list = (bucket: Bucket) => Promise.resolve(bucket.list(prefix, depth, options));
      const iterator = (await run(options, list))[Symbol.asyncIterator]();
      for (;;) {
        const next = await run(options, () => iterator.next());
        if (next.done === true) return;
        yield next.value;
      }
    },
  };
}

/** Not every SDK knows signals: a call that is given up may go on, but nobody waits for it. */
function untilAborted<Value>(call: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", stop, { once: true });
    call.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", stop);
    });
  });
}

type IsWanted = (key: string) => boolean;

/** The state of one transfer: objects under `folder`, which ends with "/". */
function statesOf(access: Access, id: string, folder: string): StateStore {
  const removal = removalOf(access);
  const isFragment: IsWanted = (key) => !isSlotName(key.slice(folder.length));
  const removeOne = (name: string, options: CallOptions): Promise<number> =>
    removal.removeAll(folder + name, (key) => key === folder + name, options);
  return {
    id,
    async list(options) {
      const slots = new Set<string>();
      for await (const { objects } of access.pages(folder + SLOT_PREFIX, "all", options)) {
        for (const { key } of objects) slots.add(key.slice(folder.length));
      }
      return [...slots];
    },
    read: (slot, options) =>
      access.run(options, (bucket) => readOrAbsent(bucket, folder + slot, options)),
    write: (slot, bytes, options) =>
      access.run(options, (bucket) => bucket.write(folder + slot, bytes, options)),
    async remove(name, options) {
      await removeOne(name, options);
    },
    async removeFragments(first, options): Promise<Removal> {
      const early = await inParallel(first, options, (name) => removeOne(name, options));
      if (first.length > 0) options.onFirstRemoved?.();
      const late = await removal.removeAll(folder, isFragment, options);
      if (first.length === 0) options.onFirstRemoved?.();
      const left = await removal.count(folder, isFragment, options);
      return { removed: Math.max(0, early + late - left), left };
    },
  };
}

/** Counting and removing whatever begins with a prefix and is wanted, page by page. */
function removalOf(access: Access) {
  return {
    /** Removes every version; returns how many objects that were. */
    async removeAll(prefix: string, isWanted: IsWanted, options: CallOptions): Promise<number> {
      const counter = createCounter();
      for await (const { objects } of access.pages(prefix, "all", options)) {
        const wanted = objects.filter(({ key }) => isWanted(key));
        for (const { key } of wanted) counter.take(key);
        if (wanted.length === 0) continue;
        await access.run(options, (bucket) => bucket.remove(wanted, options));
      }
      return counter.number();
    },
    async count(prefix: string, isWanted: IsWanted, options: CallOptions): Promise<number> {
      const counter = createCounter();
      for await (const { objects } of access.pages(prefix, "all", options)) {
        for (const { key } of objects) if (isWanted(key)) counter.take(key);
      }
      return counter.number();
    },
  };
}

/** Runs a task for each name, a few at once, and adds up what they return. */
async function inParallel(
  names: readonly string[],
  { signal }: CallOptions,
  task: (name: string) => Promise<number>,
): Promise<number> {
  const permits = createPermits(LOOK_UPS);
  const running = names.map(async (name) => {
    const release = await permits.take(signal);
    return task(name).finally(release);
  });
  return (await Promise.all(running)).reduce((sum, count) => sum + count, 0);
}

/** The bucket's settings under the same guard as its objects. */
async function adminOf(
  access: Access,
  wanted: Wanted,
  options: CallOptions,
): Promise<CloudAdmin | undefined> {
  const admin = await access.run(options, async (bucket) => bucket.admin?.(wanted));
  if (admin === undefined) return undefined;
  const guard = <Value>(call: () => Promise<Value>): Promise<Value> => access.run(options, call);
  const guarded = (setting: Setting): Setting => ({
    ...{ ...setting, look: () => guard(() => setting.look()) },
    ...(setting.mend !== undefined && {
      async mend() {
        const undo = await guard(async () => setting.mend?.());
        return () => guard(async () => undo?.());
      },
    }),
  });
  return {
    create: () => guard(() => admin.create()),
    settings: admin.settings.map(guarded),
    async holdsForeign() {
      for await (const { objects } of access.pages(wanted.prefix, "all", options)) {
        const names = objects.map(({ key }) => key.slice(wanted.prefix.length).split("/"));
        const isOurs = ([folder = "", name]: readonly string[]): boolean =>
          name !== undefined && parseTransferId(folder) !== undefined;
        if (!names.every(isOurs)) return true;
      }
      return false;
    },
  };
}

/** Counts objects in a listing, where the versions of one stand side by side. */
function createCounter(): { take(key: string): void; number(): number } {
  let last: string | undefined;
  let count = 0;
  return {
    take(key) {
      if (key !== last) count += 1;
      last = key;
    },
    number: () => count,
  };
}

async function readOrAbsent(
  bucket: Bucket,
  key: string,
  options: CallOptions,
): Promise<Bytes | undefined> {
  try {
    return await bucket.read(key, MAX_SLOT_BYTES, options);
  } catch (error) {
    if (bucket.explain(error).word === ABSENT) return undefined;
    throw error;
  }
}

export function createBucketCloud(open: Open, options: BucketCloudOptions): Cloud {
  const { id, prefix } = options;
  const access = accessOf(open, options);
  const folderOf = (transfer: Bytes): string => `${prefix}${encodeBase64Url(transfer)}/`;
  return {
    id,
    signPut: ({ transfer, name, sizeBytes, expiresAt }) =>
      access.sign((bucket) => bucket.signPut(folderOf(transfer) + name, sizeBytes, expiresAt)),
    signGet: ({ transfer, name, expiresAt }) =>
      access.sign((bucket) => bucket.signGet(folderOf(transfer) + name, expiresAt)),
    states: (transfer) => statesOf(access, id, folderOf(transfer)),
    async *transfers(call) {
      for await (const { folders } of access.pages(prefix, "folders", call)) {
        yield folders.flatMap((folder) => parseTransferId(folder) ?? []);
      }
    },
    async countVersions(transfer, name, call) {
      const key = folderOf(transfer) + name;
      let count = 0;
      for await (const { objects } of access.pages(key, "all", call)) {
        // The current version of Azure's is named twice, once without its number.
        count += new Set(objects.flatMap(({ version }) => version ?? [])).size;
      }
      return count;
    },
    admin: (wanted, call) => adminOf(access, wanted, call),
    async check(call) {
      const pages = access.pages(`${prefix}check/`, "all", call);
      await pages[Symbol.asyncIterator]().next();
    },
  };
}
