/** A value that changes, and those who want to hear of it. */
import type { Live } from "./transfers";

export interface LiveCell<Value> extends Live<Value> {
  set(value: Value): void;
}

export function createLive<Value>(first: Value): LiveCell<Value> {
  const listeners = new Set<() => void>();
  let current = first;
  return {
    get current() {
      return current;
    },
    set(value) {
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
