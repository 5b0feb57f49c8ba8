/** The port through which fragments are written and read. */
import type { Bytes } from "../bytes";

/** `lengthBytes` bytes from `offset` on; fewer when the object ends before. */
export interface ByteRange {
  readonly offset: number;
  readonly lengthBytes: number;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  /** A sign of life: some bytes have moved, or the wait is not the store's fault. */
  readonly onProgress?: () => void;
}

export interface GetOptions extends CallOptions {
  /**
   * Memory that the answer may be written to, if it is large enough; a store may ignore it. Afterwards it may have
   * moved to the answer.
   */
  readonly into?: Bytes;
}

export interface StoredBytes {
  /** The bytes asked for, or those of them that the object has. */
  readonly bytes: Bytes;
  /** The size of the whole object. */
  readonly sizeBytes: number;
}

/** A call that will be made soon. */
export type ExpectedCall =
  | { readonly method: "get"; readonly name: string }
  | { readonly method: "put"; readonly name: string; readonly sizeBytes: number };

/**
 * Keeps immutable byte objects of one transfer under names of 20 characters. What an implementation
 * MUST guarantee (test/contract/object-store.contract.ts has one test for each number):
 *
 *  1. put is atomic: a reader finds the whole object or nothing, never a part.
 *  2. read after write: once put resolves, get and sizeOf see the object.
 *  3. put of an existing name with the same bytes succeeds and changes nothing.
 *  4. put of an existing name with other bytes rejects with `store-conflict` and changes nothing.
 *  5. absence is a value: get and sizeOf answer undefined for a name that is not there.
 *  6. get of a range answers the bytes that lie in it and the size of the whole object.
 *  7. an aborted signal rejects with the signal's reason and starts no new request.
 *  8. every other rejection is an AppError; only the implementation knows its medium's own errors.
 *  9. the bytes given to put may be used again as soon as it has settled.
 */
export interface ObjectStore {
  /** The store's id in the configuration; what a user is told. */
  readonly id: string;
  /** Whether get calls `onProgress` as bytes come in; without it a slow answer looks like none. */
  readonly tellsProgress?: boolean;
  /** Hears which calls will be made soon, so that the right to make them is there in time. */
  expect?(calls: readonly ExpectedCall[], options: CallOptions): void;
  put(name: string, bytes: Bytes, options: CallOptions): Promise<void>;
  get(
    name: string,
    range: ByteRange | undefined,
    options: GetOptions,
  ): Promise<StoredBytes | undefined>;
  sizeOf(name: string, options: CallOptions): Promise<number | undefined>;
}
