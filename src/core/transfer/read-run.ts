/**
 * Reads one run: asks the k best stores, another one when an answer is missing, late or wrong, and
 * cancels who is no longer needed. This is where the engine decides which store to ask.
 */
import type { Bytes } from "../bytes";
import { AppError, isAppError, isOfStore } from "../errors";
import { objectName } from "../format/keys";
import {
  DIGEST_BYTES,
  fullShardBytes,
  packBytes,
  segmentBytes,
  segmentCount,
  shardRunBytes,
} from "../format/parameters";
import type { Coder, OpenedRow } from "./coder";
import type { Engine } from "./engine";
import type { OpenedTransfer } from "./open-transfer";
import type { Ranking } from "./ranking";
import { RunBuffers } from "./run-buffers";
import { RunFetch } from "./run-fetch";
import { segmentsPerRun, type Run } from "./runs";
import { barredBy, describeProblems } from "./verdicts";

/** How long a verification waits for one store. */
const THOROUGH_MS = 60_000;
/** How long spare stores are waited for at least, when one explores. */
const LEAST_SPARE_MS = 50;

export interface RunReader {
  readonly engine: Engine;
  readonly transfer: OpenedTransfer;
  readonly coder: Coder;
  readonly ranking: Ranking;
}

export interface ReadRunOptions {
  /** Asks every store and waits for each, in vain or not: for a verification. */
  readonly thorough?: boolean;
  /** Asks every store, and waits a little for the spare ones: to rank and to check them. */
  readonly explore?: boolean;
  readonly signal: AbortSignal;
  /** Opens the row; the coder's `open` unless told otherwise. */
  readonly onShards?: (shards: ReadonlyMap<number, Bytes>, plaintext: Bytes) => Promise<OpenedRow>;
}

/** What a store gave that has nothing of the right size: an answer, but no shards. */
const NO_SHARDS: Bytes = new Uint8Array(0);

/** Fetches the run's bytes from one store; none when they are absent or of the wrong size. */
async function fetchRun(
  { engine, transfer, ranking }: RunReader,
  run: Run,
  i: number,
  buffers: RunBuffers,
  signal: AbortSignal,
): Promise<Bytes> {
  const { heads, keys, manifest, stores, verdicts } = transfer;
  const { parameters } = heads.identity;
  const name = await objectName(engine.prims, keys.name, 0, i, run.q);
  const offset = (run.firstSegment % 2 ** parameters.p) * fullShardBytes(parameters);
  const lengthBytes = shardRunBytes(parameters, manifest.total, run.firstSegment, run.segments);
  const startedMs = engine.env.monotonicMs();
  const into = buffers.take(i, lengthBytes);
  const elapsedMs = (): number => engine.env.monotonicMs() - startedMs;
  const stored = await stores[i]
    ?.get(name, { offset, lengthBytes }, { signal, into })
    .catch((error: unknown) => {
      if (signal.aborted) ranking.overtaken(i, elapsedMs(), lengthBytes);
      throw error;
    });
  if (stored === undefined) {
    buffers.giveBack(i, into);
    verdicts.absent(i);
    return NO_SHARDS;
  }
  buffers.giveBack(i, stored.bytes);
  verdicts.answered(i);
  ranking.measured(i, elapsedMs(), lengthBytes);
  if (stored.sizeBytes === packBytes(parameters, manifest.total, run.q)) {
    if (stored.bytes.length === lengthBytes) return stored.bytes;
  }
  verdicts.lied(i);
  return NO_SHARDS;
}

/** With exactly k answers that do not fit nobody can be named: it is one of those given. */
function tooFew({ transfer }: RunReader, fetched: RunFetch): AppError {
  const { k, n } = transfer.heads.identity.parameters;
  const given = [...fetched.shards.keys()].map((i) => transfer.stores[i]?.id ?? "");
  const dead = describeProblems(transfer.verdicts.list(n));
  const details = { doing: "read", needed: k, left: given.length, dead, given };
  return new AppError(given.length < k ? "too-few-stores" : "segment-corrupt", { details });
}

/** What the coder is told of a run, beside buffers. */
export function jobOf({ manifest }: OpenedTransfer, { firstSegment, segments }: Run) {
  const digests = manifest.digests.slice(
    firstSegment * DIGEST_BYTES,
    (firstSegment + segments) * DIGEST_BYTES,
  );
  return { totalBytes: manifest.total, firstSegment, segments, digests };
}

/** Buffers for any run of the transfer. */
export function createRunBuffers({ engine, transfer }: RunReader): RunBuffers {
  const { parameters } = transfer.heads.identity;
  const plainBytes = Math.min(
    segmentsPerRun(parameters) * segmentBytes(parameters),
    segmentCount(parameters, transfer.manifest.total) * segmentBytes(parameters),
  );
  return new RunBuffers(engine.coders, plainBytes);
}

/** Reads and opens a run; its plaintext then stands at the beginning of `buffers.plaintext`. */
export async function readRun(
  reader: RunReader,
  run: Run,
  buffers: RunBuffers,
  options: ReadRunOptions,
): Promise<void> {
  const reading = new RunReading(reader, run, buffers, options);
  try {
    await reading.finish();
  } finally {
    reading.stop();
  }
}

/** One run on its way. */
class RunReading {
  readonly #reader: RunReader;
  readonly #run: Run;
  readonly #buffers: RunBuffers;
  readonly #options: ReadRunOptions;
  readonly #k: number;
  readonly #fetched: RunFetch;
  /** Who has not been asked, best first. */
  readonly #waiting: number[];
  /** Whether to wait for more answers than k while some are under way. */
  #isPatient: boolean;
  /** Who has answered without shards, at the heads or now: so it is known whether all n have answered. */
  readonly #empty: Map<number, Bytes>;
  /** Whether what there is does not fit together: then every answer counts. */
  #isUnsure = false;
  readonly #startedMs: number;
  /** How many shards were tried last. */
  #tried = 0;
  /** What no other store helps against. */
  #failure: AppError | undefined;

  constructor(reader: RunReader, run: Run, buffers: RunBuffers, options: ReadRunOptions) {
    this.#reader = reader;
    this.#run = run;
    this.#buffers = buffers;
    this.#options = options;
    const { heads, verdicts } = reader.transfer;
    this.#k = heads.identity.parameters.k;
    const barred = barredBy(heads.identity.parameters.n, heads.usable, verdicts);
    this.#empty = new Map(barred.map((i) => [i, NO_SHARDS] as const));
    this.#fetched = new RunFetch(reader.engine.env, options.signal);
    this.#waiting = [...reader.ranking.order()];
    this.#startedMs = reader.engine.env.monotonicMs();
    this.#isPatient = options.thorough === true || options.explore === true;
  }

  async finish(): Promise<void> {
    const { thorough, signal } = this.#options;
    this.#askFirst();
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      while (this.#missing() > 0 && this.#waiting.length > 0) this.#ask();
      // Answers may come in while a row is opened: nobody has failed before all were tried.
      while (this.#isReady()) if (await this.#open()) return;
      if (this.#fetched.pending === 0) throw tooFew(this.#reader, this.#fetched);
      const event = await this.#fetched.next(this.#waitMs());
      signal.throwIfAborted();
      if (event === "late") {
        this.#isPatient = thorough === true;
        if (!this.#isReady()) this.#ask();
      }
    }
  }

  /** Cancels what is still under way. */
  stop(): void {
    this.#fetched.stop();
  }

  /** How long the next event is waited for. */
  #waitMs(): number {
    const { thorough } = this.#options;
    if (thorough === true) return THOROUGH_MS;
    const hedgeMs = this.#reader.ranking.hedgeDelayMs();
    const isSpare = this.#isPatient && this.#fetched.shards.size >= this.#k && !this.#isUnsure;
    if (!isSpare) return hedgeMs;
    // Those that are asked beside the k best only to see how they are must not cost much time.
    const elapsedMs = this.#reader.engine.env.monotonicMs() - this.#startedMs;
    return Math.min(hedgeMs, Math.max(LEAST_SPARE_MS, elapsedMs / 4));
  }

  #askFirst(): void {
    const { thorough, explore } = this.#options;
    const spare = explore === true ? this.#reader.ranking.goodCount() : 0;
    const count = thorough === true ? this.#waiting.length : Math.max(this.#k, spare);
    for (let asked = 0; asked < count; asked += 1) this.#ask();
  }

  /** Answers that are neither there nor under way. */
  #missing(): number {
    return this.#k - this.#fetched.shards.size - this.#fetched.pending;
  }

  /** Whether there is enough to try, and something that was not tried before. */
  #isReady(): boolean {
    const { size } = this.#fetched.shards;
    if (this.#isPatient && this.#fetched.pending > 0) return false;
    return size >= this.#k && size > this.#tried;
  }

  #ask(): void {
    const i = this.#waiting.shift();
    if (i === undefined) return;
    this.#fetched.start(i, async (signal) => {
      try {
        const bytes = await fetchRun(this.#reader, this.#run, i, this.#buffers, signal);
        if (bytes.length > 0) return bytes;
        this.#empty.set(i, bytes);
      } catch (error) {
        if (signal.aborted) return undefined;
        if (isAppError(error) && !isOfStore(error)) this.#failure ??= error;
        else this.#reader.transfer.verdicts.failed(i, error);
      }
      return undefined;
    });
  }

  /** Tries what there is. False when it is not enough; then everybody is asked. */
  async #open(): Promise<boolean> {
    const { verdicts } = this.#reader.transfer;
    const shards = new Map([...this.#fetched.shards, ...this.#empty]);
    this.#tried = this.#fetched.shards.size;
    const opened = await openRow(
      this.#reader,
      this.#run,
      shards,
      this.#buffers.plaintext,
      this.#options,
    );
    this.#buffers.plaintext = opened.plaintext;
    for (const [i, bytes] of opened.shards) {
      if (this.#empty.has(i)) continue;
      this.#fetched.shards.set(i, bytes);
      this.#buffers.giveBack(i, bytes);
    }
    for (const i of opened.liars) if (!this.#empty.has(i)) verdicts.lied(i);
    for (const i of opened.suspects) if (!this.#empty.has(i)) verdicts.suspect(i);
    if (opened.unresolved === 0) return true;
    // The more answer, the surer it is who lies, and who does not.
    this.#isPatient = true;
    this.#isUnsure = true;
    while (this.#waiting.length > 0) this.#ask();
    return false;
  }
}

function openRow(
  { transfer, coder }: RunReader,
  run: Run,
  shards: ReadonlyMap<number, Bytes>,
  plaintext: Bytes,
  { onShards }: ReadRunOptions,
): Promise<OpenedRow> {
  return (
    onShards?.(shards, plaintext) ?? coder.open({ ...jobOf(transfer, run), shards, plaintext })
  );
}
