/** Requests over a pool of connections that read into one buffer each, against servers that answer as they like. */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Bytes } from "../../src/core/bytes";
import { networkReason, type HttpAnswer, type HttpRequest } from "../../src/core/http";
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { patternBytes } from "../fakes/memory-tree";
import { never, outcome } from "../fakes/world";

const MEBIBYTE = 2 ** 20;
const pool = createPooledHttp();
const servers: Server[] = [];

afterAll(async () => {
  await pool.close();
  for (const server of servers) server.close();
});

type Reply = (socket: Socket, path: string) => void | Promise<void>;

/** A server that knows no HTTP but to see where a request ends. Resolves with its address. */
async function serve(reply: Reply): Promise<string> {
  const server = createServer((socket) => {
    let heard = "";
    socket.on("error", () => undefined);
    socket.on("data", (piece) => {
      heard += piece.toString("latin1");
      if (!heard.endsWith("\r\n\r\n")) return;
      const path = heard.split(" ")[1] ?? "";
      heard = "";
      void reply(socket, path);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

function get(url: string, options: Partial<HttpRequest> = {}): Promise<HttpAnswer> {
  const request = { method: "GET", url, headers: {}, maxBytes: 64 * MEBIBYTE } as const;
  return pool.http({ ...request, signal: never(), ...options });
}

const same = (a: Bytes, b: Bytes): boolean => Buffer.compare(a, b) === 0;

/** Writes in pieces, each in a packet of its own. */
async function writeApart(socket: Socket, ...pieces: readonly (string | Uint8Array)[]) {
  for (const piece of pieces) {
    socket.write(piece);
    await pause(2);
  }
}

const head = (sizeBytes: number, more = ""): string =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${String(sizeBytes)}\r\n${more}\r\n`;

const BODY = patternBytes(1_500_000, "body");

it("bodies of many requests at once, one after the other on the same connections", async () => {
  const connections = new Set<Socket>();
  const origin = await serve((socket, path) => {
    connections.add(socket);
    const body = patternBytes(3_000_000, path);
    socket.write(head(body.length));
    socket.write(body);
  });
  const paths = Array.from({ length: 60 }, (_, at) => `/${String(at)}`);
  const answers = await Promise.all(paths.map((path) => get(origin + path)));
  for (const [at, path] of paths.entries()) {
    expect(same(answers[at]?.body ?? new Uint8Array(), patternBytes(3_000_000, path))).toBe(true);
  }
  expect(connections.size).toBeLessThanOrEqual(16);
});

it("a body whose length is not known", async () => {
  const origin = await serve(async (socket) => {
    await writeApart(socket, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    for (let at = 0; at < BODY.length; at += 100_000) {
      const piece = BODY.subarray(at, at + 100_000);
      await writeApart(socket, `${piece.length.toString(16)}\r\n`, piece, "\r\n");
    }
    await writeApart(socket, "0\r\n\r\n");
  });
  const { body } = await get(origin);
  expect(same(body, BODY)).toBe(true);
});

it("a body that comes byte by byte and then all at once", async () => {
  const origin = await serve(async (socket) => {
    const singly = Array.from({ length: 20 }, (_, at) => BODY.subarray(at, at + 1));
    await writeApart(socket, head(BODY.length), ...singly, BODY.subarray(20));
  });
  const { body } = await get(origin);
  expect(same(body, BODY)).toBe(true);
});

it("headers that come in parts, on a connection that brought a body before", async () => {
  const long = "x".repeat(12_000);
  const origin = await serve(async (socket, path) => {
    if (path === "/first") await writeApart(socket, head(BODY.length), BODY);
    const text = head(BODY.length, `etag: before\r\nx-long: ${long}\r\nx-after: after\r\n`);
    const cuts = [0, 10, 30, 50, 5_000, text.length - 3, text.length];
    const parts = cuts.slice(1).map((end, at) => text.slice(cuts[at], end));
    if (path === "/second") await writeApart(socket, ...parts, BODY);
  });
  await get(`${origin}/first`);
  const { status, header, body } = await get(`${origin}/second`);
  const names = ["etag", "x-long", "x-after"];
  expect([status, ...names.map(header)]).toEqual([200, "before", long, "after"]);
  expect(same(body, BODY)).toBe(true);
});

const blanks = " ".repeat(2_000);
const EARLY = `HTTP/1.1 103 Early\r\nlink: ${"l".repeat(15_000)}\r\nx-b:${blanks}b\r\n\r\n`;
it.each([
  ["short ones", "", Array.from({ length: 2_600 }, (_, at) => `${at.toString(36)}-:\r\n`).join("")],
  ["blanks before a value", "", `x-b:${blanks.repeat(9)}b\r\n`],
  ["another answer before it", EARLY, ""],
])("headers of more than 16 KiB, broken off: %s", async (_, before, lines) => {
  const text = `${before}HTTP/1.1 200 OK\r\netag: before\r\n${lines}`;
  const after = "z".repeat(2_000);
  const rest = `content-length: ${String(BODY.length)}\r\nx-after: ${after}\r\n\r\n`;
  const origin = await serve((socket) => writeApart(socket, text, rest, BODY));
  expect(text.length).toBeGreaterThan(16 * 1024);
  const { status, header, body } = await get(origin);
  expect([status, header("etag"), header("x-after")]).toEqual([200, "before", after]);
  expect(same(body, BODY)).toBe(true);
});

it("what is cancelled in the middle leaves the others alone", async () => {
  const origin = await serve(async (socket, path) => {
    await writeApart(socket, head(BODY.length), BODY.subarray(0, 700_000));
    if (path !== "/cancelled") socket.write(BODY.subarray(700_000));
  });
  const stop = new AbortController();
  const cancelled = get(`${origin}/cancelled`, { signal: stop.signal });
  const others = [get(`${origin}/a`), get(`${origin}/b`)];
  setTimeout(() => {
    stop.abort(new Error("enough"));
  }, 20);
  await expect(cancelled).rejects.toThrow("enough");
  for (const { body } of await Promise.all(others)) expect(same(body, BODY)).toBe(true);
});

it("a connection that breaks off in a body rejects", async () => {
  const origin = await serve(async (socket) => {
    await writeApart(socket, head(BODY.length), BODY.subarray(0, 700_000));
    socket.destroy();
  });
  const { error } = await outcome(get(origin));
  expect(networkReason(error)).toBe("UND_ERR_SOCKET");
});

it("what comes takes no new memory", async () => {
  const body = patternBytes(64 * MEBIBYTE, "large");
  const origin = await serve((socket) => {
    socket.write(head(body.length));
    socket.write(body);
  });
  const into = new Uint8Array(body.length);
  const startBytes = process.memoryUsage().arrayBuffers;
  let mostBytes = 0;
  const onProgress = (): void => {
    mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - startBytes);
  };
  const answer = await get(origin, { into, onProgress });
  expect(same(answer.body, body)).toBe(true);
  // By itself Node takes a buffer for every 64 KiB, and V8 lets 32 MiB of them gather.
  expect(mostBytes).toBeLessThan(MEBIBYTE);
});
