/**
 * The port for what a broken send needs to go on. It holds what cannot be computed again, secrets
 * included, so it is kept as carefully as the files themselves (mode 600, or the browser's own store).
 */

/** The first record: fixes everything that the transfer id and the sealed bytes depend on. */
export interface BeginRecord {
  readonly type: "begin";
  readonly version: 1;
  /** T, base64url: differs when another owner key is in use. */
  readonly id: string;
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
  /** S; Kd or R; the shares of Kd; all base64url. */
  readonly secret: string;
  readonly key: string;
  readonly shares: readonly string[];
  /** Base64url of a value by which another passphrase is noticed; empty without one. */
  readonly passphraseCheck: string;
  readonly created: string;
  readonly expirySeconds: number;
}

/** A row of packs that some stores hold. A later record of the same row replaces an earlier one. */
export interface RowRecord {
  readonly type: "row";
  readonly stream: 0 | 1;
  readonly q: number;
  /** Base64url of the digests of its segments. */
  readonly digests: string;
  /** Positions that hold the pack. */
  readonly stored: readonly number[];
}

/** The bytes of the manifest stream, base64url: written before its first pack is. */
export interface ManifestRecord {
  readonly type: "manifest";
  readonly bytes: string;
}

export type CheckpointRecord = BeginRecord | RowRecord | ManifestRecord;

export interface Checkpoint {
  /** All records in the order of their writing; none when there is nothing to go on with. */
  load(): Promise<readonly CheckpointRecord[]>;
  /** Resolves when the record survives the end of the process. */
  append(record: CheckpointRecord): Promise<void>;
  remove(): Promise<void>;
}
