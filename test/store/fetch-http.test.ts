/** Bodies of answers by fetch: into memory that is there, whatever a server does. */
import type { Bytes } from "../../src/core/bytes";
import { fetchHttp } from "../../src/core/fetch-http";
import type { HttpAnswer, HttpRequest } from "../../src/core/http";
import { patternBytes } from "../fakes/memory-tree";
import { never, outcome } from "../fakes/world";

const LARGE = patternBytes(600_000, "body");
const PIECE_BYTES = 100_000;

interface Given {
  readonly status?: number;
  readonly length?: number;
  readonly body?: Bytes;
  /** The body breaks off with it. */
  readonly error?: Error;
  /** Whether its stream can fill memory, as those of today's browsers can. */
  readonly fills?: boolean;
}

function streamOf({ body = LARGE, error, fills = true }: Given): ReadableStream {
  let at = 0;
  const pull = (
    controller: ReadableByteStreamController | ReadableStreamDefaultController,
  ): void => {
    if (at < body.length) {
      controller.enqueue(body.slice(at, at + PIECE_BYTES));
      at += PIECE_BYTES;
    } else if (error !== undefined) {
      controller.error(error);
    } else {
      controller.close();
      if ("byobRequest" in controller) controller.byobRequest?.respond(0);
    }
  };
  return fills ? new ReadableStream({ type: "bytes", pull }) : new ReadableStream({ pull });
}

function get(given: Given, options: Partial<HttpRequest> = {}): Promise<HttpAnswer> {
  const { status = 200, length = (given.body ?? LARGE).length } = given;
  const headers = { "content-length": String(length) };
  const http = fetchHttp(() => Promise.resolve(new Response(streamOf(given), { status, headers })));
  const request = { method: "GET", url: "https://store.example/", headers: {} } as const;
  return http({ ...request, maxBytes: 1_000_000, signal: never(), ...options });
}

const same = (a: Bytes, b: Bytes): boolean => Buffer.compare(a, b) === 0;

describe.each([true, false])("by a stream that fills memory: %s", (fills) => {
  it("a body is in the memory that was given, which may have moved", async () => {
    const into = new Uint8Array(700_000);
    const { body } = await get({ fills }, { into });
    expect(same(body, LARGE)).toBe(true);
    expect([body.byteOffset, body.buffer.byteLength]).toEqual([0, 700_000]);
    expect(into.buffer.byteLength).toBe(fills ? 0 : 700_000);
  });

  it("every piece is a sign of life", async () => {
    let signs = 0;
    const onProgress = (): void => {
      signs += 1;
    };
    await get({ fills }, { onProgress });
    expect(signs).toBeGreaterThanOrEqual(1 + LARGE.length / PIECE_BYTES);
  });

  it("no more is read than is wanted", async () => {
    const { body } = await get({ fills }, { maxBytes: 300_000 });
    expect(same(body, LARGE.subarray(0, 300_000))).toBe(true);
  });

  it("a body that ends too early is what has come of it", async () => {
    const { body } = await get({ fills, length: 700_000 }, { into: new Uint8Array(700_000) });
    expect(same(body, LARGE)).toBe(true);
  });

  it("one that is longer than it said is cut", async () => {
    const { body } = await get({ fills, length: 500_000 });
    expect(same(body, LARGE.subarray(0, 500_000))).toBe(true);
  });

  it("one that breaks off rejects", async () => {
    const error = new TypeError("terminated");
    expect((await outcome(get({ fills, error, length: 700_000 }))).error).toBe(error);
  });

  it("a cancelled one rejects with the signal's reason", async () => {
    const stop = new AbortController();
    const onProgress = (): void => {
      stop.abort(new Error("enough"));
    };
    const error = new TypeError("aborted");
    const cancelled = get({ fills, error, length: 700_000 }, { signal: stop.signal, onProgress });
    expect((await outcome(cancelled)).error).toMatchObject({ message: "enough" });
  });

  it("memory that an earlier answer took along is not used again", async () => {
    const into = new Uint8Array(LARGE.length);
    const { body } = await get({ fills, status: 403 }, { into });
    expect(same(body, LARGE)).toBe(true);
    const empty = await get({ fills, status: 404, body: new Uint8Array(0) }, { into });
    expect([empty.status, empty.body.length]).toEqual([404, 0]);
    expect(same((await get({ fills }, { into })).body, LARGE)).toBe(true);
  });
});

it("a short body leaves the memory where it is: it may be the text of an error", async () => {
  const into = new Uint8Array(1_000);
  const { body } = await get({ status: 404, body: patternBytes(500, "text") }, { into });
  expect([body.length, into.buffer.byteLength]).toEqual([500, 1_000]);
});
