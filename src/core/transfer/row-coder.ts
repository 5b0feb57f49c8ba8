/** The Coder that works in the thread in which it is called; workers wrap it. */
import type { Bytes } from "../bytes";
import type { Kernel } from "../codec/kernel";
import { createKernel } from "../codec/wasm-kernel";
import type { CoderSecrets } from "../format/keys";
import {
  DIGEST_BYTES,
  fullShardBytes,
  PAYLOAD,
  plaintextBytes,
  segmentBytes,
  segmentCount,
  shardBytes,
  shardRunBytes,
  type Parameters,
  type StreamId,
} from "../format/parameters";
import type { Primitives } from "../format/primitives";
import { createSealedCoder } from "../format/sealed-segment";
import type { SegmentCandidate, SegmentCoder } from "../format/segment";
import { createSharedCoder } from "../format/shared-segment";
import type {
  Coder,
  OpenedRow,
  OpenJob,
  RebuildJob,
  RebuiltRow,
  SealedRow,
  SealJob,
} from "./coder";

/** The segment coder of one stream, in the suite of the transfer. */
export async function createSegmentCoder(
  prims: Primitives,
  kernel: Kernel,
  { parameters, id, payload, manifest }: CoderSecrets,
  stream: StreamId,
): Promise<SegmentCoder> {
  const keys = stream === PAYLOAD ? payload : manifest;
  const context = { prims, kernel, parameters, id, stream, keys };
  return parameters.suite === 1 ? createSealedCoder(context) : createSharedCoder(context);
}

export function createRowCoder(prims: Primitives, secrets: CoderSecrets): Coder {
  return new RowCoder(prims, secrets);
}

/** Sees every segment that was opened, with the shards it came from and its place in the row. */
type Visit = (
  candidate: SegmentCandidate,
  shards: ReadonlyMap<number, Bytes>,
  at: number,
) => Promise<void>;

class RowCoder implements Coder {
  readonly #prims: Primitives;
  readonly #secrets: CoderSecrets;
  readonly #parameters: Parameters;
  readonly #kernel = createKernel();
  readonly #coders = new Map<StreamId, Promise<SegmentCoder>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(prims: Primitives, secrets: CoderSecrets) {
    this.#prims = prims;
    this.#secrets = secrets;
    this.#parameters = secrets.parameters;
  }

  seal(job: SealJob): Promise<SealedRow> {
    return this.#queue(() => this.#seal(job));
  }

  open(job: OpenJob): Promise<OpenedRow> {
    return this.#queue(() => this.#open(job, () => Promise.resolve()));
  }

  rebuild(job: RebuildJob): Promise<RebuiltRow> {
    return this.#queue(() => this.#rebuild(job));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Runs one task at a time, in the order of the calls: a kernel has one arena. */
  #queue<Value>(task: () => Promise<Value>): Promise<Value> {
    const next = this.#last.then(task, task);
    this.#last = next;
    return next;
  }

  #coderOf(stream: StreamId): Promise<SegmentCoder> {
    const known =
      this.#coders.get(stream) ??
      createSegmentCoder(this.#prims, this.#kernel, this.#secrets, stream);
    this.#coders.set(stream, known);
    return known;
  }

  /** Where the shard of a row's segment begins in a pack, and where it ends. */
  #shardSpan(totalBytes: number, firstSegment: number, at: number): readonly [number, number] {
    const start = at * fullShardBytes(this.#parameters);
    const plainBytes = plaintextBytes(this.#parameters, totalBytes, firstSegment + at);
    return [start, start + shardBytes(this.#parameters, plainBytes)];
  }

  async #seal(job: SealJob): Promise<SealedRow> {
    const { totalBytes, firstSegment, segments, plaintext, packs } = job;
    const coder = await this.#coderOf(job.stream);
    const digests = new Uint8Array(segments * DIGEST_BYTES);
    const last = segmentCount(this.#parameters, totalBytes) - 1;
    for (let at = 0; at < segments; at += 1) {
      const j = firstSegment + at;
      const plainBytes = plaintextBytes(this.#parameters, totalBytes, j);
      const plainStart = at * segmentBytes(this.#parameters);
      const span = this.#shardSpan(totalBytes, firstSegment, at);
      const digest = await coder.seal(
        j,
        j === last,
        plaintext.subarray(plainStart, plainStart + plainBytes),
        packs.map((pack) => pack.subarray(...span)),
      );
      digests.set(digest, at * DIGEST_BYTES);
    }
    const packBytes = shardRunBytes(this.#parameters, totalBytes, firstSegment, segments);
    return { plaintext, packs, packBytes, digests };
  }

  async #open(job: OpenJob, visit: Visit): Promise<OpenedRow> {
    const { totalBytes, firstSegment, segments, plaintext } = job;
    const expectedBytes = shardRunBytes(this.#parameters, totalBytes, firstSegment, segments);
    // A run of a wrong length is an answer all the same: when all n have answered, more can be named.
    const runs = [...job.shards].map(
      ([i, run]) => [i, run.length === expectedBytes ? run : new Uint8Array(0)] as const,
    );
    const liars = new Set(runs.flatMap(([i, run]) => (run.length === 0 ? [i] : [])));
    const suspects = new Set<number>();
    let unresolved = 0;
    for (let at = 0; at < segments; at += 1) {
      const span = this.#shardSpan(totalBytes, firstSegment, at);
      const shards = new Map(runs.map(([i, run]) => [i, run.subarray(...span)] as const));
      const candidate = await this.#openSegment(job, at, shards);
      if (candidate === undefined) {
        unresolved += 1;
        continue;
      }
      for (const i of candidate.wrong) liars.add(i);
      for (const i of shards.keys()) if (!candidate.fitting.includes(i)) suspects.add(i);
      await visit(candidate, shards, at);
    }
    return {
      plaintext,
      shards: job.shards,
      unresolved,
      liars: [...liars],
      suspects: [...suspects],
    };
  }

  /** The segment that the signed digest describes, its plaintext in its place; undefined if none is. */
  async #openSegment(
    { totalBytes, firstSegment, digests, plaintext }: OpenJob,
    at: number,
    shards: ReadonlyMap<number, Bytes>,
  ): Promise<SegmentCandidate | undefined> {
    const coder = await this.#coderOf(PAYLOAD);
    const j = firstSegment + at;
    const expected = {
      final: j === segmentCount(this.#parameters, totalBytes) - 1,
      plainBytes: plaintextBytes(this.#parameters, totalBytes, j),
      digest: digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES),
    };
    const into = plaintext.subarray(at * segmentBytes(this.#parameters));
    const [candidate] = await coder.candidates(j, shards, expected, into);
    return candidate;
  }

  async #rebuild(job: RebuildJob): Promise<RebuiltRow> {
    const { totalBytes, firstSegment, segments, position } = job;
    const pack = new Uint8Array(
      shardRunBytes(this.#parameters, totalBytes, firstSegment, segments),
    );
    const coder = await this.#coderOf(PAYLOAD);
    const opened = await this.#open(job, async (candidate, shards, at) => {
      const out = pack.subarray(...this.#shardSpan(totalBytes, firstSegment, at));
      await coder.rebuild(firstSegment + at, candidate, shards, position, out);
    });
    return { ...opened, pack };
  }
}
