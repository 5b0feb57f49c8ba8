/** Calls to a gateway that dies, throttles, lies and lives in another time. */
import { utf8 } from "../../src/core/bytes";
import { encodeError, readStateAnswer, type Message } from "../../src/core/gateway-api";
import { GatewayClient, type GatewayCall } from "../../src/core/gateway-client/gateway-client";
import { AppError } from "../../src/core/errors";
import type { HttpAnswer, HttpRequest } from "../../src/core/http";
import { createVirtualEnv } from "../fakes/virtual-env";
import { never, outcome } from "../fakes/world";

type Reply = { status?: number; headers?: Record<string, string>; body?: string } | Error;

const OK = { body: '{"actions":[]}' };
const READ = { path: "/api/v1/x", read: readStateAnswer, isSigned: false };

/** A gateway that answers by a script; the last answer is repeated. */
function setUp(...script: readonly Reply[]) {
  const env = createVirtualEnv();
  const requests: HttpRequest[] = [];
  const tokens: string[] = [];
  const client = new GatewayClient({
    origin: "https://porter.example",
    env,
    token: () => Promise.resolve(tokens.shift()),
    http: (request): Promise<HttpAnswer> => {
      const reply = script[Math.min(requests.length, script.length - 1)]!;
      requests.push(request);
      if (reply instanceof Error) return Promise.reject(reply);
      const headers = new Map(Object.entries(reply.headers ?? {}));
      const { status = 200, body = "" } = reply;
      return Promise.resolve({ status, header: (name) => headers.get(name), body: utf8(body) });
    },
  });
  const call = (more: Partial<GatewayCall<{ actions: readonly unknown[] }>> = {}) =>
    outcome(client.call({ ...READ, ...more }, { signal: never() }));
  return { env, requests, tokens, client, call };
}

const refused = Object.assign(new TypeError("fetch failed"), {
  cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
});
const wire = (error: AppError, status: number) => ({
  status,
  body: JSON.stringify(encodeError(error)),
});

it("a gateway that was never there is given up after seconds", async () => {
  const { call, env } = setUp(refused);
  const { error } = await call();
  expect(error).toMatchObject({
    code: "gateway-unavailable",
    details: { reason: "ECONNREFUSED" },
  });
  expect(env.elapsedMs()).toBeLessThan(5_000);
});

it("one that has answered before is waited for, and whoever waits hears signs of life", async () => {
  const away = Array.from({ length: 40 }, () => refused);
  const { call, env, client } = setUp({ ...OK, headers: { date: dateOf(0) } }, ...away, OK);
  await call();
  const life: number[] = [];
  const onProgress = (): void => void life.push(env.elapsedMs());
  await client.call(READ, { signal: never(), onProgress });
  expect(env.elapsedMs()).toBeGreaterThan(50_000);
  const gaps = life.map((ms, at) => ms - (life[at - 1] ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(20_000);
});

it("but not for ever", async () => {
  const { call, env } = setUp({ ...OK, headers: { date: dateOf(0) } }, refused);
  await call();
  expect((await call()).error).toMatchObject({ code: "gateway-unavailable" });
  expect(env.elapsedMs()).toBeGreaterThan(170_000);
  expect(env.elapsedMs()).toBeLessThan(190_000);
});

function dateOf(aheadMs: number): string {
  return new Date(Date.UTC(2027, 0, 1) + aheadMs).toUTCString();
}

it.each([-7_200_000, -1_000, 0, 86_400_000])("its clock counts: %d ms", async (aheadMs) => {
  const { call, client, env } = setUp({ ...OK, headers: { date: dateOf(aheadMs) } });
  await call();
  expect(Math.abs(client.nowMs() - env.nowMs() - aheadMs)).toBeLessThanOrEqual(1_000);
});

it.each([502, 503, 504, 500, 429])("a proxy's own %d is waited for", async (status) => {
  const { call, requests } = setUp({ status, body: "<h1>Bad Gateway</h1>" }, OK);
  expect((await call()).value).toEqual({ actions: [] });
  expect(requests).toHaveLength(2);
});

it.each<Reply>([
  { status: 404, body: "<h1>Not Found</h1>" },
  { status: 302, headers: { location: "https://elsewhere.example" } },
  { status: 0 },
  { status: 200, body: "<html>Please log in to the Wi-Fi</html>" },
  { status: 200, body: '{"actions":"all"}' },
  { status: 403, body: '{"code":7}' },
])("what is no gateway is said to be none: %j", async (reply) => {
  const { call, requests } = setUp(reply);
  expect((await call()).error).toMatchObject({ code: "gateway-invalid" });
  expect(requests).toHaveLength(1);
});

it.each(["recalled", "sign-in-needed", "action-refused", "too-few-stores"] as const)(
  "%s is told as it is and not tried again",
  async (code) => {
    const error = new AppError(code, { details: { atSeconds: 7 } });
    const { call, requests } = setUp(wire(error, 403));
    expect((await call()).error).toMatchObject({ code, details: { atSeconds: 7 } });
    expect(requests).toHaveLength(1);
  },
);

it("it is left alone for as long as it asks", async () => {
  const busy = wire(new AppError("gateway-busy"), 429);
  const { call, env } = setUp({ ...busy, headers: { "retry-after": "3" } }, OK);
  expect((await call()).value).toEqual({ actions: [] });
  expect(env.elapsedMs()).toBe(3_000);
});

it("an action that was too old is signed again by its clock, once", async () => {
  const stale = wire(new AppError("action-stale"), 403);
  const { call, client, requests } = setUp({ ...stale, headers: { date: dateOf(3_600_000) } }, OK);
  const signed: number[] = [];
  const request = (): Promise<Message> => {
    signed.push(client.nowMs());
    return Promise.resolve({ actions: [] });
  };
  expect((await call({ request })).error).toBeUndefined();
  expect(requests).toHaveLength(2);
  expect(signed[1]! - signed[0]!).toBeGreaterThan(3_500_000);
});

it("one that is too old for good is refused", async () => {
  const { call, requests } = setUp(wire(new AppError("action-stale"), 403));
  expect((await call()).error).toMatchObject({ code: "action-stale" });
  expect(requests).toHaveLength(2);
});

it("a token goes with the calls that need it, read anew for each attempt, and with no other", async () => {
  const { call, requests, tokens } = setUp(refused, OK);
  tokens.push("first", "second");
  await call({ isSigned: true });
  await call();
  expect(requests.map(({ headers }) => headers["authorization"])).toEqual([
    "Bearer first",
    "Bearer second",
    undefined,
  ]);
});

it("an abort ends the waiting with its reason", async () => {
  const { client, env } = setUp(refused);
  const controller = new AbortController();
  const calling = outcome(client.call(READ, { signal: controller.signal }));
  await env.sleep(1_000);
  controller.abort(new Error("the user went home"));
  expect((await calling).error).toMatchObject({ message: "the user went home" });
});
