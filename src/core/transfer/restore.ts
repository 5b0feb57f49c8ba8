/** The third step of a restore: the payload, run by run, verified, in order, into a sink. */
import type { Bytes } from "../bytes";
import { AppError, isAppError } from "../errors";
import type { ManifestFile } from "../format/manifest";
import { DIGEST_BYTES, packCount, PAYLOAD, segmentBytes } from "../format/parameters";
import { createPermits } from "../permits";
import { Ahead } from "./ahead";
import type { Coder } from "./coder";
import type { Engine } from "./engine";
import type { OpenedTransfer } from "./open-transfer";
import { createProgressMeter, type OnProgress, type ProgressMeter } from "./progress";
import { createRanking } from "./ranking";
import { createRunBuffers, readRun, type ReadRunOptions, type RunReader } from "./read-run";
import type { RunBuffers } from "./run-buffers";
import { runsOf, type Run } from "./runs";
import type { Sink } from "./sink";
import { createTaskGroup } from "./task-group";

export interface RestoreOptions {
  /** A file, or a folder with all that is in it; everything by default. */
  readonly only?: string;
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Payload bytes that follow each other, and where they stand in the sink. */
interface Extent {
  readonly start: number;
  readonly end: number;
  readonly sinkOffset: number;
}

interface Selection {
  readonly files: readonly ManifestFile[];
  readonly dirs: readonly string[];
  readonly extents: readonly Extent[];
  readonly totalBytes: number;
}

/** At the beginning, and now and then, every store is asked: it shows who is fast and who lies. */
const FIRST_RUNS_EXPLORED = 4;
const EXPLORE_EVERY = 16;

/** What is restored. Throws `not-in-transfer` when `only` names nothing. */
export function select({ manifest }: OpenedTransfer, only?: string): Selection {
  const wanted = only?.normalize("NFC").replace(/\/+$/, "");
  const isWanted = (path: string): boolean =>
    wanted === undefined || path === wanted || path.startsWith(`${wanted}/`);
  const files: ManifestFile[] = [];
  const extents: Extent[] = [];
  let offset = 0;
  let totalBytes = 0;
  for (const file of manifest.files) {
    if (isWanted(file.path)) {
      files.push(file);
      const last = extents[extents.length - 1];
      const end = offset + file.size;
      if (last?.end === offset) extents[extents.length - 1] = { ...last, end };
      else if (file.size > 0) extents.push({ start: offset, end, sinkOffset: totalBytes });
      totalBytes += file.size;
    }
    offset += file.size;
  }
  const dirs = manifest.dirs.filter(isWanted);
  if (wanted !== undefined && files.length + dirs.length === 0) {
    throw new AppError("not-in-transfer", { subject: only ?? "" });
  }
  return { files, dirs, extents, totalBytes };
}

/**
 * Checks what an earlier restore left in the sink against the signed digests; returns how many leading
 * bytes are right. Only whole segments of a whole restore can be checked.
 */
async function verifyStaged(
  { prims }: Engine,
  { manifest, heads }: OpenedTransfer,
  sink: Sink,
  stagedBytes: number,
): Promise<number> {
  const fullBytes = segmentBytes(heads.identity.parameters);
  const buffer = new Uint8Array(Math.min(fullBytes, Math.max(1, manifest.total)));
  let good = 0;
  for (let j = 0; good < manifest.total; j += 1) {
    const plain = buffer.subarray(0, Math.min(fullBytes, manifest.total - good));
    if (good + plain.length > stagedBytes) return good;
    await sink.readBack(good, plain);
    const digest = await prims.hash(plain);
    const signed = manifest.digests.subarray(j * DIGEST_BYTES, (j + 1) * DIGEST_BYTES);
    if (digest.some((byte, at) => byte !== signed[at])) return good;
    good += plain.length;
  }
  return good;
}

/** Calls in the order in which they were made, however long each prepares, until the signal aborts. */
function createTurns(
  signal: AbortSignal,
): () => { readonly mine: Promise<void>; readonly pass: () => void } {
  const failed = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
  failed.catch(() => undefined);
  let last: Promise<void> = Promise.resolve();
  return () => {
    const mine = Promise.race([last, failed]);
    mine.catch(() => undefined);
    let pass: () => void = () => undefined;
    last = new Promise((resolve) => (pass = resolve));
    return { mine, pass };
  };
}

interface Pump {
  readonly reader: RunReader;
  readonly sink: Sink;
  readonly meter: ProgressMeter;
}

/** How long stores that all went away at once, with their machine or the network, are waited for. */
const AWAY_MS = 30_000;
const LOOK_AGAIN_MS = 500;

/** Reads a run; tries again while those that are away could make it whole. */
export async function readPatiently(
  reader: RunReader,
  run: Run,
  buffers: RunBuffers,
  options: ReadRunOptions,
): Promise<void> {
  const { engine, transfer } = reader;
  const { heads, verdicts } = transfer;
  const startedMs = engine.env.monotonicMs();
  for (;;) {
    try {
      await readRun(reader, run, buffers, options);
      return;
    } catch (error) {
      if (!isAppError(error) || error.code !== "too-few-stores") throw error;
      const standing = heads.usable.map((i) => verdicts.of(i));
      const hopeful = standing.filter((verdict) => verdict === "good" || verdict === "unreachable");
      const isInVain = hopeful.length < heads.identity.parameters.k;
      if (isInVain || engine.env.monotonicMs() - startedMs > AWAY_MS) throw error;
      await engine.env.sleep(LOOK_AGAIN_MS, options.signal);
    }
  }
}

function aheadOf({ engine, transfer }: RunReader): Ahead {
  const { heads, keys, manifest, stores } = transfer;
  return new Ahead({
    ...{ prims: engine.prims, nameKey: keys.name, stream: PAYLOAD },
    packs: packCount(heads.identity.parameters, manifest.total),
    stores: new Map([...stores.entries()].filter(([i]) => heads.usable.includes(i))),
    callOf: (name) => ({ method: "get", name }),
  });
}

/** Reads every run of the extents and writes them in order; some are read ahead. */
async function pump(
  { reader, sink, meter }: Pump,
  extents: readonly Extent[],
  outer: AbortSignal,
): Promise<void> {
  const { transfer, engine } = reader;
  const { parameters } = transfer.heads.identity;
  const permits = createPermits(engine.coders.parallelRows + 1);
  const pool: RunBuffers[] = [];
  const group = createTaskGroup(outer);
  const turn = createTurns(group.signal);
  const ahead = aheadOf(reader);
  let runs = 0;
  const move = async (run: Run, extent: Extent, release: () => void): Promise<void> => {
    const { mine, pass } = turn();
    const explore = runs < FIRST_RUNS_EXPLORED || runs % EXPLORE_EVERY === 0;
    runs += 1;
    const buffers = pool.pop() ?? createRunBuffers(reader);
    await readPatiently(reader, run, buffers, { explore, signal: group.signal });
    await mine;
    group.signal.throwIfAborted();
    const from = Math.max(extent.start, run.offset);
    const to = Math.min(extent.end, run.offset + run.plainBytes);
    const bytes = buffers.plaintext.subarray(from - run.offset, to - run.offset);
    await sink.write(extent.sinkOffset + from - extent.start, bytes, group.signal);
    pool.push(buffers);
    meter.add(bytes.length);
    pass();
    release();
  };
  try {
    for (const extent of extents) {
      for (const run of runsOf(parameters, transfer.manifest.total, extent.start, extent.end)) {
        const release = await permits.take(group.signal);
        ahead.reach(run.q, { signal: group.signal });
        group.run(() => move(run, extent, release));
      }
    }
  } catch (error) {
    // Only a failed group ends the waiting for a permit; done() throws the reason.
    if (!group.signal.aborted) throw error;
  }
  await group.done();
}

/** A reader of payload runs with its own coder, which the caller closes. */
export function createRunReader(engine: Engine, transfer: OpenedTransfer): RunReader {
  const coder: Coder = engine.coders.create(transfer.coderSecrets);
  const ranking = createRanking(transfer.heads.usable, transfer.verdicts);
  return { engine, transfer, coder, ranking };
}

/**
 * Restores into the sink: nothing is written before it was verified, and nothing has its final name
 * before everything was. Throws what the sink throws, `too-few-stores`, `segment-corrupt`,
 * `not-in-transfer` or the signal's reason; what was staged stays for the next attempt.
 */
export async function restore(
  engine: Engine,
  transfer: OpenedTransfer,
  sink: Sink,
  { only, signal, onProgress = () => undefined }: RestoreOptions,
): Promise<Selection> {
  const selection = select(transfer, only);
  const reader = createRunReader(engine, transfer);
  const storeIds = transfer.stores.map(({ id }) => id);
  const meter = createProgressMeter(selection.totalBytes, storeIds, onProgress);
  try {
    const stagedBytes = await sink.begin(selection);
    const isWhole = selection.totalBytes === transfer.manifest.total;
    const good = isWhole ? await verifyStaged(engine, transfer, sink, stagedBytes) : 0;
    meter.enter("moving");
    meter.add(good);
    const rest = selection.extents.flatMap(({ start, end, sinkOffset }) =>
      end <= good
        ? []
        : [{ start: Math.max(start, good), end, sinkOffset: Math.max(sinkOffset, good) }],
    );
    await pump({ reader, sink, meter }, rest, signal);
    meter.enter("finishing");
    await sink.publish();
    return selection;
  } finally {
    await reader.coder.close();
  }
}

/**
 * The payload bytes from `start` to `end`, verified. For a small piece; a large one belongs into a
 * sink. Throws RangeError outside of the payload.
 */
export async function readRange(
  engine: Engine,
  transfer: OpenedTransfer,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<Bytes> {
  const { total } = transfer.manifest;
  if (!(start >= 0 && start <= end && end <= total)) throw new RangeError("not in the payload");
  const bytes = new Uint8Array(end - start);
  if (bytes.length === 0) return bytes;
  const reader = createRunReader(engine, transfer);
  const { parameters } = transfer.heads.identity;
  const buffers = createRunBuffers(reader);
  try {
    for (const run of runsOf(parameters, total, start, end)) {
      await readRun(reader, run, buffers, { signal });
      const from = Math.max(start, run.offset);
      const to = Math.min(end, run.offset + run.plainBytes);
      bytes.set(buffers.plaintext.subarray(from - run.offset, to - run.offset), from - start);
    }
    return bytes;
  } finally {
    await reader.coder.close();
  }
}
