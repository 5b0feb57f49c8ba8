/** A store that does what a script says: faults by method and call, and a log of every call. */
import type { Bytes } from "../../src/core/bytes";
import type { Env } from "../../src/core/env";
import { AppError, type ErrorCode, type ErrorDetails } from "../../src/core/errors";
import type { MemoryStore } from "../../src/core/store/memory-store";
import type { StateStore } from "../../src/core/store/state-store";
import type { ObjectStore } from "../../src/core/store/store";

export type Method =
  "put" | "get" | "sizeOf" | "list" | "read" | "write" | "remove" | "removeFragments";

export interface Call {
  readonly storeId: string;
  readonly method: Method;
  readonly name: string;
  /** How many calls of this method this store had before. */
  readonly number: number;
  outcome: "running" | "done" | "failed" | "aborted";
}

export type Fault =
  /** Rejects; with `after` only once the store has done what was asked: the answer got lost. */
  | { readonly kind: "error"; code: ErrorCode; details?: ErrorDetails; after?: boolean }
  | { readonly kind: "delay"; readonly ms: number }
  /** Never answers, until the signal aborts. */
  | { readonly kind: "hang" }
  /** Answers get and read with other bytes; `sizeBytes` of the answer follows them. */
  | { readonly kind: "bytes"; readonly change: (bytes: Bytes) => Bytes }
  | { readonly kind: "absent" };

/** Undefined: the store does what it should. */
export type Script = (call: Call) => Fault | undefined;

export interface FaultyStore {
  readonly objects: ObjectStore;
  readonly states: StateStore;
}

/** Resolves never, rejects with the signal's reason. */
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

export interface FaultOptions {
  readonly env: Env;
  /** Asked anew for every call, so that a test may change its mind. */
  readonly script: Script;
  /** Takes every call, in the order of their beginning. */
  readonly log: Call[];
  /** Called when a call begins: where a test pulls the plug. */
  readonly onCall?: (call: Call) => void;
}

export function faultyStore(inner: MemoryStore, options: FaultOptions): FaultyStore {
  const { env, script, log, onCall } = options;
  const { id, states } = inner;

  async function run<Value>(
    method: Method,
    name: string,
    signal: AbortSignal,
    { work, absent, change }: Work<Value>,
  ): Promise<Value> {
    signal.throwIfAborted();
    const number = log.filter((call) => call.storeId === id && call.method === method).length;
    const call: Call = { storeId: id, method, name, number, outcome: "running" };
    log.push(call);
    try {
      onCall?.(call);
      signal.throwIfAborted();
      const fault = script(call);
      const value = await applyFault(fault, signal, { work, absent, change });
      call.outcome = "done";
      return value;
    } catch (error) {
      call.outcome = signal.aborted ? "aborted" : "failed";
      throw error;
    }
  }

  async function applyFault<Value>(
    fault: Fault | undefined,
    signal: AbortSignal,
    { work, absent, change }: Work<Value>,
  ): Promise<Value> {
    if (fault === undefined) return work();
    if (fault.kind === "hang") return hang(signal);
    if (fault.kind === "absent") return absent;
    if (fault.kind === "bytes") return change(await work(), fault.change);
    if (fault.kind === "delay") {
      await env.sleep(fault.ms, signal);
      return work();
    }
    if (fault.after === true) await work();
    throw new AppError(fault.code, { details: { storeId: id, ...fault.details } });
  }

  return {
    objects: {
      id,
      put: (name, bytes, o) =>
        run(
          "put",
          name,
          o.signal,
          plain(() => inner.put(name, bytes, o), undefined),
        ),
      get: (name, range, o) =>
        run("get", name, o.signal, {
          work: () => inner.get(name, range, o),
          absent: undefined,
          change: (stored, change) => {
            if (stored === undefined) return undefined;
            const bytes = change(stored.bytes);
            return { bytes, sizeBytes: stored.sizeBytes + bytes.length - stored.bytes.length };
          },
        }),
      sizeOf: (name, o) =>
        run(
          "sizeOf",
          name,
          o.signal,
          plain(() => inner.sizeOf(name, o), undefined),
        ),
    },
    states: {
      id,
      list: (o) =>
        run(
          "list",
          "",
          o.signal,
          plain(() => states.list(o), []),
        ),
      read: (slot, o) =>
        run("read", slot, o.signal, {
          work: () => states.read(slot, o),
          absent: undefined,
          change: (bytes, change) => bytes && change(bytes),
        }),
      write: (slot, bytes, o) =>
        run(
          "write",
          slot,
          o.signal,
          plain(() => states.write(slot, bytes, o), undefined),
        ),
      remove: (name, o) =>
        run(
          "remove",
          name,
          o.signal,
          plain(() => states.remove(name, o), undefined),
        ),
      removeFragments: (first, o) =>
        run("removeFragments", "", o.signal, {
          ...plain(() => states.removeFragments(first, o), { removed: 0, left: 0 }),
        }),
    },
  };
}

interface Work<Value> {
  readonly work: () => Promise<Value>;
  readonly absent: Value;
  readonly change: (value: Value, change: (bytes: Bytes) => Bytes) => Value;
}

function plain<Value>(work: () => Promise<Value>, absent: Value): Work<Value> {
  return { work, absent, change: (value) => value };
}

/** Faults of `method` calls number 0 .. count - 1; the following ones work. */
export function first(count: number, fault: Fault, ...methods: readonly Method[]): Script {
  return ({ method, number }) =>
    number < count && (methods.length === 0 || methods.includes(method)) ? fault : undefined;
}

/** The fault at every call, or at every call of some methods. */
export function always(fault: Fault, ...methods: readonly Method[]): Script {
  return first(Infinity, fault, ...methods);
}

/** Works for the first `count` calls of `method`, then never again. */
export function diesAfter(count: number, fault: Fault, method: Method): Script {
  return (call) => (call.method === method && call.number >= count ? fault : undefined);
}
