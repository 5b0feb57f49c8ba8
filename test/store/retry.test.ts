import type { ErrorCode, ErrorDetails } from "../../src/core/errors";
import { AppError, isAppError } from "../../src/core/errors";
import { createMemoryStore } from "../../src/core/store/memory-store";
import type { CallOptions } from "../../src/core/store/store";
import { BRISK, PATIENT, retryingStore, withRetry } from "../../src/core/store/retry";
import { always, faultyStore, first, type Call, type Script } from "../fakes/faulty-store";
import { patternBytes } from "../fakes/memory-tree";
import { createVirtualEnv } from "../fakes/virtual-env";
import { never, outcome } from "../fakes/world";

const NAME = "an-object-0000000000";

function setUp(script: Script, policy = PATIENT) {
  const env = createVirtualEnv();
  const log: Call[] = [];
  const inner = createMemoryStore("store-1");
  const { objects } = faultyStore(inner, { env, script, log });
  const told: string[] = [];
  const store = retryingStore(objects, policy, env, {
    onRetry: (storeId, error) => {
      told.push(`${storeId}: ${error.code}`);
    },
  });
  const put = (signal = never()): Promise<void> => store.put(NAME, patternBytes(9), { signal });
  return { env, log, inner, store, told, put };
}

const error = (code: ErrorCode, details?: ErrorDetails) =>
  ({ kind: "error", code, ...(details && { details }) }) as const;

it("repeats what may succeed later, and tells each time", async () => {
  const { put, log, told, inner } = setUp(first(3, error("store-unavailable"), "put"));
  await put();
  expect(log).toHaveLength(4);
  expect(told).toEqual(Array(3).fill("store-1: store-unavailable"));
  expect(inner.objects.get(NAME)).toEqual(patternBytes(9));
});

it.each<ErrorCode>(["store-conflict", "store-refused", "store-full", "internal"])(
  "does not repeat %s",
  async (code) => {
    const { put, log, env } = setUp(always(error(code)));
    await expect(put()).rejects.toMatchObject({ code });
    expect(log).toHaveLength(1);
    expect(env.elapsedMs()).toBe(0);
  },
);

it("does not repeat what is no AppError: that is a bug, not weather", async () => {
  const env = createVirtualEnv();
  let calls = 0;
  const call = (): Promise<never> => {
    calls += 1;
    return Promise.reject(new TypeError("x is not a function"));
  };
  await expect(withRetry(call, PATIENT, env, never())).rejects.toThrow(TypeError);
  expect(calls).toBe(1);
});

it.each([
  ["PATIENT", PATIENT],
  ["BRISK", BRISK],
])("gives up with the last error at the deadline of %s", async (_, policy) => {
  const { put, env, log } = setUp(always(error("store-unavailable")), policy);
  await expect(put()).rejects.toMatchObject({ code: "store-unavailable" });
  expect(env.elapsedMs()).toBeLessThanOrEqual(policy.deadlineMs);
  expect(env.elapsedMs()).toBeGreaterThan(policy.deadlineMs - policy.longestDelayMs);
  expect(log.length).toBeGreaterThan(3);
});

it("waits as long as the store asked", async () => {
  const asked = error("store-throttled", { retryAfterMs: 7_000 });
  const { put, env, log } = setUp(first(2, asked, "put"));
  await put();
  expect(env.elapsedMs()).toBe(14_000);
  expect(log).toHaveLength(3);
});

it("a reader that is brisk has more patience with a store that asks for fewer requests", async () => {
  const asked = error("store-throttled", { retryAfterMs: 2_000 });
  const { put, env } = setUp(first(3, asked, "put"), BRISK);
  await put();
  expect(env.elapsedMs()).toBe(6_000);
  const endless = setUp(always(error("store-throttled")), BRISK);
  await expect(endless.put()).rejects.toMatchObject({ code: "store-throttled" });
  expect(endless.env.elapsedMs()).toBeGreaterThan(7_000);
  expect(endless.env.elapsedMs()).toBeLessThanOrEqual(8_000);
});

it("does not begin to wait longer than the deadline", async () => {
  const { put, env } = setUp(always(error("store-throttled", { retryAfterMs: 31_000 })));
  await expect(put()).rejects.toMatchObject({ code: "store-throttled" });
  expect(env.elapsedMs()).toBe(0);
});

it("an abort ends the wait with the reason of the signal", async () => {
  const { put, env, log } = setUp(always(error("store-unavailable")));
  const controller = new AbortController();
  const reason = new Error("the user went home");
  const putting = outcome(put(controller.signal));
  await env.sleep(500);
  controller.abort(reason);
  expect((await putting).error).toBe(reason);
  const calls = log.length;
  await env.sleep(60_000);
  expect(log).toHaveLength(calls);
});

it("an abort is told apart from an error of the store that comes with it", async () => {
  const controller = new AbortController();
  const reason = new Error("the user went home");
  const call = (): Promise<never> => {
    controller.abort(reason);
    return Promise.reject(new AppError("store-unavailable"));
  };
  const { error: thrown } = await outcome(
    withRetry(call, PATIENT, createVirtualEnv(), controller.signal),
  );
  expect([reason.message, "the store does not answer"]).toContain((thrown as Error).message);
});

it("a store that never answers is given up, and its requests are cancelled", async () => {
  const { put, env, log } = setUp(always({ kind: "hang" }));
  const { error: thrown } = await outcome(put());
  expect(isAppError(thrown) && thrown.code).toBe("store-unavailable");
  expect(env.elapsedMs()).toBeLessThanOrEqual(3 * PATIENT.attemptMs);
  expect(log.every(({ outcome: how }) => how === "aborted")).toBe(true);
});

it("a put whose answer got lost succeeds at the second try", async () => {
  const lost = { ...error("store-unavailable"), after: true };
  const { put, inner, log } = setUp(first(1, lost, "put"));
  await put();
  expect(log).toHaveLength(2);
  expect(inner.objects.size).toBe(1);
});

it("what a timed-out read writes late reaches nobody", async () => {
  const env = createVirtualEnv();
  const good = patternBytes(64, "good");
  let attempts = 0;
  /** A disk that sleeps for two minutes at the first read and cannot be woken. */
  const sleepy = {
    ...createMemoryStore("sleepy"),
    async get(_name: string, _range: unknown, options: { into?: Uint8Array<ArrayBuffer> }) {
      attempts += 1;
      const bytes = options.into ?? new Uint8Array(64);
      if (attempts === 1) {
        await env.sleep(120_000);
        bytes.fill(0xee);
      } else bytes.set(good);
      return { bytes, sizeBytes: 64 };
    },
  };
  const store = retryingStore(sleepy, PATIENT, env);
  const into = new Uint8Array(64);
  const stored = await store.get(NAME, undefined, { signal: never(), into });
  await env.sleep(200_000);
  expect(attempts).toBe(2);
  expect(stored?.bytes).toEqual(good);
});

describe("a slow link is not a dead one", () => {
  const megabytes = patternBytes(4 * 2 ** 20);
  const putMegabytes = ({ store }: ReturnType<typeof setUp>) =>
    store.put(NAME, megabytes, { signal: never() });

  it("a put has the time that its bytes take at 256 kbit/s, and a minute", async () => {
    const slow = setUp(always({ kind: "delay", ms: 128_000 + 59_000 }));
    await putMegabytes(slow);
    expect(slow.log).toHaveLength(1);
  });

  it("a put that takes longer than that is given up", async () => {
    const stuck = setUp(always({ kind: "hang" }));
    const { error: thrown } = await outcome(putMegabytes(stuck));
    expect(isAppError(thrown) && thrown.code).toBe("store-unavailable");
    expect(stuck.env.elapsedMs()).toBeGreaterThan(188_000);
    expect(stuck.env.elapsedMs()).toBeLessThan(3 * 188_000);
  });

  /** A read of ten pieces, one in each `pieceMs`. */
  async function readPieces(pieceMs: number, tellsProgress: boolean) {
    const env = createVirtualEnv();
    let attempts = 0;
    const pieces = {
      ...createMemoryStore("pieces"),
      tellsProgress,
      async get(_name: string, _range: unknown, options: CallOptions) {
        attempts += 1;
        for (let piece = 0; piece < 10; piece += 1) {
          await env.sleep(pieceMs, options.signal);
          options.onProgress?.();
        }
        return { bytes: patternBytes(10), sizeBytes: 10 };
      },
    };
    const store = retryingStore(pieces, BRISK, env);
    const reading = store.get(NAME, { offset: 0, lengthBytes: 10 }, { signal: never() });
    return { ...(await outcome(reading)), attempts: () => attempts };
  }

  it("a read lives as long as its pieces come", async () => {
    const { value, attempts } = await readPieces(29_000, true);
    expect(value?.bytes).toHaveLength(10);
    expect(attempts()).toBe(1);
  });

  it("a read whose pieces stop coming is given up", async () => {
    const { error: thrown } = await readPieces(31_000, true);
    expect(thrown).toMatchObject({ code: "store-unavailable", details: { reason: "ETIMEDOUT" } });
  });

  it("signs of life reach whoever called", async () => {
    let signs = 0;
    const inner = createMemoryStore("store-1");
    const chatty = {
      ...inner,
      put: (name: string, bytes: Uint8Array<ArrayBuffer>, options: CallOptions) => {
        options.onProgress?.();
        return inner.put(name, bytes, options);
      },
    };
    const store = retryingStore(chatty, PATIENT, createVirtualEnv());
    await store.put(NAME, patternBytes(1), { signal: never(), onProgress: () => (signs += 1) });
    expect(signs).toBe(1);
  });
});
