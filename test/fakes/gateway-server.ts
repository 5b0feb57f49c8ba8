/** A gateway that speaks the language of core/gateway-api over stores of its own; it can die and come back. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeBase64Url, type Bytes } from "../../src/core/bytes";
import { systemEnv } from "../../src/core/env";
import { AppError, toAppError } from "../../src/core/errors";
import { openAction, WRITE } from "../../src/core/format/owner-action";
import type { Suite } from "../../src/core/format/parameters";
import { foldState } from "../../src/core/format/transfer-state";
import {
  API_PATH,
  CONFIG_PATH,
  encodeError,
  encodeMessage,
  MAX_ITEMS,
  parseTransferId,
  readExtendRequest,
  readOpenRequest,
  readReadRequest,
  readRecallRequest,
  readRequest,
  readWriteRequest,
  statusOf,
  TRANSFERS_PATH,
  type KeptAnswer,
  type Message,
  type PublicConfig,
  type RecalledAnswer,
} from "../../src/core/gateway-api";
import { createMemoryStore, type MemoryStore } from "../../src/core/store/memory-store";
import type { Wish } from "../../src/core/store/grants";
import { createDirectAdmin } from "../../src/core/transfer/direct-admin";
import type { StoreOutcome, TransferAdmin } from "../../src/core/transfer/route";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { startStoreServer, type StoreServer } from "./store-server";

const prims = nodePrimitives;

export interface GatewayScheme {
  readonly suite: Suite;
  readonly k: number;
  readonly n: number;
}

export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface GatewayServer {
  readonly origin: string;
  readonly stores: readonly StoreServer[];
  readonly calls: SeenCall[];
  /** What the gateway's clock is ahead of everybody's. */
  aheadMs: number;
  /** How long a signed request lives. */
  lifeSeconds: number;
  /** Every sender's call wants this token. */
  token: string | undefined;
  /** Answers instead: a status with headers and a body. */
  misbehave:
    | ((
        call: SeenCall,
      ) => { status: number; headers?: Record<string, string>; body?: string } | undefined)
    | undefined;
  /** Ends every connection and takes no new one. */
  kill(): Promise<void>;
  /** Listens again where it did. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const keptAnswer = (outcomes: readonly StoreOutcome[]): KeptAnswer => ({
  stores: outcomes.map(({ storeId: store, done, reason: error }) => ({
    ...{ store, done },
    ...(error !== undefined && { error }),
  })),
});

const recalledAnswer = (outcomes: readonly StoreOutcome[]): RecalledAnswer => ({
  stores: outcomes.map(({ storeId: store, marked, removed = 0, left, emptiedAt, reason }) => ({
    ...{ store, removed, state: marked === true ? "recalled" : "pending" },
    ...(left !== undefined && { left }),
    ...(emptiedAt !== undefined && { emptiedAt }),
    ...(reason !== undefined && { error: reason }),
  })),
  impossibleSince: null,
});

function publicConfig(origin: string, { suite, k, n }: GatewayScheme): PublicConfig {
  const stores = Array.from({ length: n }, (_, i) => ({
    id: `store-${String(i + 1)}`,
    cloud: "local" as const,
  }));
  return {
    origin,
    routes: [{ number: 0, label: { en: "All", ja: "全部" }, suite, k, n, stores, isOpen: true }],
    policy: {
      threshold: { fileBytes: 5_000_000, totalBytes: 10_000_000 },
      expiryDays: { default: 14, max: 30 },
      maxTransferBytes: 1e12,
      restore: "index-holder",
    },
    signIn: { mode: "none" },
  };
}

/** The routes of its API, over the stores' memory. */
class Api {
  readonly #scheme: GatewayScheme;
  readonly #memory = new Map<string, MemoryStore>();
  readonly server: GatewayServer;

  constructor(scheme: GatewayScheme, server: GatewayServer) {
    this.#scheme = scheme;
    this.server = server;
  }

  async answer({ method, path, authorization, body }: SeenCall): Promise<Message> {
    const { origin } = this.server;
    if (path === CONFIG_PATH) return publicConfig(origin, this.#scheme);
    if (path === TRANSFERS_PATH && method === "POST") {
      this.#signIn(authorization);
      const { transfer, action } = readRequest(body, readOpenRequest);
      await this.#check(transfer, action);
      return keptAnswer(await this.#admin(transfer).keep(action, this.#signal));
    }
    const [, text = "", call = ""] =
      /^\/([\w-]{32})(?:\/(\w+)|\?route=0)$/.exec(path.slice(TRANSFERS_PATH.length)) ?? [];
    const id = parseTransferId(text);
    if (id === undefined) throw new AppError("request-invalid");
    if (call === "") {
      return { actions: (await this.#actions(id)).map(({ bytes }) => bytes) };
    }
    if (call === "recall") {
      const { action, first } = readRequest(body, readRecallRequest);
      await this.#check(id, action);
      return recalledAnswer(await this.#admin(id).recall(action, first, this.#signal));
    }
    if (call === "extend") {
      const { action } = readRequest(body, readExtendRequest);
      await this.#check(id, action);
      return keptAnswer(await this.#admin(id).keep(action, this.#signal));
    }
    const { recall } = foldState((await this.#actions(id)).map(({ action }) => action));
    if (recall !== undefined) throw new AppError("recalled", { details: { atSeconds: recall.ts } });
    if (call === "write") {
      this.#signIn(authorization);
      const { action, items } = readRequest(body, readWriteRequest);
      if ((await this.#check(id, action)) !== WRITE) throw new AppError("action-refused");
      return this.#sign(
        id,
        items.map((item) => ({ method: "PUT", ...item })),
      );
    }
    const { items } = readRequest(body, readReadRequest);
    return this.#sign(
      id,
      items.map((item) => ({ method: "GET", ...item })),
    );
  }

  get #signal(): AbortSignal {
    return new AbortController().signal;
  }

  #signIn(authorization: string | undefined): void {
    const { token } = this.server;
    if (token !== undefined && authorization !== `Bearer ${token}`) {
      throw new AppError("sign-in-needed");
    }
  }

  /** What a gateway checks of an action; returns its kind. */
  async #check(id: Bytes, bytes: Bytes): Promise<number> {
    const action = await openAction(prims, id, bytes);
    if (action?.origin !== this.server.origin) throw new AppError("action-refused");
    const nowSeconds = (Date.now() + this.server.aheadMs) / 1000;
    if (Math.abs(nowSeconds - action.ts) >= 300) throw new AppError("action-stale");
    return action.action;
  }

  #sign(id: Bytes, wishes: readonly Wish[]): Message {
    if (wishes.length > MAX_ITEMS) throw new AppError("request-invalid");
    const { aheadMs, lifeSeconds, stores } = this.server;
    const expiresAt = Math.floor((Date.now() + aheadMs) / 1000) + lifeSeconds;
    const requests = wishes.flatMap((wish) => {
      const store = stores[Number(wish.store.slice("store-".length)) - 1];
      return store === undefined ? [] : [store.sign(encodeBase64Url(id), wish, expiresAt)];
    });
    return { requests, failed: [] };
  }

  async #actions(id: Bytes) {
    const found = [];
    const seen = new Set<string>();
    for (const store of this.#states(id)) {
      for (const slot of await store.states.list({ signal: this.#signal })) {
        const bytes = await store.states.read(slot, { signal: this.#signal });
        const action = bytes && (await openAction(prims, id, bytes));
        if (bytes === undefined || action === undefined || seen.has(slot)) continue;
        seen.add(slot);
        found.push({ bytes, action });
      }
    }
    return found;
  }

  #admin(id: Bytes): TransferAdmin {
    const stores = this.#states(id).map(({ states }) => states);
    return createDirectAdmin({ prims, env: systemEnv, id, stores, k: this.#scheme.k });
  }

  /** The slots of a transfer live beside the fragments that the store servers hold. */
  #states(id: Bytes): MemoryStore[] {
    return this.server.stores.map((server, i) => {
      const key = `${String(i)} ${encodeBase64Url(id)}`;
      const known = this.#memory.get(key) ?? createMemoryStore(`store-${String(i + 1)}`);
      this.#memory.set(key, known);
      const fragments = server.objects(encodeBase64Url(id));
      return {
        ...known,
        states: {
          ...known.states,
          removeFragments(_first, call) {
            const removed = fragments.size;
            fragments.clear();
            call.onFirstRemoved?.();
            return Promise.resolve({ removed, left: 0 });
          },
        },
      };
    });
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

export async function startGatewayServer(scheme: GatewayScheme): Promise<GatewayServer> {
  const serverNowMs = (): number => Date.now() + gateway.aheadMs;
  const stores = await Promise.all(
    Array.from({ length: scheme.n }, () => startStoreServer(serverNowMs)),
  );
  let server: Server | undefined;
  let port = 0;
  const listen = async (): Promise<void> => {
    const listening = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => listening.listen(port, "127.0.0.1", resolve));
    port = (listening.address() as AddressInfo).port;
    server = listening;
  };
  const kill = async (): Promise<void> => {
    const dying = server;
    server = undefined;
    if (dying === undefined) return;
    dying.closeAllConnections();
    await new Promise((resolve) => dying.close(resolve));
  };
  await listen();
  const gateway: GatewayServer = {
    origin: `http://127.0.0.1:${String(port)}`,
    ...{ stores, calls: [], aheadMs: 0, lifeSeconds: 900, token: undefined, misbehave: undefined },
    kill,
    start: listen,
    async stop() {
      await Promise.all([kill(), ...stores.map((store) => store.stop())]);
    },
  };
  const api = new Api(scheme, gateway);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = request;
    const call = {
      method,
      path,
      authorization: headers.authorization,
      body: await readText(request),
    };
    gateway.calls.push(call);
    const end = (status: number, text: string, more: Record<string, string> = {}): void => {
      const date = new Date(Date.now() + gateway.aheadMs).toUTCString();
      response.writeHead(status, { date, "content-type": "application/json", ...more });
      response.end(text);
    };
    const fault = gateway.misbehave?.(call);
    if (fault !== undefined) {
      end(fault.status, fault.body ?? "<h1>Bad Gateway</h1>", fault.headers);
      return;
    }
    try {
      if (!path.startsWith(API_PATH)) throw new AppError("request-invalid");
      end(200, encodeMessage(await api.answer(call)));
    } catch (error) {
      const failure = toAppError(error);
      end(statusOf(failure.code), JSON.stringify(encodeError(failure)));
    }
  }
  return gateway;
}
