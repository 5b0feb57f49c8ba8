/** A store on its own port that answers signed requests as a cloud does, and misbehaves when told to. */
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bytes } from "../../src/core/bytes";
import type { SignedRequest } from "../../src/core/gateway-api";
import type { Wish } from "../../src/core/store/grants";

export interface StoreRequest {
  readonly method: string;
  readonly name: string;
  readonly headers: IncomingMessage["headers"];
  /** How many there were before. */
  readonly number: number;
}

/** What to answer instead; "hang" answers never, "cut" ends the connection. */
export type Misbehaviour =
  | { readonly status: number; readonly headers?: Record<string, string> }
  | "hang"
  | "cut"
  | "cut half-way"
  | "no ranges";

export interface StoreServer {
  readonly origin: string;
  /** The objects of one transfer, by name. */
  objects(transfer: string): Map<string, Bytes>;
  sign(transfer: string, wish: Wish, expiresAt: number): SignedRequest;
  readonly requests: StoreRequest[];
  /** Asked for every request. */
  misbehave: ((request: StoreRequest) => Misbehaviour | undefined) | undefined;
  /** Who signed before this has to be asked again. */
  changeKey(): void;
  stop(): Promise<void>;
}

async function readAll(request: IncomingMessage): Promise<Bytes> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return new Uint8Array(Buffer.concat(parts));
}

const CREATE_ONLY = { "if-none-match": "*" };

export async function startStoreServer(nowMs: () => number = Date.now): Promise<StoreServer> {
  const stored = new Map<string, Map<string, Bytes>>();
  const requests: StoreRequest[] = [];
  let key = "first key";
  const signature = (...parts: readonly string[]): string =>
    createHmac("sha256", key).update(parts.join("\n")).digest("base64url");

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://store.test");
    const [, transfer = "", name = ""] = url.pathname.split("/");
    const method = request.method ?? "";
    const seen = { method, name, headers: request.headers, number: requests.length };
    requests.push(seen);
    const end = (status: number, body?: Uint8Array, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-length": String(body?.length ?? 0), ...headers });
      response.end(body);
    };
    const fault = store.misbehave?.(seen);
    if (fault === "hang") return;
    if (fault === "cut") {
      request.socket.destroy();
      return;
    }
    if (typeof fault === "object") {
      end(fault.status, Buffer.from("<Error>no</Error>"), fault.headers);
      return;
    }
    const [expires, size] = ["expires", "size"].map((at) => url.searchParams.get(at) ?? "") as [
      string,
      string,
    ];
    const isSigned = url.searchParams.get("sig") === signature(method, url.pathname, expires, size);
    if (!isSigned || Number(expires) * 1000 < nowMs()) {
      end(403);
      return;
    }
    const objects = store.objects(transfer);
    if (method === "PUT") {
      const body = await readAll(request);
      if (!request.complete) return;
      const isCreateOnly = request.headers["if-none-match"] === "*";
      if (!isCreateOnly || String(body.length) !== size) end(400);
      else if (objects.has(name)) end(412);
      else {
        objects.set(name, body);
        end(201);
      }
      return;
    }
    const object = objects.get(name);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (object === undefined) end(404, Buffer.from("<Error>NoSuchKey</Error>"));
    else if (fault === "cut half-way") {
      response.writeHead(200, { "content-length": String(object.length) });
      response.write(object.subarray(0, object.length / 2));
      setTimeout(() => request.socket.destroy(), 20);
    } else if (range === null || fault === "no ranges") end(200, object);
    else if (Number(range[1]) >= object.length) {
      end(416, undefined, { "content-range": `bytes */${String(object.length)}` });
    } else {
      const part = object.subarray(Number(range[1]), Number(range[2]) + 1);
      const last = Number(range[1]) + part.length - 1;
      const at = `bytes ${String(range[1])}-${String(last)}/${String(object.length)}`;
      end(206, part, { "content-range": at });
    }
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const store: StoreServer = {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    misbehave: undefined,
    objects(transfer) {
      const objects = stored.get(transfer) ?? new Map<string, Bytes>();
      stored.set(transfer, objects);
      return objects;
    },
    sign(transfer, wish, expiresAt) {
      const path = `/${transfer}/${wish.name}`;
      const size = wish.method === "PUT" ? String(wish.sizeBytes) : "";
      const query = new URLSearchParams({
        ...{ expires: String(expiresAt), size },
        sig: signature(wish.method, path, String(expiresAt), size),
      });
      return {
        ...{ store: wish.store, name: wish.name, method: wish.method, expiresAt },
        url: `${store.origin}${path}?${query.toString()}`,
        headers: wish.method === "PUT" ? CREATE_ONLY : {},
      };
    },
    changeKey() {
      key += "!";
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return store;
}
