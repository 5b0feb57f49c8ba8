/** The routes of a gateway: bytes go straight to the stores, by requests that the gateway has signed. */
import type { Bytes } from "../bytes";
import type { Env } from "../env";
import { AppError } from "../errors";
import { WRITE } from "../format/owner-action";
import type { Primitives } from "../format/primitives";
import {
  CONFIG_PATH,
  readPublicConfig,
  readSignedAnswer,
  transferPath,
  type PublicConfig,
  type PublicRoute,
  type SignedAnswer,
} from "../gateway-api";
import type { Http } from "../http";
import { createGrants, type Sign, type Wish } from "../store/grants";
import { signedUrlStore } from "../store/signed-url-store";
import type { CallOptions } from "../store/store";
import type { Connection, Route, SignOrder } from "../transfer/route";
import { createGatewayAdmin } from "./gateway-admin";
import { GatewayClient, type GatewayOptions } from "./gateway-client";

export interface OpenGatewayOptions extends GatewayOptions {
  readonly prims: Primitives;
  /** Requests to one store at once: six is what a browser opens to one origin. */
  readonly requestsPerStore?: number;
  readonly signal: AbortSignal;
}

export interface Gateway {
  readonly origin: string;
  readonly config: PublicConfig;
  /** The route with this number. Throws `index-invalid` (details.reason: route) when there is none. */
  route(number: number): Route;
}

interface Context {
  readonly client: GatewayClient;
  readonly prims: Primitives;
  readonly http: Http;
  readonly env: Env;
  readonly isReaderSigned: boolean;
  readonly requestsPerStore: number;
}

/** Asks a gateway what it is. Throws `gateway-unavailable` or `gateway-invalid`. */
export async function openGateway(options: OpenGatewayOptions): Promise<Gateway> {
  const { prims, http, env, requestsPerStore = 6, signal } = options;
  const client = new GatewayClient(options);
  const config = await client.call(
    { path: CONFIG_PATH, read: readPublicConfig, isSigned: false },
    { signal },
  );
  const isReaderSigned = config.policy.restore === "signed-in";
  const context = { client, prims, http, env, isReaderSigned, requestsPerStore };
  return {
    origin: client.origin,
    config,
    route(number) {
      const found = config.routes.find((route) => route.number === number);
      if (found === undefined) {
        throw new AppError("index-invalid", { details: { reason: "route" } });
      }
      return routeOf(context, found);
    },
  };
}

function routeOf(context: Context, { number, suite, k, stores }: PublicRoute): Route {
  const storeIds = stores.map(({ id }) => id);
  return {
    ...{ number, suite, k, storeIds },
    connect: (id, sign) => connect(context, { number, storeIds }, id, sign),
  };
}

function connect(
  context: Context,
  { number, storeIds }: Pick<Route, "number" | "storeIds">,
  id: Bytes,
  sign: SignOrder | undefined,
): Connection {
  const { client, prims, http, env, requestsPerStore } = context;
  const grants = createGrants({
    sign: signThrough(context, number, id, sign),
    env,
    nowMs: () => client.nowMs(),
  });
  return {
    stores: storeIds.map((storeId) =>
      signedUrlStore({ id: storeId, grants, http, env, concurrency: requestsPerStore }),
    ),
    admin: createGatewayAdmin({ client, prims, route: number, id }),
  };
}

/** Signing by the gateway: writes by order of the owner, reads for whoever has the index. */
function signThrough(
  { client, isReaderSigned }: Context,
  route: number,
  id: Bytes,
  sign: SignOrder | undefined,
): Sign {
  const write = async (wishes: readonly Wish[], options: CallOptions): Promise<SignedAnswer> => {
    if (sign === undefined) throw new AppError("action-refused");
    const items = wishes.flatMap((wish) => {
      if (wish.method !== "PUT") return [];
      const { store, name, sizeBytes } = wish;
      return [{ store, name, sizeBytes }];
    });
    const request = async () => {
      const ts = Math.floor(client.nowMs() / 1000);
      const payload = new Uint8Array(0);
      const action = await sign({ action: WRITE, ts, origin: client.origin, payload });
      return { route, action, items };
    };
    const path = transferPath(id, "write");
    return client.call({ path, request, read: readSignedAnswer, isSigned: true }, options);
  };
  const read = (wishes: readonly Wish[], options: CallOptions): Promise<SignedAnswer> => {
    const items = wishes.map(({ store, name }) => ({ store, name }));
    const request = () => Promise.resolve({ route, items });
    const path = transferPath(id, "read");
    const isSigned = isReaderSigned;
    return client.call({ path, request, read: readSignedAnswer, isSigned }, options);
  };
  return (wishes, options) =>
    wishes[0]?.method === "PUT" ? write(wishes, options) : read(wishes, options);
}
