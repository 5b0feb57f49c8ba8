/** The panes as they ship, served by the real gateway over TLS, beside a mail of the emulator. */
import AxeBuilder from "@axe-core/playwright";
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
import { dropAt } from "../e2e/drop";
import { engine, localConfig, runGateway, type RunningGateway } from "../fakes/gateway";
import { createMemoryDisk, createMemorySink, patternBytes } from "../fakes/memory-tree";
import { never } from "../fakes/world";
import type { HostMail } from "./mail";
import type { MailWindow, Pane } from "./mail-window";
import { OutlookHost, type HostOptions } from "./outlook-host";

export interface PaneHost {
  readonly host: OutlookHost;
  readonly gateway: RunningGateway;
  /** https://localhost:<port> */
  readonly origin: string;
}

/** The gateway is one of its own by the configuration, or one that runs. */
export async function startPaneHost(
  options: Omit<HostOptions, "addIn"> = {},
  given: Config | RunningGateway = localConfig(),
): Promise<PaneHost> {
  const webFolder = buildOnce("web");
  let gateway: RunningGateway | undefined;
  const host = await OutlookHost.start({
    ...options,
    addInHost: "localhost",
    addIn: async (tls) => {
      gateway = "port" in given ? given : await runGateway({ webFolder, tls, config: given });
      // It stops with the test file.
      return { port: gateway.port, stop: () => Promise.resolve() };
    },
  });
  if (gateway === undefined) throw new Error("the gateway did not start");
  return { host, gateway, origin: `https://localhost:${String(gateway.port)}` };
}

/** The gateway as a program sees it that takes the certificate of the test. */
export async function openTlsGateway(origin: string) {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const http = fetchHttp(
    (url, init) =>
      fetchWith(url, { ...init, dispatcher } as Parameters<typeof fetchWith>[1]) as never,
  );
  const gateway = await openGateway({ origin, http, env: systemEnv, prims, signal: never() });
  return { gateway, close: () => dispatcher.close() };
}

/** A file whose bytes are told by its name. */
export const fileOf = (name: string, sizeBytes: number) => ({
  name,
  bytes: Buffer.from(patternBytes(sizeBytes, name)),
});

export const button = (pane: Pane, name: RegExp | string) =>
  pane.frame.getByRole("button", { name });

/** Drops a file or a folder of the disk on the pane: the browser itself reads it, as it does for a person. */
export async function dropOn(window: MailWindow, pane: Pane, path: string): Promise<void> {
  const frame = await pane.frame.frameElement();
  const box = await frame.boundingBox();
  if (box === null) throw new Error("the pane is not to be seen");
  await dropAt(window.page, path, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

/** What the pane is about. */
export const heading = (pane: Pane, name: string) =>
  pane.frame.getByRole("heading", { name, level: 1 });

/** axe finds nothing in the pane of the window. */
export async function expectSound(window: MailWindow): Promise<void> {
  const { violations } = await new AxeBuilder({ page: window.page }).include("iframe").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** The names of what is attached, in the order of the mail. */
export const attachedTo = (mail: HostMail): readonly string[] =>
  mail.attachments.map(({ name }) => name);

/** Restores what the mail's index leads to, as somebody without the add-in: path to bytes. */
export async function restoreFrom(origin: string, mail: HostMail) {
  const index = mail.attachments.find(({ name }) => name.endsWith(".porter.txt"));
  if (index === undefined) throw new Error("the mail has no index");
  const found = await readIndexFile(prims, new Uint8Array(index.bytes));
  const { gateway, close } = await openTlsGateway(origin);
  const disk = createMemoryDisk();
  const route = gateway.route(found.index.route);
  const transfer = await openTransfer(engine, { index: found.index, route, signal: never() });
  await restore(engine, transfer, createMemorySink(disk), { signal: never() });
  await close();
  return disk;
}
