/**
 * Which way a command goes to the stores: through a gateway, or with the stores' own keys. --gateway
 * decides, else --config, else the host in the index, else the folders of the built-in configuration.
 */
import { readFile } from "node:fs/promises";
import { findRoute, type DirectRoute } from "../clouds/direct-route";
import { AppError } from "../core/errors";
import type { FoundIndex, Index } from "../core/format/index-file";
import { openGateway, type Gateway } from "../core/gateway-client/gateway-route";
import { isLoopback, originOfHost } from "../core/loopback";
import type { Route } from "../core/transfer/route";
import { errnoOf } from "../platform/node/file-errors";
import type { CommonOptions, Context } from "./context";
import { readIndexArgument } from "./index-argument";
import { usage } from "./parse-options";

/** The stores as a command sees them, however it gets there. */
export interface Reach {
  /** Host, with its port, of the page that restores: it stands in the index. */
  readonly host: string | undefined;
  /** What tells the same stores from others, for the checkpoint of a send. */
  place(number: number): unknown;
  readonly expiryDays: { readonly default: number; readonly max: number };
  readonly maxTransferBytes: number;
  /** Throws `index-invalid` (reason: route) when there is no such route. */
  route(number: number): Route;
  /** The same for a send. Throws when there is none, or it is closed. */
  openRoute(number: number): Route;
  /** Makes what a first use needs; returns the folders that were made. */
  prepare(number: number): readonly string[];
}

export interface ReachOptions extends CommonOptions {
  readonly gateway?: string;
  readonly tokenFile?: string;
}

const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/i;

/** The origin of --gateway: an origin, or a host alone. Throws `usage`. */
function parseGateway({ output }: Context, text: string): string {
  const { gateway: isNone, gatewayHttp } = output.strings.cli.usage;
  if (HOST.test(text) && URL.canParse(`https://${text}`)) return originOfHost(text);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.href !== `${url?.origin ?? ""}/` || !/^https?:\/\//.test(text))
    throw usage(isNone(text));
  if (url.protocol === "http:" && !isLoopback(url.hostname)) throw usage(gatewayHttp(url.host));
  return url.origin;
}

const MAX_TOKEN_LENGTH = 16_384;

/** Reads the token anew for every call: whoever wrote the file may renew it meanwhile. */
function tokenFrom({ output }: Context, path: string): () => Promise<string> {
  const { tokenFile } = output.strings.cli.usage;
  return async () => {
    let text: string;
    try {
      text = (await readFile(path, "utf8")).trim();
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      throw usage(tokenFile(path));
    }
    if (!/^[\x21-\x7e]+$/.test(text) || text.length > MAX_TOKEN_LENGTH)
      throw usage(tokenFile(path));
    return text;
  };
}

function throughGateway(context: Context, gateway: Gateway): Reach {
  const { origin, config } = gateway;
  const { refusals, usage: words } = context.output.strings.cli;
  return {
    host: new URL(config.origin).host,
    place: () => origin,
    expiryDays: config.policy.expiryDays,
    maxTransferBytes: config.policy.maxTransferBytes,
    route: (number) => gateway.route(number),
    openRoute(number) {
      const found = config.routes.find((entry) => entry.number === number);
      if (found === undefined) throw usage(words.noRoute(number, origin));
      if (found.isOpen) return gateway.route(number);
      throw new AppError("action-refused", { subject: refusals.closedRoute(number) });
    },
    prepare: () => [],
  };
}

/** A route by the number in an index, with the stores' keys. Throws `index-invalid` (reason: route). */
export function directRouteOf(context: Context, number: number): DirectRoute {
  if (context.config.routes.some(({ id }) => id === number)) return context.directRoute(number);
  throw new AppError("index-invalid", { details: { reason: "route" } });
}

function withKeys(context: Context): Reach {
  const { config, configPath } = context;
  const { refusals } = context.output.strings.cli;
  return {
    host: config.origin === undefined ? undefined : new URL(config.origin).host,
    place: (number) => ({
      base: configPath ?? process.cwd(),
      stores: findRoute(config, number).stores.map((id) => [id, config.stores[id]]),
    }),
    expiryDays: config.expiryDays,
    maxTransferBytes: config.maxTransferBytes,
    route: (number) => directRouteOf(context, number),
    openRoute(number) {
      if (!findRoute(config, number).closed) return context.directRoute(number);
      throw new AppError("action-refused", { subject: refusals.closedRoute(number) });
    },
    prepare: (number) => context.directRoute(number).prepare(),
  };
}

/** The way that the options and the index of a command name. */
export async function reachStores(
  context: Context,
  { gateway, tokenFile, config }: ReachOptions,
  found?: FoundIndex,
): Promise<Reach> {
  const { engine, http, output, signal } = context;
  if (gateway !== undefined && config !== undefined) throw usage(output.strings.cli.usage.twoWays);
  const byIndex = config === undefined ? found?.host : undefined;
  const host = byIndex === undefined ? undefined : originOfHost(byIndex);
  const origin = gateway === undefined ? host : parseGateway(context, gateway);
  if (origin === undefined) return withKeys(context);
  const { prims, env } = engine;
  const token = tokenFile === undefined ? {} : { token: tokenFrom(context, tokenFile) };
  return throughGateway(context, await openGateway({ origin, http, env, prims, signal, ...token }));
}

/** A transfer as an argument names it, and the route to it. */
export interface Named {
  readonly index: Index;
  readonly route: Route;
}

/** Finds the transfer that an argument names, on the way that the options and its index name. */
export async function reachTransfer(
  context: Context,
  argument: string,
  options: ReachOptions,
): Promise<Named & { readonly reach: Reach }> {
  const found = await readIndexArgument(context, argument);
  const reach = await reachStores(context, options, found);
  return { reach, route: reach.route(found.index.route), index: found.index };
}
