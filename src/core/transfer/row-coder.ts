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
  type StreamId,
} from "../format/parameters";
import type { Primitives } from "../format/primitives";
import { createSealedCoder } from "../format/sealed-segment";
import type { SegmentCandidate, SegmentCoder } from "../format/segment";
import { createSharedCoder } from "../format/shared-segment";
import type { Coder, OpenedRow, OpenJob } from "./coder";

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

/** Runs one task at a time, in the order of the calls: a kernel has one arena. */
function createQueue(): <Value>(task: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next;
    return next;
  };
}

export function createRowCoder(prims: Primitives, secrets: CoderSecrets): Coder {
  const { parameters } = secrets;
  const kernel = createKernel();
  const queue = createQueue();
  const coders = new Map<StreamId, Promise<SegmentCoder>>();
  const coderOf = (stream: StreamId): Promise<SegmentCoder> => {
    const known = coders.get(stream) ?? createSegmentCoder(prims, kernel, secrets, stream);
    coders.set(stream, known);
    return known;
  };
  const fullBytes = fullShardBytes(parameters);

  /** Opens every segment of a row and shows each to `visit`. */
  async function openRow(
    job: OpenJob,
    visit: (
      candidate: SegmentCandidate,
      shards: ReadonlyMap<number, Bytes>,
      at: number,
    ) => Promise<void>,
  ): Promise<OpenedRow> {
    const coder = await coderOf(PAYLOAD);
    const { totalBytes, firstSegment, segments, plaintext } = job;
    const expectedBytes = shardRunBytes(parameters, totalBytes, firstSegment, segments);
    const usable = [...job.shards].filter(([, run]) => run.length === expectedBytes);
    const liars = new Set([...job.shards.keys()].filter((i) => !usable.some(([u]) => u === i)));
    let unresolved = 0;
    for (let at = 0; at < segments; at += 1) {
      const j = firstSegment + at;
      const plainBytes = plaintextBytes(parameters, totalBytes, j);
      const start = at * fullBytes;
      const end = start + shardBytes(parameters, plainBytes);
      const shards = new Map(usable.map(([i, run]) => [i, run.subarray(start, end)] as const));
      const digest = job.digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES);
      const final = j === segmentCount(parameters, totalBytes) - 1;
      const into = plaintext.subarray(at * segmentBytes(parameters));
      const expected = { final, plainBytes, digest };
      const [candidate] = await coder.candidates(j, shards, expected, into);
      if (candidate === undefined) {
        unresolved += 1;
        continue;
      }
      for (const i of candidate.wrong) liars.add(i);
      await visit(candidate, shards, at);
    }
    return { plaintext, shards: job.shards, unresolved, liars: [...liars] };
  }

  return {
    seal: (job) =>
      queue(async () => {
        const coder = await coderOf(job.stream);
        const digests = new Uint8Array(job.segments * DIGEST_BYTES);
        const last = segmentCount(parameters, job.totalBytes) - 1;
        for (let at = 0; at < job.segments; at += 1) {
          const j = job.firstSegment + at;
          const plainBytes = plaintextBytes(parameters, job.totalBytes, j);
          const plainStart = at * segmentBytes(parameters);
          const shardEnd = at * fullBytes + shardBytes(parameters, plainBytes);
          const digest = await coder.seal(
            j,
            j === last,
            job.plaintext.subarray(plainStart, plainStart + plainBytes),
            job.packs.map((pack) => pack.subarray(at * fullBytes, shardEnd)),
          );
          digests.set(digest, at * DIGEST_BYTES);
        }
        const { totalBytes, firstSegment, segments, plaintext, packs } = job;
        const packBytes = shardRunBytes(parameters, totalBytes, firstSegment, segments);
        return { plaintext, packs, packBytes, digests };
      }),

    open: (job) => queue(() => openRow(job, () => Promise.resolve())),

    rebuild: (job) =>
      queue(async () => {
        const { totalBytes, firstSegment, segments, position } = job;
        const pack = new Uint8Array(shardRunBytes(parameters, totalBytes, firstSegment, segments));
        const coder = await coderOf(PAYLOAD);
        const opened = await openRow(job, async (candidate, shards, at) => {
          const start = at * fullBytes;
          const out = pack.subarray(start, start + shardBytes(parameters, candidate.plainBytes));
          await coder.rebuild(firstSegment + at, candidate, shards, position, out);
        });
        return { ...opened, pack };
      }),

    close: () => Promise.resolve(),
  };
}
