/** Everything that a test of the engine needs, put together over memory stores and virtual time. */
import type { Bytes } from "../../src/core/bytes";
import type { Index } from "../../src/core/format/index-file";
import type { Suite } from "../../src/core/format/parameters";
import type { CoderFactory } from "../../src/core/transfer/coder";
import type { Engine } from "../../src/core/transfer/engine";
import { openTransfer, type OpenedTransfer } from "../../src/core/transfer/open-transfer";
import type { OnProgress } from "../../src/core/transfer/progress";
import { restore } from "../../src/core/transfer/restore";
import { createRowCoder } from "../../src/core/transfer/row-coder";
import { defaultMinStores, send, type Sent } from "../../src/core/transfer/send";
import type { Source } from "../../src/core/transfer/source";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { createMemoryCheckpoint, type MemoryCheckpoint } from "./memory-checkpoint";
import { createMemoryRoute, type MemoryRoute } from "./memory-route";
import {
  createMemoryDisk,
  createMemorySink,
  type MemoryDisk,
  type MemorySinkHooks,
} from "./memory-tree";
import { createVirtualEnv, type VirtualEnv } from "./virtual-env";

export interface Scheme {
  readonly suite: Suite;
  readonly k: number;
  readonly n: number;
}

export interface SendOptions {
  readonly minStores?: number;
  readonly expiresInSeconds?: number;
  readonly passphrase?: string;
  readonly checkpoint?: MemoryCheckpoint;
  readonly ownerKey?: Bytes;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  readonly onBegin?: (resumed: boolean) => void;
}

export interface OpenOptions {
  readonly passphrase?: string;
  readonly signal?: AbortSignal;
  readonly ignoreState?: boolean;
}

export interface RestoreOptions extends OpenOptions, MemorySinkHooks {
  readonly disk?: MemoryDisk;
  readonly only?: string;
  readonly onProgress?: OnProgress;
}

export interface World {
  readonly scheme: Scheme;
  readonly env: VirtualEnv;
  readonly route: MemoryRoute;
  readonly engine: Engine;
  readonly ownerKey: Bytes;
  /** The checkpoint of every send that is not given another one. */
  readonly checkpoint: MemoryCheckpoint;
  send(source: Source, options?: SendOptions): Promise<Sent>;
  open(index: Index, options?: OpenOptions): Promise<OpenedTransfer>;
  restore(
    index: Index,
    options?: RestoreOptions,
  ): Promise<{ disk: MemoryDisk; transfer: OpenedTransfer }>;
}

/** Codes in the thread of the test, one row after another. */
export const inlineCoders: CoderFactory = {
  parallelRows: 2,
  allocate: (sizeBytes) => new Uint8Array(sizeBytes),
  create: (secrets) => createRowCoder(nodePrimitives, secrets),
};

export const never = (): AbortSignal => new AbortController().signal;

export function createWorld(scheme: Scheme, coders: CoderFactory = inlineCoders): World {
  const env = createVirtualEnv();
  const route = createMemoryRoute({ ...scheme, env });
  const engine: Engine = { prims: nodePrimitives, env, coders };
  const ownerKey = nodePrimitives.random(32);
  const checkpoint = createMemoryCheckpoint();
  const { k, n } = scheme;
  const world: World = {
    ...{ scheme, env, route, engine, ownerKey, checkpoint },
    send: (source, { expiresInSeconds = 86_400, ...options } = {}) =>
      send(engine, {
        ...{ source, route, ownerKey, checkpoint, signal: never() },
        minStores: defaultMinStores(k, n),
        expirySeconds: Math.floor(env.nowMs() / 1000) + expiresInSeconds,
        ...options,
      }),
    open: (index, options = {}) =>
      openTransfer(engine, { index, route, signal: never(), ...options }),
    async restore(
      index,
      { disk = createMemoryDisk(), onWrite, only, onProgress, ...options } = {},
    ) {
      const transfer = await world.open(index, options);
      const sink = createMemorySink(disk, onWrite === undefined ? {} : { onWrite });
      await restore(engine, transfer, sink, {
        signal: options.signal ?? never(),
        ...(only !== undefined && { only }),
        ...(onProgress !== undefined && { onProgress }),
      });
      return { disk, transfer };
    },
  };
  return world;
}

/** How a promise ended, so that a test can look at an error as at a value. */
export async function outcome<Value>(
  promise: Promise<Value>,
): Promise<{ value: Value; error: undefined } | { value: undefined; error: unknown }> {
  try {
    return { value: await promise, error: undefined };
  } catch (error) {
    return { value: undefined, error };
  }
}
