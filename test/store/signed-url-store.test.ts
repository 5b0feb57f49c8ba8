/** The store behind signed requests, against a server that answers and fails as clouds do. */
import type { Bytes } from "../../src/core/bytes";
import { systemEnv } from "../../src/core/env";
import type { AppError } from "../../src/core/errors";
import { fetchHttp } from "../../src/core/fetch-http";
import type { Http } from "../../src/core/http";
import { createGrants, type Grants, type Wish } from "../../src/core/store/grants";
import { createPooledHttp } from "../../src/platform/node/pooled-http";
import { signedUrlStore } from "../../src/core/store/signed-url-store";
import type { ObjectStore } from "../../src/core/store/store";
import { objectStoreContract } from "../contract/object-store.contract";
import { patternBytes } from "../fakes/memory-tree";
import { startStoreServer, type StoreServer } from "../fakes/store-server";
import { never, outcome } from "../fakes/world";

const NAME = "an-object-0000000000";
const OTHER = "another-one-00000000";
const HOUR_SECONDS = 3_600;
const pool = createPooledHttp();
/** Both ways in which requests leave: that of browsers and that of Node. */
const WAYS: readonly (readonly [string, Http])[] = [
  ["fetch", fetchHttp(fetch)],
  ["a pool of connections", pool.http],
];
const [[, http]] = WAYS as readonly [readonly [string, Http]];

let server: StoreServer;
let transfers = 0;
beforeAll(async () => {
  server = await startStoreServer();
});
afterAll(async () => {
  await pool.close();
  await server.stop();
});
beforeEach(() => {
  server.misbehave = undefined;
  server.requests.length = 0;
});

interface Asked {
  readonly batches: (readonly Wish[])[];
  lifeSeconds: number;
  failWith: string | undefined;
}

function grantsFor(transfer: string, asked: Asked): Grants {
  return createGrants({
    env: systemEnv,
    nowMs: () => systemEnv.nowMs(),
    sign(wishes) {
      asked.batches.push(wishes);
      if (asked.failWith !== undefined) {
        const failed = [{ store: "store-1", error: asked.failWith }];
        return Promise.resolve({ requests: [], failed });
      }
      const expiresAt = Math.floor(Date.now() / 1000) + asked.lifeSeconds;
      const requests = wishes.map((wish) => server.sign(transfer, wish, expiresAt));
      return Promise.resolve({ requests, failed: [] });
    },
  });
}

function setUp(through: Http = http) {
  transfers += 1;
  const transfer = `transfer-${String(transfers)}`;
  const asked: Asked = { batches: [], lifeSeconds: HOUR_SECONDS, failWith: undefined };
  const grants = grantsFor(transfer, asked);
  const open = (): ObjectStore =>
    signedUrlStore({ id: "store-1", grants, http: through, env: systemEnv, concurrency: 4 });
  return { transfer, asked, store: open(), open, objects: server.objects(transfer) };
}

for (const [way, through] of WAYS) {
  objectStoreContract(`the store behind signed requests, over ${way}`, () => {
    const { store, open } = setUp(through);
    return {
      store,
      reopen: open,
      breakMedium: () => {
        server.misbehave = () => ({ status: 500 });
      },
    };
  });
}

const signal = never();
const bytes = patternBytes(5_000);

describe("what the store's answers mean", () => {
  it.each([
    [400, {}, "store-refused", undefined],
    [401, {}, "store-refused", undefined],
    [403, {}, "store-refused", undefined],
    [302, { location: "http://127.0.0.1:1/" }, "store-refused", undefined],
    [410, {}, "store-refused", undefined],
    [411, {}, "store-refused", undefined],
    [408, {}, "store-unavailable", undefined],
    [429, {}, "store-throttled", undefined],
    [429, { "retry-after": "7" }, "store-throttled", 7_000],
    [429, { "retry-after": "99999999" }, "store-throttled", 120_000],
    [429, { "retry-after": "soon" }, "store-throttled", undefined],
    [500, {}, "store-unavailable", undefined],
    [503, {}, "store-unavailable", undefined],
    [503, { "retry-after": "2" }, "store-throttled", 2_000],
    [507, {}, "store-full", undefined],
  ])("%d %j is %s", async (status, headers, code, retryAfterMs) => {
    const { store } = setUp(pool.http);
    server.misbehave = () => ({ status, headers });
    const outcomes = await Promise.all([
      outcome<unknown>(store.put(NAME, bytes, { signal })),
      outcome<unknown>(store.get(NAME, undefined, { signal })),
      outcome<unknown>(store.sizeOf(NAME, { signal })),
    ]);
    for (const { error } of outcomes) {
      expect(error).toMatchObject({ name: "AppError", code });
      const { details } = error as AppError;
      expect(details).toMatchObject({ storeId: "store-1", reason: `HTTP ${String(status)}` });
      expect(details["retryAfterMs"]).toBe(retryAfterMs);
    }
  });

  it("403 is success for a write whose bytes stand there, as Azure says it", async () => {
    const { store } = setUp();
    await store.put(NAME, bytes, { signal });
    server.misbehave = ({ method }) => (method === "PUT" ? { status: 403 } : undefined);
    await expect(store.put(NAME, bytes, { signal })).resolves.toBeUndefined();
    const other = store.put(NAME, patternBytes(9), { signal });
    await expect(other).rejects.toMatchObject({ code: "store-conflict" });
    const fresh = store.put(NAME.replace("a", "b"), bytes, { signal });
    await expect(fresh).rejects.toMatchObject({ code: "store-refused" });
  });

  it("a date in Retry-After counts from now", async () => {
    const { store } = setUp();
    const headers = { "retry-after": new Date(Date.now() + 30_000).toUTCString() };
    server.misbehave = () => ({ status: 429, headers });
    const { error } = await outcome(store.sizeOf(NAME, { signal }));
    const ms = Number((error as AppError).details["retryAfterMs"]);
    expect(ms).toBeGreaterThan(15_000);
    expect(ms).toBeLessThanOrEqual(30_000);
  });

  it("404 is absence for a read, and a refusal for a write", async () => {
    const { store } = setUp();
    server.misbehave = () => ({ status: 404 });
    expect(await store.get(NAME, undefined, { signal })).toBeUndefined();
    await expect(store.put(NAME, bytes, { signal })).rejects.toMatchObject({
      code: "store-refused",
    });
  });

  describe.each(WAYS)("over %s", (_, through) => {
    it.each(["cut", "cut half-way"] as const)("a connection that is %s", async (fault) => {
      const { store } = setUp(through);
      await store.put(NAME, bytes, { signal });
      server.misbehave = () => fault;
      const { error } = await outcome(store.get(NAME, undefined, { signal }));
      expect(error).toMatchObject({ name: "AppError", code: "store-unavailable" });
    });

    it("no error, however deep, holds the signed address", async () => {
      const { store } = setUp(through);
      const faults = [{ status: 403 }, { status: 302 }, { status: 500 }, "cut"] as const;
      for (const fault of faults) {
        server.misbehave = () => fault;
        const { error } = await outcome(store.put(NAME, bytes, { signal }));
        for (let at: unknown = error; at instanceof Error; at = at.cause) {
          const text = `${at.message} ${at.stack ?? ""} ${JSON.stringify(at)}`;
          expect(text).not.toMatch(/sig=|expires=|transfer-|an-object/);
        }
      }
    });

    it("a store that knows no ranges is read no further than needed", async () => {
      const { store } = setUp(through);
      const large = patternBytes(3_000_000);
      await store.put(NAME, large, { signal });
      server.misbehave = () => "no ranges";
      const found = await store.get(NAME, { offset: 1_000, lengthBytes: 500 }, { signal });
      expect(found).toEqual({ bytes: large.slice(1_000, 1_500), sizeBytes: 3_000_000 });
    });

    it("bytes go into the memory that was given, and signs of life are heard", async () => {
      const { store } = setUp(through);
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length)) as Uint8Array as Bytes;
      shared.set(bytes);
      await store.put(NAME, through === pool.http ? shared : bytes, { signal });
      const into = new Uint8Array(600);
      let signs = 0;
      const range = { offset: 7, lengthBytes: 500 };
      const options = { signal, into, onProgress: () => (signs += 1) };
      const found = await store.get(NAME, range, options);
      expect(found?.bytes.buffer).toBe(into.buffer);
      expect(into.slice(0, 500)).toEqual(bytes.slice(7, 507));
      expect(signs).toBeGreaterThan(2);
    });

    it("an aborted request rejects with the reason and is over at the store", async () => {
      const { store } = setUp(through);
      server.misbehave = () => "hang";
      const controller = new AbortController();
      const reason = new Error("the user went home");
      const reading = outcome(store.get(NAME, undefined, { signal: controller.signal }));
      while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      controller.abort(reason);
      expect((await reading).error).toBe(reason);
    });
  });
});

describe("create-only", () => {
  it("an answer that got lost: the second put finds the same bytes and is content", async () => {
    const { store, objects } = setUp();
    await store.put(NAME, bytes, { signal });
    await store.put(NAME, bytes, { signal });
    expect(objects.size).toBe(1);
    expect(server.requests.map(({ method }) => method)).toEqual(["PUT", "PUT", "GET"]);
  });

  it("an object that is refused and not there either may be tried again", async () => {
    const { store } = setUp();
    server.misbehave = ({ method }) => (method === "PUT" ? { status: 409 } : undefined);
    await expect(store.put(NAME, bytes, { signal })).rejects.toMatchObject({
      code: "store-unavailable",
    });
  });
});

describe("ranges", () => {
  it("a part from another place than asked for is refused", async () => {
    const { store } = setUp();
    const headers = { "content-range": "bytes 0-8/5000" };
    server.misbehave = () => ({ status: 206, headers });
    const reading = store.get(NAME, { offset: 10, lengthBytes: 9 }, { signal });
    await expect(reading).rejects.toMatchObject({ code: "store-refused" });
  });

  it("a part that is shorter than it says was cut, which may pass", async () => {
    const { store } = setUp();
    const headers = { "content-range": "bytes 10-1009/5000" };
    server.misbehave = () => ({ status: 206, headers });
    const reading = store.get(NAME, { offset: 10, lengthBytes: 1_000 }, { signal });
    await expect(reading).rejects.toMatchObject({ code: "store-unavailable" });
  });

  it("a part whose place is not said is refused", async () => {
    const { store } = setUp();
    server.misbehave = () => ({ status: 206 });
    const reading = store.get(NAME, { offset: 10, lengthBytes: 9 }, { signal });
    await expect(reading).rejects.toMatchObject({ code: "store-refused" });
  });
});

describe("a server that says there is no such range, and not how large the object is", () => {
  const untold = { status: 416, headers: {} };

  it("is asked for the first byte: without one the object is empty", async () => {
    const { store } = setUp();
    server.misbehave = () => untold;
    expect(await store.sizeOf(NAME, { signal })).toBe(0);
    const beyond = await store.get(NAME, { offset: 10, lengthBytes: 9 }, { signal });
    expect([beyond?.bytes.length, beyond?.sizeBytes]).toEqual([0, 0]);
  });

  it("is asked for the first byte: with one it tells", async () => {
    const { store } = setUp();
    await store.put(NAME, bytes, { signal });
    server.misbehave = ({ headers }) => (headers.range === "bytes=0-0" ? undefined : untold);
    const beyond = await store.get(NAME, { offset: 9_999, lengthBytes: 9 }, { signal });
    expect([beyond?.bytes.length, beyond?.sizeBytes]).toEqual([0, bytes.length]);
  });
});

describe("rights", () => {
  const names = Array.from({ length: 300 }, (_, at) => `object-${String(at)}`.padEnd(20, "x"));

  it("are asked for together, at most 256 at once", async () => {
    const { store, asked } = setUp();
    await Promise.all(names.map((name) => store.sizeOf(name, { signal })));
    // Four run at once, so this store alone never has more to ask for.
    expect(Math.max(...asked.batches.map((batch) => batch.length))).toBe(4);
    store.expect?.(
      names.map((name) => ({ method: "put", name, sizeBytes: 10 })),
      { signal },
    );
    const before = asked.batches.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked.batches.slice(before).map((batch) => batch.length)).toEqual([256, 44]);
  });

  it("what was expected needs no more asking, what was not does", async () => {
    const { store, asked } = setUp();
    store.expect?.([{ method: "put", name: NAME, sizeBytes: bytes.length }], { signal });
    await store.put(NAME, bytes, { signal });
    expect(asked.batches).toHaveLength(1);
    await store.put(OTHER, bytes, { signal });
    expect(asked.batches).toHaveLength(2);
  });

  it("that ran out are asked for again", async () => {
    const { store, asked } = setUp();
    asked.lifeSeconds = 10;
    store.expect?.([{ method: "put", name: NAME, sizeBytes: bytes.length }], { signal });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await store.put(NAME, bytes, { signal });
    expect(asked.batches).toHaveLength(2);
    expect(server.requests).toHaveLength(1);
  });

  it("that the store does not take any more are asked for once again", async () => {
    const { store, asked } = setUp();
    store.expect?.([{ method: "put", name: NAME, sizeBytes: bytes.length }], { signal });
    await new Promise((resolve) => setTimeout(resolve, 20));
    server.changeKey();
    await store.put(NAME, bytes, { signal });
    expect(asked.batches).toHaveLength(2);
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ["store-unavailable", "store-unavailable"],
    ["store-refused", "store-refused"],
    ["something-new", "store-unavailable"],
    ["recalled", "store-unavailable"],
  ])("that cannot be had for a store because of %s are %s of it", async (reason, code) => {
    const { store, asked } = setUp();
    asked.failWith = reason;
    const { error } = await outcome(store.put(NAME, bytes, { signal }));
    expect(error).toMatchObject({ code, details: { storeId: "store-1", reason } });
  });

  it("one who waits goes, the other one gets its right", async () => {
    const { store, open } = setUp();
    const controller = new AbortController();
    const reason = new Error("no longer wanted");
    const going = outcome(store.sizeOf(NAME, { signal: controller.signal }));
    const staying = open().sizeOf(NAME, { signal });
    controller.abort(reason);
    expect((await going).error).toBe(reason);
    expect(await staying).toBeUndefined();
  });

  it("after all who waited have gone the next one asks anew", async () => {
    const { store } = setUp();
    const controller = new AbortController();
    const going = outcome(store.sizeOf(NAME, { signal: controller.signal }));
    await Promise.resolve();
    controller.abort(new Error("no longer wanted"));
    expect(await store.sizeOf(NAME, { signal })).toBeUndefined();
    await going;
  });
});

it("never has more requests under way than it may", async () => {
  let running = 0;
  let most = 0;
  const { store } = setUp(async (request) => {
    running += 1;
    most = Math.max(most, running);
    return http(request).finally(() => (running -= 1));
  });
  await Promise.all(Array.from({ length: 20 }, () => store.sizeOf(NAME, { signal })));
  expect(most).toBe(4);
});
