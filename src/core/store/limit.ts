/** Lets at most so many calls of a store run at once; the others wait in order. */
import type { CallOptions, ObjectStore } from "./store";
import { createPermits } from "../permits";

export function limitedStore(store: ObjectStore, concurrency: number): ObjectStore {
  const permits = createPermits(concurrency);
  const run = async <Value>(options: CallOptions, call: () => Promise<Value>): Promise<Value> => {
    const release = await permits.take(options.signal);
    options.onProgress?.();
    try {
      return await call();
    } finally {
      release();
    }
  };
  return {
    ...store,
    put: (name, bytes, options) => run(options, () => store.put(name, bytes, options)),
    get: (name, range, options) => run(options, () => store.get(name, range, options)),
    sizeOf: (name, options) => run(options, () => store.sizeOf(name, options)),
  };
}
