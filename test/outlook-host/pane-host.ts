/** The panes as they ship, served by the real gateway over TLS, beside a mail of the emulator. */
import { Agent, fetch as fetchWith } from "undici";
import type { Config } from "../../src/clouds/config";
import { fetchHttp } from "../../src/core/fetch-http";
import { readIndexFile } from "../../src/core/format/index-file";
import { openGateway } from "../../src/core/gateway-client/gateway-route";
import { openTransfer } from "../../src/core/transfer/open-transfer";
import { restore } from "../../src/core/transfer/restore";
import { systemEnv } from "../../src/core/env";
import { nodePrimitives as prims } from "../../src/platform/node/primitives";
import { buildOnce } from "../e2e/build";
import { engine, localConfig, runGateway, type RunningGateway } from "../fakes/gateway";
import { createMemoryDisk, createMemorySink } from "../fakes/memory-tree";
import { never } from "../fakes/world";
import type { HostMail } from "./mail";
import { OutlookHost, type HostOptions } from "./outlook-host";

export interface PaneHost {
  readonly host: OutlookHost;
  readonly gateway: RunningGateway;
  /** https://localhost:<port> */
  readonly origin: string;
}

export async function startPaneHost(
  options: Omit<HostOptions, "addIn"> = {},
  config: Config = localConfig(),
): Promise<PaneHost> {
  const webFolder = buildOnce("web");
  let gateway: RunningGateway | undefined;
  const host = await OutlookHost.start({
    ...options,
    addInHost: "localhost",
    addIn: async (tls) => {
      gateway = await runGateway({ webFolder, tls, config });
      // It stops with the test file.
      return { port: gateway.port, stop: () => Promise.resolve() };
    },
  });
  if (gateway === undefined) throw new Error("the gateway did not start");
  return { host, gateway, origin: `https://localhost:${String(gateway.port)}` };
}

/** The names of what is attached, in the order of the mail. */
export const attachedTo = (mail: HostMail): readonly string[] =>
  mail.attachments.map(({ name }) => name);

/** Restores what the mail's index leads to, as somebody without the add-in: path to bytes. */
export async function restoreFrom(origin: string, mail: HostMail) {
  const index = mail.attachments.find(({ name }) => name.endsWith(".porter.txt"));
  if (index === undefined) throw new Error("the mail has no index");
  const found = await readIndexFile(prims, new Uint8Array(index.bytes));
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const http = fetchHttp(
    (url, init) =>
      fetchWith(url, { ...init, dispatcher } as Parameters<typeof fetchWith>[1]) as never,
  );
  const gateway = await openGateway({ origin, http, env: systemEnv, prims, signal: never() });
  const disk = createMemoryDisk();
  const route = gateway.route(found.index.route);
  const transfer = await openTransfer(engine, { index: found.index, route, signal: never() });
  await restore(engine, transfer, createMemorySink(disk), { signal: never() });
  await dispatcher.close();
  return disk;
}
