/** Cleans up after a send that will not be finished. */
import { equalBytes } from "../bytes";
import type { Env } from "../env";
import { AppError } from "../errors";
import { RECALL, signAction } from "../format/owner-action";
import type { CheckpointRecord } from "./checkpoint";
import type { Engine } from "./engine";
import type { StoreOutcome } from "./route";
import type { SendRequest } from "./send";
import { ownerOf } from "./send-session";

/** How long the clean-up after a broken send may take. */
const CLEAN_UP_MS = 15_000;

/**
 * Recalls what a broken send stored, store by store. Throws `owner-key-missing` when it was begun with
 * another owner key.
 */
export async function recallBroken(
  { prims }: Engine,
  { ownerKey, route }: Pick<SendRequest, "ownerKey" | "route">,
  records: readonly CheckpointRecord[],
  signal: AbortSignal,
): Promise<readonly StoreOutcome[]> {
  const [begin] = records;
  if (begin?.type !== "begin") return [];
  const { seed, identity, id } = await ownerOf(prims, ownerKey, begin);
  if (!equalBytes(id, begin.id)) throw new AppError("owner-key-missing");
  const { admin } = route.connect(id);
  const ts = Math.floor(admin.nowMs() / 1000);
  const payload = new Uint8Array(0);
  const order = { identity, action: RECALL, ts, origin: admin.origin, payload };
  return admin.recall(await signAction(prims, seed, order), [], signal);
}

/**
 * The same as well as the stores let it, with a signal of its own, because it often runs after the
 * operation's own was aborted. Never rejects: what is left are fragments without an index, which the
 * sweeper removes when they expire.
 */
export async function abandon(
  engine: Engine,
  request: Pick<SendRequest, "ownerKey" | "route">,
  records: readonly CheckpointRecord[],
): Promise<void> {
  const limit = createLimit(engine.env, CLEAN_UP_MS);
  try {
    await recallBroken(engine, request, records, limit.signal);
  } catch {
    // Said above.
  } finally {
    limit.clear();
  }
}

/** A signal that aborts after some time, by the clock of the environment. */
function createLimit(env: Env, delayMs: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const timer = new AbortController();
  env.sleep(delayMs, timer.signal).then(
    () => {
      controller.abort(new AppError("cancelled"));
    },
    () => undefined,
  );
  const clear = (): void => {
    timer.abort(new AppError("cancelled"));
  };
  return { signal: controller.signal, clear };
}
