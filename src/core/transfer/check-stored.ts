/** What a checkpoint says is stored, compared with what is: the stores are the truth. */
import { objectName } from "../format/keys";
import { packBytes, PAYLOAD } from "../format/parameters";
import { createPermits } from "../permits";
import type { RowRecord } from "./checkpoint";
import type { SendContext } from "./send-stream";
import { createTaskGroup } from "./task-group";

/** A question is one small request to each store. */
const ROWS_AT_ONCE = 16;

/**
 * The rows of the session without those packs that are not at their store any more: a machine that lost
 * its power keeps the record and may lose the pack. Throws `store-conflict` when a pack has another
 * size, for it can be neither used nor replaced, and `too-few-stores` as a put does.
 */
export async function checkStored(
  { engine, session, lanes }: Pick<SendContext, "engine" | "session" | "lanes">,
  totalBytes: number,
  outer: AbortSignal,
): Promise<ReadonlyMap<string, RowRecord>> {
  const { identity, keys, rows, manifest } = session;
  const found = new Map<string, RowRecord>();
  const permits = createPermits(ROWS_AT_ONCE);
  const group = createTaskGroup(outer);
  const check = async (key: string, row: RowRecord, signal: AbortSignal): Promise<void> => {
    const { stream, q } = row;
    const streamBytes = stream === PAYLOAD ? totalBytes : (manifest?.length ?? 0);
    const sizeBytes = packBytes(identity.parameters, streamBytes, q);
    const isThere = async (position: number): Promise<boolean> => {
      const name = await objectName(engine.prims, keys.name, stream, position, q);
      return lanes.holds(position, name, sizeBytes, signal);
    };
    const answers = await Promise.all(row.stored.map(isThere));
    found.set(key, { ...row, stored: row.stored.filter((_, at) => answers[at] === true) });
  };
  try {
    for (const [key, row] of rows) {
      const release = await permits.take(group.signal);
      group.run((signal) => check(key, row, signal).finally(release));
    }
  } catch (error) {
    // Only a failed group ends the waiting for a permit; done() throws the reason.
    if (!group.signal.aborted) throw error;
  }
  await group.done();
  return found;
}
