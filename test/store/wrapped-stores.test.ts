/** The wrappers keep every guarantee, also over stores that fail now and then. */
import { rmSync } from "node:fs";
import { openLocalStore } from "../../src/clouds/local";
import { systemEnv } from "../../src/core/env";
import { limitedStore } from "../../src/core/store/limit";
import { createMemoryStore } from "../../src/core/store/memory-store";
import { BRISK, PATIENT, retryingStore, type RetryPolicy } from "../../src/core/store/retry";
import type { ObjectStore } from "../../src/core/store/store";
import { objectStoreContract } from "../contract/object-store.contract";
import { faultyStore, type Script } from "../fakes/faulty-store";
import { tempFolder } from "../fakes/temp";
import { createVirtualEnv } from "../fakes/virtual-env";

/** The medium of the contract is broken for good, so that it is not waited for long. */
const HASTY: RetryPolicy = {
  attemptMs: 10_000,
  firstDelayMs: 1,
  longestDelayMs: 2,
  deadlineMs: 10,
};

function localStack(wrap: (store: ObjectStore) => ObjectStore) {
  const folder = tempFolder("stack");
  const transferId = new Uint8Array(24).fill(7);
  const open = (): ObjectStore =>
    wrap(openLocalStore({ id: "local", folder, transferId, durable: false }).objects);
  return {
    ...{ store: open(), reopen: open },
    breakMedium: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

objectStoreContract("limited over memory", () => {
  const store = limitedStore(createMemoryStore("memory"), 2);
  return { store, reopen: () => store };
});

objectStoreContract("retrying over memory", () => {
  const store = retryingStore(createMemoryStore("memory"), PATIENT, systemEnv);
  return { store, reopen: () => store };
});

objectStoreContract("retrying over limited over local", () =>
  localStack((store) => retryingStore(limitedStore(store, 3), HASTY, systemEnv)),
);

objectStoreContract("limited over retrying over local", () =>
  localStack((store) => limitedStore(retryingStore(store, HASTY, systemEnv), 1)),
);

/** Every second call fails for a moment; some of them after the work was done. */
const moody: Script = ({ method, number }) =>
  number % 2 === 1
    ? undefined
    : { kind: "error", code: "store-unavailable", after: method === "put" && number % 4 === 0 };

objectStoreContract("retrying over a store that fails every second time", () => {
  const env = createVirtualEnv();
  const inner = createMemoryStore("moody");
  const { objects } = faultyStore(inner, { env, script: moody, log: [] });
  const store = retryingStore(objects, BRISK, env);
  return { store, reopen: () => store };
});
