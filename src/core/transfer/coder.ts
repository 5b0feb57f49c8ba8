/**
 * The port for coding rows. A row is the run of segments of one pack, at all n stores. Buffers are handed
 * over and handed back (a worker takes them by transfer), so a caller uses only what it gets back.
 */
import type { Bytes } from "../bytes";
import type { CoderSecrets } from "../format/keys";
import type { StreamId } from "../format/parameters";

export interface SealJob {
  readonly stream: StreamId;
  readonly totalBytes: number;
  readonly firstSegment: number;
  readonly segments: number;
  /** The plaintext of these segments at its beginning; it may be longer. */
  readonly plaintext: Bytes;
  /** n buffers that are large enough for a pack each. */
  readonly packs: readonly Bytes[];
}

export interface SealedRow {
  readonly plaintext: Bytes;
  readonly packs: readonly Bytes[];
  /** Bytes of the row at the beginning of every pack buffer. */
  readonly packBytes: number;
  /** H(plaintext) of each segment, concatenated. */
  readonly digests: Bytes;
}

export interface OpenJob {
  readonly totalBytes: number;
  readonly firstSegment: number;
  readonly segments: number;
  /** The signed digests of these segments, concatenated. */
  readonly digests: Bytes;
  /** For each position the shards of these segments, concatenated; the right length is checked. */
  readonly shards: ReadonlyMap<number, Bytes>;
  /** Takes the plaintext at its beginning. */
  readonly plaintext: Bytes;
}

export interface OpenedRow {
  readonly plaintext: Bytes;
  readonly shards: ReadonlyMap<number, Bytes>;
  /** Segments that cannot be put together out of these shards. */
  readonly unresolved: number;
  /** Positions whose shard is not the one that belongs to the signed plaintext. */
  readonly liars: readonly number[];
  /** Positions whose shard does not fit, which by itself proves nothing. */
  readonly suspects: readonly number[];
}

export interface RebuildJob extends OpenJob {
  /** Whose shards are made. */
  readonly position: number;
}

export interface RebuiltRow extends OpenedRow {
  /** The shards of `position`, concatenated; void when anything is unresolved. */
  readonly pack: Bytes;
}

export interface Coder {
  seal(job: SealJob): Promise<SealedRow>;
  /** Opens rows of the payload. */
  open(job: OpenJob): Promise<OpenedRow>;
  rebuild(job: RebuildJob): Promise<RebuiltRow>;
  close(): Promise<void>;
}

export interface CoderFactory {
  /** How many rows a coder of the platform works on at once, so that a caller keeps it busy. */
  readonly parallelRows: number;
  /** Memory for the buffers of jobs, which are used again and again: shared with threads if possible. */
  allocate(sizeBytes: number): Bytes;
  /** Takes memory back that nobody reads or writes any more, where that saves anything. */
  free?(bytes: Bytes): void;
  create(secrets: CoderSecrets): Coder;
  /** Starts what the first row would wait for. Under Node it would cost a restore 10 MB for 0.04 s. */
  warmUp?(): void;
}
