/** Runs: the pieces of a payload that are read and opened at once, never across two packs. */
import { plaintextBytes, segmentBytes, segmentCount, type Parameters } from "../format/parameters";

export interface Run {
  readonly q: number;
  readonly firstSegment: number;
  readonly segments: number;
  /** Where its plaintext begins in the payload, and how long it is. */
  readonly offset: number;
  readonly plainBytes: number;
}

/** A run of our own writer is a whole pack; packs of other writers may be far larger. */
const RUN_LIMIT_BYTES = 16 * 2 ** 20;

/** The most segments that are opened at once. */
export function segmentsPerRun(parameters: Parameters): number {
  const byMemory = Math.max(1, Math.floor(RUN_LIMIT_BYTES / segmentBytes(parameters)));
  return Math.min(2 ** parameters.p, byMemory);
}

/** The runs that hold the payload bytes from `start` to `end`. An empty payload has one empty run. */
export function* runsOf(
  parameters: Parameters,
  totalBytes: number,
  start = 0,
  end = totalBytes,
): Generator<Run> {
  const fullBytes = segmentBytes(parameters);
  const packSegments = 2 ** parameters.p;
  const atOnce = segmentsPerRun(parameters);
  const lastSegment = Math.min(
    segmentCount(parameters, totalBytes) - 1,
    Math.max(0, Math.ceil(end / fullBytes) - 1),
  );
  let firstSegment = Math.min(Math.floor(start / fullBytes), lastSegment);
  while (firstSegment <= lastSegment) {
    const leftInPack = packSegments - (firstSegment % packSegments);
    const segments = Math.min(atOnce, leftInPack, lastSegment - firstSegment + 1);
    const offset = firstSegment * fullBytes;
    const last = firstSegment + segments - 1;
    const plainBytes = (segments - 1) * fullBytes + plaintextBytes(parameters, totalBytes, last);
    const q = Math.floor(firstSegment / packSegments);
    yield { q, firstSegment, segments, offset, plainBytes };
    firstSegment += segments;
  }
}
