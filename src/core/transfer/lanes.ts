/** The stores as a sender sees them: a lane each, alive until a write to it fails for good. */
import type { Bytes } from "../bytes";
import type { Env } from "../env";
import { AppError, toAppError } from "../errors";
import { PATIENT, retryingStore, TIMED_OUT } from "../store/retry";
import type { ObjectStore } from "../store/store";
import type { ProgressMeter } from "./progress";

export interface Lanes {
  /** Writes to one store. False when its lane is dead; rejects when too few lanes are left. */
  put(position: number, name: string, bytes: Bytes, signal: AbortSignal): Promise<boolean>;
  /** Whether a store has an object; undefined when it does not say. */
  holds(position: number, name: string, signal: AbortSignal): Promise<boolean | undefined>;
  /** Gives up on a store; rejects when too few lanes are left. */
  kill(position: number, error: unknown): void;
  /** Positions whose lane is alive. */
  alive(): number[];
  /** Writes that were given up for taking too long and may still be reading their bytes. */
  overdue(): number;
  /** The dead ones with the reason, for messages. */
  dead(): { readonly storeId: string; readonly reason: string }[];
}

/** `least` is m: with fewer lanes alive the send stops with `too-few-stores`, to be resumed. */
export function createLanes(
  stores: readonly ObjectStore[],
  least: number,
  env: Env,
  meter: ProgressMeter,
): Lanes {
  const deaths = new Map<number, AppError>();
  let overdue = 0;
  const stops = stores.map(() => new AbortController());
  const patient = stores.map((store, position) =>
    retryingStore(store, PATIENT, env, (_, error) => {
      if (error.details["reason"] === TIMED_OUT) overdue += 1;
      meter.mark(position, "waiting", error.code);
    }),
  );
  const reasons = (): { storeId: string; reason: string }[] =>
    [...deaths].map(([position, error]) => ({
      storeId: stores[position]?.id ?? "",
      reason: error.code,
    }));
  const lanes: Lanes = {
    async put(position, name, bytes, signal) {
      const stop = stops[position];
      const store = patient[position];
      if (stop === undefined || store === undefined || deaths.has(position)) return false;
      try {
        await store.put(name, bytes, { signal: AbortSignal.any([signal, stop.signal]) });
        meter.store(position, bytes.length);
        return true;
      } catch (error) {
        signal.throwIfAborted();
        lanes.kill(position, error);
        return false;
      }
    },
    async holds(position, name, signal) {
      try {
        return (await patient[position]?.sizeOf(name, { signal })) !== undefined;
      } catch {
        signal.throwIfAborted();
        return undefined;
      }
    },
    kill(position, error) {
      if (!deaths.has(position)) {
        deaths.set(position, toAppError(error, "store-unavailable"));
        stops[position]?.abort(new AppError("cancelled"));
        meter.mark(position, "lost", deaths.get(position)?.code);
      }
      const left = stores.length - deaths.size;
      if (left >= least) return;
      const dead = reasons().map(({ storeId, reason }) => `${storeId}: ${reason}`);
      const cause = deaths.get(position);
      throw new AppError("too-few-stores", { details: { needed: least, left, dead }, cause });
    },
    alive: () => stores.flatMap((_, position) => (deaths.has(position) ? [] : [position])),
    overdue: () => overdue,
    dead: reasons,
  };
  return lanes;
}
