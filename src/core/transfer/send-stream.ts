/** Sends one stream, payload or manifest: rows of packs, sealed and written to every lane. */
import { equalBytes, type Bytes } from "../bytes";
import { AppError } from "../errors";
import { objectName } from "../format/keys";
import {
  DIGEST_BYTES,
  fullShardBytes,
  packBytes,
  packCount,
  plaintextBytes,
  segmentBytes,
  segmentCount,
  type StreamId,
} from "../format/parameters";
import { createPermits } from "../permits";
import { Ahead } from "./ahead";
import type { Checkpoint } from "./checkpoint";
import type { Coder, SealedRow } from "./coder";
import type { Engine } from "./engine";
import type { Lanes } from "./lanes";
import type { ProgressMeter } from "./progress";
import { rowKey, type SendSession } from "./send-session";
import { createTaskGroup } from "./task-group";

export interface SendContext {
  readonly engine: Engine;
  readonly session: SendSession;
  readonly lanes: Lanes;
  readonly meter: ProgressMeter;
  readonly coder: Coder;
  readonly checkpoint: Checkpoint;
}

/** The bytes of a stream; fills the buffer and hands it back. */
export type ReadStream = (offset: number, into: Bytes, signal: AbortSignal) => Promise<Bytes>;

interface Stream {
  readonly id: StreamId;
  readonly totalBytes: number;
  readonly read: ReadStream;
}

/** The buffers of one row, used again for another one when it is done. */
interface Slot {
  plaintext: Bytes;
  packs: readonly Bytes[];
}

/**
 * Rows of at most 16 MiB over all stores: four of them are the 64 MiB that may be in flight. With one coder three
 * do: one is read, one is coded, one is on its way to the stores.
 */
const MAX_ROWS = 4;

/** Sends what is not stored yet and returns the digests of all segments, concatenated. */
export async function sendStream(
  context: SendContext,
  stream: Stream,
  outer: AbortSignal,
): Promise<Bytes> {
  const { session, lanes } = context;
  const { parameters } = session.identity;
  const digests = new Uint8Array(segmentCount(parameters, stream.totalBytes) * DIGEST_BYTES);
  const { parallelRows } = context.engine.coders;
  const permits = createPermits(Math.min(parallelRows + 1, MAX_ROWS));
  const slots: Slot[] = [];
  const group = createTaskGroup(outer);
  const rows = packCount(parameters, stream.totalBytes);
  const ahead = aheadOf(context, stream, rows);
  try {
    for (let q = 0; q < rows; q += 1) {
      const release = await permits.take(group.signal);
      ahead.reach(q, { signal: group.signal });
      group.run(async (signal) => {
        const row = rowOf(context, stream, q);
        if (row.missing.length > 0) {
          const slot = slots.pop() ?? emptySlot(context, row.segments);
          const overdue = lanes.overdue();
          await sendRow(context, stream, row, slot, signal);
          // A write that was given up may still be reading the slot: it is left to the collector.
          if (overdue === lanes.overdue()) slots.push(slot);
        } else if (stream.id === 0) context.meter.add(row.plainBytes);
        digests.set(row.digests, row.firstSegment * DIGEST_BYTES);
        release();
      });
    }
  } catch (error) {
    // Only a failed group ends the waiting for a permit; done() throws the reason.
    if (!group.signal.aborted) throw error;
  }
  await group.done();
  for (const { plaintext, packs } of slots) {
    for (const bytes of [plaintext, ...packs]) context.engine.coders.free?.(bytes);
  }
  return digests;
}

/** Packs are announced to the lanes that are alive now; whoever dies does not mind. */
function aheadOf(
  { engine, session, lanes }: SendContext,
  { id, totalBytes }: Stream,
  packs: number,
): Ahead {
  const { parameters } = session.identity;
  return new Ahead({
    ...{ prims: engine.prims, nameKey: session.keys.name, stream: id, packs },
    stores: lanes.stores(),
    callOf: (name, q) => ({
      ...{ method: "put", name },
      sizeBytes: packBytes(parameters, totalBytes, q),
    }),
  });
}

interface Row {
  readonly q: number;
  readonly firstSegment: number;
  readonly segments: number;
  readonly offset: number;
  readonly plainBytes: number;
  /** Positions that hold it. */
  readonly stored: number[];
  /** Living lanes that do not. */
  readonly missing: readonly number[];
  digests: Bytes;
}

/** What is known of a row from the checkpoint. */
function rowOf({ session, lanes }: SendContext, stream: Stream, q: number): Row {
  const { parameters } = session.identity;
  const record = session.rows.get(rowKey(stream.id, q));
  const stored = [...(record?.stored ?? [])];
  const firstSegment = q * 2 ** parameters.p;
  const left = segmentCount(parameters, stream.totalBytes) - firstSegment;
  const segments = Math.min(2 ** parameters.p, left);
  const last = plaintextBytes(parameters, stream.totalBytes, firstSegment + segments - 1);
  return {
    q,
    firstSegment,
    segments,
    offset: firstSegment * segmentBytes(parameters),
    plainBytes: (segments - 1) * segmentBytes(parameters) + last,
    stored,
    missing: lanes.alive().filter((position) => !stored.includes(position)),
    digests: record?.digests ?? new Uint8Array(0),
  };
}

/** Every row but the last has the same number of segments, so a slot fits all that come after. */
function emptySlot({ engine, session }: SendContext, segments: number): Slot {
  const { parameters } = session.identity;
  const { coders } = engine;
  return {
    plaintext: coders.allocate(segments * segmentBytes(parameters)),
    packs: Array.from({ length: parameters.n }, () =>
      coders.allocate(segments * fullShardBytes(parameters)),
    ),
  };
}

async function sendRow(
  context: SendContext,
  stream: Stream,
  row: Row,
  slot: Slot,
  signal: AbortSignal,
): Promise<void> {
  const { session, coder, checkpoint } = context;
  const { k } = session.identity.parameters;
  const { firstSegment, segments, plainBytes } = row;
  const read = await stream.read(row.offset, slot.plaintext.subarray(0, plainBytes), signal);
  const plaintext = new Uint8Array(read.buffer);
  const job = { stream: stream.id, totalBytes: stream.totalBytes, firstSegment, segments };
  const sealed = await coder.seal({ ...job, plaintext, packs: slot.packs });
  slot.plaintext = sealed.plaintext;
  slot.packs = sealed.packs;
  if (row.digests.length > 0 && !equalBytes(row.digests, sealed.digests)) {
    throw new AppError("source-changed");
  }
  row.digests = sealed.digests;
  const isDurable = row.stored.length >= k;
  if (isDurable && stream.id === 0) context.meter.add(plainBytes);
  await putRow(context, stream, row, sealed, signal);
  await checkpoint.append({
    type: "row",
    stream: stream.id,
    q: row.q,
    digests: row.digests,
    stored: row.stored,
  });
}

/** Writes a sealed row to every living lane that misses it; counts it when k stores hold it. */
async function putRow(
  { engine, session, lanes, meter }: SendContext,
  stream: Stream,
  row: Row,
  { packs, packBytes }: SealedRow,
  outer: AbortSignal,
): Promise<void> {
  const { k } = session.identity.parameters;
  const group = createTaskGroup(outer);
  for (const position of row.missing) {
    group.run(async (signal) => {
      const name = await objectName(engine.prims, session.keys.name, stream.id, position, row.q);
      const bytes = packs[position]?.subarray(0, packBytes) ?? new Uint8Array(0);
      if (!(await lanes.put(position, name, bytes, signal))) return;
      row.stored.push(position);
      if (row.stored.length === k && stream.id === 0) meter.add(row.plainBytes);
    });
  }
  await group.done();
}
