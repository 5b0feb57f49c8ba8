/** Buckets in memory, as three clouds have them: objects, old versions, and documents of settings. */

export interface HeldVersion {
  readonly key: string;
  readonly version: string;
  /** Undefined for a mark that something was deleted. */
  readonly bytes: Uint8Array | undefined;
}

export interface HeldBucket {
  /** Newest first for every key. */
  readonly versions: Map<string, HeldVersion[]>;
  keepsVersions: boolean;
  /** Settings by their name, as they were written: cors, lifecycle, .. */
  readonly settings: Map<string, string>;
  /** A setting that the account does not let anybody change. */
  readonly locked: Set<string>;
  /** Whether anybody may read. */
  isPublic: boolean;
}

export function createBucket(): HeldBucket {
  return {
    versions: new Map(),
    keepsVersions: false,
    settings: new Map(),
    locked: new Set(),
    isPublic: false,
  };
}

let counter = 1_700_000_000_000_000;
const nextVersion = (): string => String(counter++);

export function currentOf(bucket: HeldBucket, key: string): HeldVersion | undefined {
  const [newest] = bucket.versions.get(key) ?? [];
  return newest?.bytes === undefined ? undefined : newest;
}

export function store(bucket: HeldBucket, key: string, bytes: Uint8Array, plain?: string): void {
  const old = bucket.keepsVersions ? (bucket.versions.get(key) ?? []) : [];
  const version = bucket.keepsVersions ? nextVersion() : (plain ?? nextVersion());
  bucket.versions.set(key, [{ key, version, bytes }, ...old]);
}

/** Without a version a bucket that keeps versions only marks the object as deleted. */
export function erase(bucket: HeldBucket, key: string, version?: string): boolean {
  const held = bucket.versions.get(key) ?? [];
  if (version === undefined && bucket.keepsVersions) {
    bucket.versions.set(key, [{ key, version: nextVersion(), bytes: undefined }, ...held]);
    return true;
  }
  const left = version === undefined ? [] : held.filter((one) => one.version !== version);
  if (left.length === 0) bucket.versions.delete(key);
  else bucket.versions.set(key, left);
  return left.length !== held.length;
}

export interface Listing {
  readonly versions: readonly HeldVersion[];
  readonly folders: readonly string[];
  /** Where the next page begins, behind this key. */
  readonly next: string | undefined;
}

/** A page of all versions, by key; whole keys only. */
export function listVersions(
  bucket: HeldBucket,
  prefix: string,
  delimiter: string,
  after: string,
  most: number,
): Listing {
  const versions: HeldVersion[] = [];
  const folders = new Set<string>();
  let count = 0;
  let last = "";
  for (const key of [...bucket.versions.keys()].sort()) {
    if (!key.startsWith(prefix) || key <= after) continue;
    if (count >= most) return { versions, folders: [...folders], next: last };
    const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (at >= 0) folders.add(key.slice(0, at + 1));
    else versions.push(...(bucket.versions.get(key) ?? []));
    count += 1;
    last = key;
  }
  return { versions, folders: [...folders], next: undefined };
}
