/**
 * What a remote cloud has to be able to do, and all that differs between them: bucket-cloud.ts makes the
 * port Cloud out of it. Keys of objects are whole here, with the store's prefix. Rejections are the SDK's
 * own errors; `explain` says what they mean. Nothing here repeats a call: that is the caller's.
 */
import type { Bytes } from "../core/bytes";
import type { CallOptions } from "../core/store/store";
import type { SignedTarget } from "./cloud";
import type { CloudProblem } from "./problem";
import type { BucketAdmin, Wanted } from "./settings";

/** One object; of a bucket that keeps old versions, one version of it. */
export interface StoredVersion {
  readonly key: string;
  readonly version?: string;
}

export type Depth = "all" | "folders";

export interface BucketPage {
  readonly objects: readonly StoredVersion[];
  /** What stands between the prefix and the next "/"; empty unless asked for. */
  readonly folders: readonly string[];
}

export interface Bucket {
  /** A PUT that creates `key` with `sizeBytes` bytes and replaces nothing. */
  signPut(key: string, sizeBytes: number, expiresAt: number): Promise<SignedTarget>;
  /** A GET of `key`, whole or in ranges. */
  signGet(key: string, expiresAt: number): Promise<SignedTarget>;
  /** The object's first `maxBytes` bytes; rejects when it is not there. */
  read(key: string, maxBytes: number, options: CallOptions): Promise<Bytes>;
  /** Writes a small object in the place of whatever stands there. */
  write(key: string, bytes: Bytes, options: CallOptions): Promise<void>;
  /** All versions of what begins with `prefix`, sorted by key; or the folders right under it. */
  list(prefix: string, depth: Depth, options: CallOptions): AsyncIterable<BucketPage>;
  /** Removes exactly these versions; an absent one is no error. */
  remove(objects: readonly StoredVersion[], options: CallOptions): Promise<void>;
  explain(error: unknown): CloudProblem;
  /** Its settings, loaded when they are wanted; left out where they cannot be reached. */
  admin?(wanted: Wanted): Promise<BucketAdmin>;
}

/** What the configuration says of every store at a cloud; each adapter adds fields of its own. */
export interface RemotePlace {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** A key that was given in the environment; without one the cloud's own chain is asked. */
export interface Credentials {
  readonly keyId: string;
  readonly secret: string;
}

export interface BucketOptions<Store extends RemotePlace> {
  readonly store: Store;
  readonly credentials: Credentials | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
}

/** Whole seconds from now on to `expiresAt`, at least one. */
export function secondsUntil(expiresAt: number, nowMs: number): number {
  return Math.max(1, expiresAt - Math.floor(nowMs / 1000));
}

/** The first `maxBytes` bytes of a stream, which is not read further. */
export async function readSmall(stream: AsyncIterable<unknown>, maxBytes: number): Promise<Bytes> {
  const pieces: Uint8Array[] = [];
  let lengthBytes = 0;
  for await (const piece of stream) {
    if (!(piece instanceof Uint8Array)) continue;
    pieces.push(piece);
    lengthBytes += piece.length;
    if (lengthBytes >= maxBytes) break;
  }
  const bytes = new Uint8Array(lengthBytes);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes.subarray(0, maxBytes);
}
