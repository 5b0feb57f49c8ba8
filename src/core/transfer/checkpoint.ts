/**
 * The port for what a broken send needs to go on. It holds what cannot be computed again, secrets
 * included, so it is kept as carefully as the files themselves (mode 600, or the browser's own store).
 */
import type { Bytes } from "../bytes";

/** The first record: fixes everything that the transfer id and the sealed bytes depend on. */
export interface BeginRecord {
  readonly type: "begin";
  readonly version: 1;
  /** T: differs when another owner key is in use. */
  readonly id: Bytes;
  readonly fingerprint: string;
  readonly route: number;
  readonly parameters: {
    readonly suite: 1 | 2;
    readonly k: number;
    readonly n: number;
    readonly z: number;
    readonly p: number;
    readonly flags: number;
  };
  /** S. */
  readonly secret: Bytes;
  /** Kd or R. */
  readonly key: Bytes;
  /** The shares of Kd. */
  readonly shares: readonly Bytes[];
  /** By which another passphrase is noticed; empty without one. */
  readonly passphraseCheck: Bytes;
  readonly created: string;
  readonly expirySeconds: number;
}

/** A row of packs that some stores hold. A later record of the same row replaces an earlier one. */
export interface RowRecord {
  readonly type: "row";
  readonly stream: 0 | 1;
  readonly q: number;
  /** The digests of its segments, concatenated. */
  readonly digests: Bytes;
  /** Positions that hold the pack. */
  readonly stored: readonly number[];
}

/** The bytes of the manifest stream: kept before its first pack is written. */
export interface ManifestRecord {
  readonly type: "manifest";
  readonly bytes: Bytes;
}

/** A store that did not give back what it had taken: no row before this record is stored there. */
export interface EmptiedRecord {
  readonly type: "emptied";
  readonly position: number;
}

export type CheckpointRecord = BeginRecord | RowRecord | ManifestRecord | EmptiedRecord;

export interface Checkpoint {
  /** All records in the order of their writing; none when there is nothing to go on with. */
  load(): Promise<readonly CheckpointRecord[]>;
  /** Resolves when the record survives the end of the process. */
  append(record: CheckpointRecord): Promise<void>;
  remove(): Promise<void>;
}
