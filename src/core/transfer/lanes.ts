/** The stores as a sender sees them: a lane each, alive until a write to it fails for good. */
import type { Bytes } from "../bytes";
import type { Env } from "../env";
import { AppError, isAppError, isOfStore, toAppError } from "../errors";
import { linkAbort } from "../linked-abort";
import { PATIENT, retryingStore, TIMED_OUT } from "../store/retry";
import type { ObjectStore } from "../store/store";
import type { ProgressMeter } from "./progress";
import { Stragglers } from "./stragglers";
import { Uplink } from "./uplink";

export interface DeadLane {
  readonly storeId: string;
  readonly reason: string;
}

export class Lanes {
  readonly #least: number;
  readonly #meter: ProgressMeter;
  readonly #stores: readonly ObjectStore[];
  readonly #stops: readonly AbortController[];
  readonly #deaths = new Map<number, AppError>();
  readonly #uplink: Uplink;
  readonly #stragglers: Stragglers;
  #overdue = 0;

  /** `least` is m: with fewer lanes alive the send stops with `too-few-stores`, to be resumed. */
  constructor(stores: readonly ObjectStore[], least: number, env: Env, meter: ProgressMeter) {
    this.#least = least;
    this.#meter = meter;
    this.#uplink = new Uplink(env);
    this.#stragglers = new Stragglers({
      env,
      mayDrop: (positions) => {
        const rest = this.alive().filter((position) => !positions.includes(position));
        return rest.length >= least;
      },
      drop: (position) => {
        this.#overdue += 1;
        this.kill(position, new AppError("store-unavailable", { details: { reason: TIMED_OUT } }));
      },
      usualMs: () => this.#uplink.usualMs(),
    });
    this.#stops = stores.map(() => new AbortController());
    this.#stores = stores.map((store, position) =>
      retryingStore(store, PATIENT, env, {
        putAllowanceMs: (sizeBytes) => this.#uplink.allowanceMs(sizeBytes),
        onRetry: (_, error) => {
          this.#stragglers.failed(position);
          if (error.details["reason"] === TIMED_OUT) this.#overdue += 1;
          meter.mark(position, "waiting", error.code);
        },
      }),
    );
  }

  /**
   * Writes to one store. False when its lane is dead; rejects when too few lanes are left, and with what
   * is not the store's fault.
   */
  async put(position: number, name: string, bytes: Bytes, signal: AbortSignal): Promise<boolean> {
    const stop = this.#stops[position];
    const store = this.#stores[position];
    if (stop === undefined || store === undefined || this.#deaths.has(position)) return false;
    const link = linkAbort(signal, stop.signal);
    const onProgress = (): void => {
      this.#stragglers.life(position);
    };
    try {
      const call = { signal: link.signal, onProgress };
      const put = (): Promise<void> => store.put(name, bytes, call);
      await this.#stragglers.watch(position, () => this.#uplink.carry(bytes.length, put));
      this.#meter.store(position, bytes.length);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (this.#deaths.has(position)) return false;
      if (isAppError(error) && !isOfStore(error)) throw error;
      this.kill(position, error);
      return false;
    } finally {
      link.end();
    }
  }

  /**
   * Whether a store has an object of this size; true for a dead lane, of which nothing is asked. Throws
   * `store-conflict` when the object has another size, `too-few-stores` as `put` does.
   */
  async holds(
    position: number,
    name: string,
    sizeBytes: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const stop = this.#stops[position];
    const store = this.#stores[position];
    if (stop === undefined || store === undefined || this.#deaths.has(position)) return true;
    const link = linkAbort(signal, stop.signal);
    let found: number | undefined;
    try {
      found = await store.sizeOf(name, { signal: link.signal });
    } catch (error) {
      signal.throwIfAborted();
      if (isAppError(error) && !isOfStore(error)) throw error;
      this.kill(position, error);
      return true;
    } finally {
      link.end();
    }
    if (found === undefined || found === sizeBytes) return found === sizeBytes;
    throw new AppError("store-conflict", { details: { storeId: store.id } });
  }

  /** Gives up on a store. Throws `too-few-stores` when too few lanes are left. */
  kill(position: number, error: unknown): void {
    if (!this.#deaths.has(position)) {
      const death = toAppError(error, "store-unavailable");
      this.#deaths.set(position, death);
      this.#stops[position]?.abort(new AppError("cancelled"));
      this.#meter.mark(position, "lost", death.code);
    }
    const left = this.#stores.length - this.#deaths.size;
    if (left >= this.#least) return;
    const dead = this.dead().map(({ storeId, reason }) => `${storeId}: ${reason}`);
    const cause = this.#deaths.get(position);
    const details = { doing: "write", needed: this.#least, left, dead };
    throw new AppError("too-few-stores", { details, cause });
  }

  /** Positions whose lane is alive. */
  alive(): number[] {
    return [...this.#stores.keys()].filter((position) => !this.#deaths.has(position));
  }

  /** The stores of the living lanes, by position. */
  stores(): ReadonlyMap<number, ObjectStore> {
    const living = this.alive();
    return new Map([...this.#stores.entries()].filter(([position]) => living.includes(position)));
  }

  /** Writes that were given up for taking too long and may still be reading their bytes. */
  overdue(): number {
    return this.#overdue;
  }

  /** The dead ones with the reason, for messages. */
  dead(): DeadLane[] {
    return [...this.#deaths].map(([position, error]) => ({
      storeId: this.#stores[position]?.id ?? "",
      reason: error.code,
    }));
  }
}
