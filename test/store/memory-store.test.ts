import { createMemoryStore } from "../../src/core/store/memory-store";
import { objectStoreContract } from "../contract/object-store.contract";
import { stateStoreContract } from "../contract/state-store.contract";

objectStoreContract("the memory store", () => {
  const store = createMemoryStore("memory");
  return { store, reopen: () => store };
});

stateStoreContract("the memory store", () => {
  const store = createMemoryStore("memory");
  return { states: store.states, objects: store };
});
