/** A store in memory: the reference of the contract, and what tests of the engine run on. */
import { equalBytes, type Bytes } from "../bytes";
import { AppError } from "../errors";
import { isSlotName, type StateStore } from "./state-store";
import type { ObjectStore } from "./store";

export interface MemoryStore extends ObjectStore {
  /** What is stored, by name; a test may change it as a store that lies would. */
  readonly objects: Map<string, Bytes>;
  readonly states: StateStore;
}

export function createMemoryStore(id: string): MemoryStore {
  const objects = new Map<string, Bytes>();
  return {
    id,
    objects,
    async put(name, bytes, { signal }) {
      signal.throwIfAborted();
      const existing = objects.get(name);
      if (existing === undefined) objects.set(name, bytes.slice());
      else if (!equalBytes(existing, bytes)) throw new AppError("store-conflict");
      return Promise.resolve();
    },
    async get(name, range, { signal }) {
      signal.throwIfAborted();
      const object = objects.get(name);
      if (object === undefined) return Promise.resolve(undefined);
      const { offset, lengthBytes } = range ?? { offset: 0, lengthBytes: object.length };
      const bytes = object.slice(offset, offset + lengthBytes);
      return Promise.resolve({ bytes, sizeBytes: object.length });
    },
    async sizeOf(name, { signal }) {
      signal.throwIfAborted();
      return Promise.resolve(objects.get(name)?.length);
    },
    states: createMemoryStates(id, objects),
  };
}

function createMemoryStates(id: string, objects: Map<string, Bytes>): StateStore {
  return {
    id,
    async list({ signal }) {
      signal.throwIfAborted();
      return Promise.resolve([...objects.keys()].filter(isSlotName));
    },
    async read(slot, { signal }) {
      signal.throwIfAborted();
      return Promise.resolve(objects.get(slot)?.slice());
    },
    async write(slot, bytes, { signal }) {
      signal.throwIfAborted();
      objects.set(slot, bytes.slice());
      return Promise.resolve();
    },
    async remove(name, { signal }) {
      signal.throwIfAborted();
      objects.delete(name);
      return Promise.resolve();
    },
    async removeFragments(first, { signal, onFirstRemoved }) {
      signal.throwIfAborted();
      const names = [...objects.keys()].filter((name) => !isSlotName(name));
      for (const name of [...first, ...names]) objects.delete(name);
      onFirstRemoved?.();
      return Promise.resolve({ removed: names.length, left: 0 });
    },
  };
}
