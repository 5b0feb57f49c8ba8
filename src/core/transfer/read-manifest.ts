/** The second step of a restore: the signed manifest, whoever tries to slip in another one. */
import { concatBytes, type Bytes } from "../bytes";
import { subsets } from "../codec/subsets";
import { AppError } from "../errors";
import { isSignedManifest, MAX_MANIFEST_BYTES } from "../format/manifest";
import { fullShardBytes, PASSPHRASE_FLAG, shardBytes, type Parameters } from "../format/parameters";
import type { Primitives } from "../format/primitives";
import type { SegmentCandidate, SegmentCoder } from "../format/segment";
import type { StoredBytes } from "../store/store";
import type { Answer } from "./gather";
import { barredBy, describeProblems, type Verdicts } from "./verdicts";

/** One pack of the manifest, or as much of it as is read at once, from every store that answers. */
export type ReadManifestPack = (
  q: number,
  offset: number,
  lengthBytes: number,
) => Promise<ReadonlyMap<number, Answer<StoredBytes | undefined>>>;

export interface ManifestQuestion {
  readonly prims: Primitives;
  readonly parameters: Parameters;
  readonly id: Bytes;
  readonly publicKey: Bytes;
  readonly coder: SegmentCoder;
  /** Who is asked. */
  readonly positions: readonly number[];
  readonly readPack: ReadManifestPack;
}

/** What was found of one segment: all its candidates, and the packs they are from. */
interface FoundSegment {
  readonly candidates: readonly SegmentCandidate[];
  readonly packs: ReadonlyMap<number, StoredBytes>;
}

const READ_LIMIT_BYTES = 8 * 2 ** 20;
/** More assemblies than this are not tried where no k stores agree on a whole stream. */
const MAX_MIXTURES = 4_096;

/**
 * The shard of each store that may be the one of segment `at` behind the read offset. One that has none
 * gives an empty one: it has answered, and when all n have, more can be named.
 */
function cutShards(
  packs: ReadonlyMap<number, StoredBytes>,
  without: readonly number[],
  parameters: Parameters,
  at: number,
): Map<number, Bytes> {
  const fullBytes = fullShardBytes(parameters);
  const shards = new Map(without.map((i) => [i, new Uint8Array(0)] as const));
  for (const [i, { bytes }] of packs) {
    shards.set(i, bytes.subarray(at * fullBytes, (at + 1) * fullBytes));
  }
  return shards;
}

/** Reads segments until every candidate carries the final flag. */
async function findSegments(
  question: ManifestQuestion,
  verdicts: Verdicts,
): Promise<FoundSegment[]> {
  const { parameters, coder, readPack } = question;
  const fullBytes = fullShardBytes(parameters);
  const atOnce = Math.min(2 ** parameters.p, Math.max(1, Math.floor(READ_LIMIT_BYTES / fullBytes)));
  // A store with a bad head has answered too, though it is not asked for more.
  const barred = barredBy(parameters.n, question.positions, verdicts);
  const found: FoundSegment[] = [];
  let plainBytes = 0;
  for (;;) {
    const j = found.length;
    const inPack = j % 2 ** parameters.p;
    const packs = new Map<number, StoredBytes>();
    const absent: number[] = [];
    const answers = await readPack(
      (j - inPack) / 2 ** parameters.p,
      inPack * fullBytes,
      atOnce * fullBytes,
    );
    for (const i of question.positions) {
      if (!answers.has(i)) verdicts.failed(i, new AppError("store-unavailable"));
    }
    for (const [i, answer] of answers) {
      if (!answer.ok) verdicts.failed(i, answer.error);
      else if (answer.value !== undefined) packs.set(i, answer.value);
      else absent.push(i);
    }
    for (const i of absent) verdicts.absent(i);
    for (let at = 0; at < atOnce && inPack + at < 2 ** parameters.p; at += 1) {
      const shards = cutShards(packs, [...barred, ...absent], parameters, at);
      const candidates = await coder.candidates(j + at, shards);
      plainBytes += Math.max(0, ...candidates.map((candidate) => candidate.plainBytes));
      if (candidates.length === 0 || plainBytes > MAX_MANIFEST_BYTES) {
        // Liars may have lengthened the stream; an end that was seen before is tried then.
        if (found.some(hasEnd)) return found;
        throw notFound(question, j + at, packs, verdicts);
      }
      found.push({ candidates, packs });
      if (candidates.every(({ final }) => final)) return found;
    }
  }
}

function hasEnd({ candidates }: FoundSegment): boolean {
  return candidates.some(({ final }) => final);
}

function notFound(
  { parameters }: ManifestQuestion,
  j: number,
  packs: ReadonlyMap<number, StoredBytes>,
  verdicts: Verdicts,
): AppError {
  const { k, n, flags } = parameters;
  if (j === 0 && (flags & PASSPHRASE_FLAG) !== 0) return new AppError("passphrase-wrong");
  const dead = describeProblems(verdicts.list(n));
  const details = { doing: "list", needed: k, left: packs.size, dead };
  return new AppError(packs.size < k ? "too-few-stores" : "manifest-corrupt", { details });
}

/** Ways to take one candidate of each segment: first those that k stores agree on throughout. */
function* assemblies(
  found: readonly FoundSegment[],
  k: number,
): Generator<readonly SegmentCandidate[]> {
  const only = found.map(({ candidates }) => candidates[0]);
  if (found.every(({ candidates }) => candidates.length === 1)) {
    yield only.flatMap((candidate) => candidate ?? []);
    return;
  }
  const positions = [...new Set(found.flatMap(({ packs }) => [...packs.keys()]))].sort(
    (a, b) => a - b,
  );
  for (const chosen of subsets(positions, k)) {
    const picked = found.map(({ candidates }) =>
      candidates.find(({ fitting }) => chosen.every((i) => fitting.includes(i))),
    );
    // What stands behind the end, or is missing there, is none of the stream's.
    const end = picked.findIndex((candidate) => candidate?.final === true) + 1;
    const stream = picked.slice(0, end).flatMap((candidate) => candidate ?? []);
    if (end > 0 && stream.length === end) yield stream;
  }
  yield* mixtures(found, MAX_MIXTURES);
}

function* mixtures(
  found: readonly FoundSegment[],
  limit: number,
): Generator<readonly SegmentCandidate[]> {
  for (let number = 0; number < limit; number += 1) {
    let rest = number;
    const picked = found.flatMap(({ candidates }) => {
      const candidate = candidates[rest % candidates.length];
      rest = Math.floor(rest / candidates.length);
      return candidate ?? [];
    });
    if (rest > 0) return;
    yield picked;
  }
}

/** A stream ends with its first final segment. */
function cutAtFinal(picked: readonly SegmentCandidate[]): readonly SegmentCandidate[] {
  const end = picked.findIndex(({ final }) => final);
  return picked.slice(0, end + 1);
}

/**
 * The bytes of the manifest stream, its signature verified; nothing in it is parsed before. Throws
 * `passphrase-wrong`, `too-few-stores` or `manifest-corrupt`. Stores that gave something else are named.
 */
export async function readManifestStream(
  question: ManifestQuestion,
  verdicts: Verdicts,
): Promise<Bytes> {
  const { prims, parameters, id, publicKey } = question;
  const found = await findSegments(question, verdicts);
  const tried = new Set<string>();
  for (const assembly of assemblies(found, parameters.k)) {
    const picked = cutAtFinal(assembly);
    const key = picked.map((c, j) => found[j]?.candidates.indexOf(c)).join();
    if (tried.has(key)) continue;
    tried.add(key);
    const stream = concatBytes(...picked.map(({ plaintext }) => plaintext));
    if (!(await isSignedManifest(prims, id, publicKey, stream))) continue;
    nameLiars(parameters, found, picked, verdicts);
    return stream;
  }
  const dead = describeProblems(verdicts.list(parameters.n));
  throw new AppError("manifest-corrupt", { details: { needed: parameters.k, dead } });
}

/** Names every store whose shard or whose pack's size is not the one that belongs to the manifest. */
function nameLiars(
  parameters: Parameters,
  found: readonly FoundSegment[],
  picked: readonly SegmentCandidate[],
  verdicts: Verdicts,
): void {
  const fullBytes = fullShardBytes(parameters);
  const packSegments = 2 ** parameters.p;
  const end = picked.length - 1;
  for (const [j, { fitting, wrong }] of picked.entries()) {
    const first = j - (j % packSegments);
    const inPack = Math.min(packSegments, picked.length - first) - 1;
    const last = first + inPack === end ? picked[end] : undefined;
    const sizeBytes =
      inPack * fullBytes +
      (last === undefined ? fullBytes : shardBytes(parameters, last.plainBytes));
    for (const [i, pack] of found[j]?.packs ?? []) {
      if (wrong.includes(i) || pack.sizeBytes !== sizeBytes) verdicts.lied(i);
      else if (!fitting.includes(i)) verdicts.suspect(i);
    }
  }
}
