/** The small parts of the coordinator: rates, a clock that sleeps, and the order of what was picked. */
import { AppError } from "../../src/core/errors";
import type { Env } from "../../src/core/env";
import type { Progress } from "../../src/core/transfer/progress";
import type { Picked } from "../../src/platform/browser/picked";
import { arrange } from "../../src/platform/browser/worker/arrange";
import { createAwakeEnv } from "../../src/platform/browser/worker/awake-env";
import { summarize } from "../../src/platform/browser/worker/summary";
import { UpdateMeter } from "../../src/platform/browser/worker/update-meter";

describe("rates", () => {
  const progress = (doneBytes: number, ...bytes: readonly number[]): Progress => ({
    phase: "moving",
    totalBytes: 100_000,
    doneBytes,
    stores: bytes.map((count, at) => ({
      storeId: `store-${String(at)}`,
      bytes: count,
      phase: "working",
    })),
  });

  it("are those of the last seconds, and remaining time follows from them", () => {
    const meter = new UpdateMeter();
    for (let second = 0; second <= 20; second += 1) {
      meter.take(progress(second < 10 ? 0 : (second - 10) * 1_000, second * 300), second * 1_000);
    }
    const { bytesPerSecond, remainingSeconds, stores } = meter.read(20_000, true);
    expect(bytesPerSecond).toBeCloseTo(1_000);
    expect(remainingSeconds).toBeCloseTo(90);
    expect(stores[0]?.bytesPerSecond).toBeCloseTo(300);
  });

  it("are nothing while nothing runs", () => {
    const meter = new UpdateMeter();
    meter.take(progress(0, 0), 0);
    meter.take(progress(5_000, 5_000), 1_000);
    expect(meter.read(2_000, false)).toMatchObject({
      bytesPerSecond: 0,
      remainingSeconds: undefined,
    });
  });

  it("name a store that has stood still for half a minute, and not one that is lost", () => {
    const meter = new UpdateMeter();
    for (let second = 0; second <= 40; second += 1) {
      const { stores, ...rest } = progress(second * 10, second * 10, 500, 500);
      const [quick, still, lost] = stores;
      const lostStore = { ...lost!, phase: "lost" as const };
      meter.take({ ...rest, stores: [quick!, still!, lostStore] }, second * 1_000);
    }
    const stalled = meter.read(40_000, true).stores.map(({ isStalled }) => isStalled);
    expect(stalled).toEqual([false, true, false]);
  });
});

/** A clock that a test moves by hand; sleepers wake when it has passed their time. */
function createManualEnv() {
  let nowMs = 0;
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  const env: Env = {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    chance: () => 0.5,
    sleep: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        sleepers.push({ atMs: nowMs + delayMs, wake: resolve });
        signal?.addEventListener("abort", () => {
          reject(signal.reason as Error);
        });
      }),
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    env,
    /** All timers that are due run when the clock stands at the new time, as after a sleep. */
    async jump(byMs: number): Promise<void> {
      nowMs += byMs;
      for (const sleeper of sleepers.splice(0)) {
        if (sleeper.atMs <= nowMs) sleeper.wake();
        else sleepers.push(sleeper);
      }
      await settle();
    },
  };
}

describe("the clock of a worker", () => {
  it("passes as usual while the machine is awake", async () => {
    const manual = createManualEnv();
    const awake = createAwakeEnv(manual.env);
    for (let second = 0; second < 30; second += 1) await manual.jump(1_000);
    expect(awake.monotonicMs()).toBe(30_000);
  });

  it("stands still while the machine sleeps: a limit does not pass in its sleep", async () => {
    const manual = createManualEnv();
    const awake = createAwakeEnv(manual.env);
    let isOver = false;
    void awake.sleep(60_000).then(() => (isOver = true));
    for (let second = 0; second < 10; second += 1) await manual.jump(1_000);
    await manual.jump(90_000);
    expect(isOver).toBe(false);
    expect(awake.monotonicMs()).toBeLessThan(12_000);
    for (let second = 0; second < 50; second += 1) await manual.jump(1_000);
    expect(isOver).toBe(true);
  });

  it("wakes who sleeps when the signal aborts", async () => {
    const { env } = createManualEnv();
    const controller = new AbortController();
    const sleeping = createAwakeEnv(env).sleep(1_000, controller.signal);
    controller.abort(new AppError("cancelled"));
    await expect(sleeping).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("what was picked", () => {
  const file = (size: number): File => ({ size, name: "a", lastModified: 0 }) as File;
  const pick = (paths: readonly string[], dirs: readonly string[] = []): Picked => ({
    files: paths.map((path) => ({ path, file: file(1) })),
    dirs,
    handles: [],
  });
  const pathsOf = (picked: Picked): string[] => arrange(picked).files.map(({ path }) => path);

  it("has one order, however it was picked", () => {
    const paths = ["b/2", "a", "b/1/x", "c", "b/1/a"];
    expect(pathsOf(pick(paths))).toEqual(["a", "b/1/a", "b/1/x", "b/2", "c"]);
    expect(pathsOf(pick([...paths].reverse()))).toEqual(pathsOf(pick(paths)));
  });

  it("keeps folders in which nothing lies, and only those", () => {
    const { dirs } = arrange(pick(["a/b/file"], ["a/empty", "a/b", "x/y/z"]));
    expect(dirs).toEqual(["a/empty", "x/y/z"]);
  });

  it("gives names that the format cannot hold, or that collide, other ones and says so", () => {
    const { files, renamed } = arrange(pick(["a\\b", "A", "a", "dup", "dup"]));
    expect(files.map(({ path }) => path)).toEqual(["A", "a~2", "a_b", "dup", "dup~2"]);
    expect(renamed).toEqual([
      { from: "a", to: "a~2" },
      { from: "a\\b", to: "a_b" },
      { from: "dup", to: "dup~2" },
    ]);
  });

  it("is refused with a path that is too long", () => {
    const long = Array.from({ length: 12 }, () => "x".repeat(100)).join("/");
    const error: unknown = (() => {
      try {
        return arrange(pick([long]));
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: "source-path-too-long" });
  });

  it("is summed up by what was dropped", () => {
    const files = [
      { path: "docs/a", size: 5 },
      { path: "docs/b/c", size: 7 },
      { path: "one", size: 1 },
    ];
    expect(summarize({ files, dirs: ["empty"] })).toEqual({
      fileCount: 3,
      totalBytes: 13,
      roots: [
        { name: "docs", isFolder: true, sizeBytes: 12 },
        { name: "one", isFolder: false, sizeBytes: 1 },
        { name: "empty", isFolder: true, sizeBytes: 0 },
      ],
    });
  });
});
