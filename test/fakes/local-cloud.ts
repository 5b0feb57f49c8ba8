/** A local store that listens on a free port, for one test. */
import { createLocalCloud, type LocalListening } from "../../src/clouds/local-cloud";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { tempFolder } from "./temp";

interface Options {
  readonly folder?: string;
  readonly id?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nowMs?: () => number;
  readonly listening?: Partial<LocalListening>;
}

export const OWN_ORIGIN = "http://pages.example";

export async function startLocalCloud(options: Options = {}) {
  const { folder = tempFolder("cloud"), id = "nas", environment = {}, nowMs = Date.now } = options;
  const cloud = createLocalCloud({
    ...{ id, folder, environment, nowMs, durable: false, prims: nodePrimitives },
    listening: {
      ...{ host: "127.0.0.1", hostname: "127.0.0.1", port: 0 },
      isOwnOrigin: (origin) => origin === OWN_ORIGIN,
      ...options.listening,
    },
  });
  const origin = (await cloud.server?.listen()) ?? "";
  const stop = async (): Promise<void> => cloud.server?.close(0);
  return { cloud, folder, origin, stop };
}
