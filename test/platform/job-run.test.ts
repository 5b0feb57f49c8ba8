/** A job of a page: attempts, pauses, waiting for stores, and what a page hears of it. */
import { AppError } from "../../src/core/errors";
import type { OnProgress } from "../../src/core/transfer/progress";
import type { WireUpdate } from "../../src/platform/browser/protocol";
import { JobRun } from "../../src/platform/browser/worker/job-run";
import { createVirtualEnv } from "../fakes/virtual-env";

type Attempt = (signal: AbortSignal, onProgress: OnProgress) => Promise<string>;

const tooFew = (reason: string): AppError =>
  new AppError("too-few-stores", { details: { needed: 3, left: 2, dead: [`store-1: ${reason}`] } });

function createJob(attempt: Attempt, canBeEased = false) {
  const env = createVirtualEnv();
  const updates: WireUpdate[] = [];
  const network = new EventTarget();
  const onUpdate = (update: WireUpdate): void => {
    updates.push(update);
  };
  const run = new JobRun({ env, attempt, canBeEased, network, onUpdate });
  const states = (): string[] =>
    updates.map(({ state }) => state).filter((state, at, all) => state !== all[at - 1]);
  return { env, run, updates, states, network };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

it("runs once and is done", async () => {
  const { run, states } = createJob(() => Promise.resolve("done"));
  expect(await run.run()).toBe("done");
  expect(states()).toEqual(["running", "done"]);
});

it("fails with what cannot pass, and says so", async () => {
  const { run, updates, states } = createJob(() => Promise.reject(new AppError("source-changed")));
  await expect(run.run()).rejects.toMatchObject({ code: "source-changed" });
  expect(states()).toEqual(["running", "failed"]);
  expect(updates.at(-1)?.problem?.code).toBe("source-changed");
});

it("tries again by itself while stores are away, and says which", async () => {
  let attempts = 0;
  const { run, states, updates } = createJob(() => {
    attempts += 1;
    return attempts < 4 ? Promise.reject(tooFew("store-unavailable")) : Promise.resolve("done");
  });
  expect(await run.run()).toBe("done");
  expect(attempts).toBe(4);
  expect(states().slice(0, 3)).toEqual(["running", "waiting", "running"]);
  const waiting = updates.find(({ state }) => state === "waiting");
  expect(waiting?.problem?.details["dead"]).toEqual(["store-1: store-unavailable"]);
});

it("does not wait for stores that have lied", async () => {
  const { run } = createJob(() => Promise.reject(tooFew("lied")));
  await expect(run.run()).rejects.toMatchObject({ code: "too-few-stores" });
});

it("waits for the user where the user can do with less", async () => {
  let minStores = 4;
  const { run, states } = createJob(
    () =>
      minStores > 3
        ? Promise.reject(tooFew("store-full"))
        : Promise.resolve(`with ${String(minStores)}`),
    true,
  );
  const ended = run.run();
  await soon();
  expect(states()).toEqual(["running", "waiting"]);
  minStores = 3;
  run.resume();
  expect(await ended).toBe("with 3");
});

it("goes on when that is asked for before the pause has come to its end", async () => {
  let attempts = 0;
  const { run } = createJob((signal) => {
    attempts += 1;
    return attempts === 1 ? untilAborted(signal) : Promise.resolve("done");
  });
  const ended = run.run();
  await soon();
  run.pause();
  run.resume();
  expect(await ended).toBe("done");
  expect(attempts).toBe(2);
});

it("tries at once when the network is back", async () => {
  let isOnline = false;
  const { run, network, states } = createJob(
    () => (isOnline ? Promise.resolve("done") : Promise.reject(tooFew("store-full"))),
    true,
  );
  const ended = run.run();
  await soon();
  expect(states().at(-1)).toBe("waiting");
  isOnline = true;
  network.dispatchEvent(new Event("online"));
  expect(await ended).toBe("done");
});

it("pauses in order and goes on", async () => {
  let attempts = 0;
  const { run, states } = createJob((signal) => {
    attempts += 1;
    return attempts === 1 ? untilAborted(signal) : Promise.resolve("done");
  });
  const ended = run.run();
  await soon();
  run.pause();
  await soon();
  expect(states()).toEqual(["running", "paused"]);
  run.resume();
  expect(await ended).toBe("done");
});

it.each(["running", "paused"])("is cancelled while %s", async (when) => {
  const { run, states } = createJob(untilAborted);
  const ended = run.run();
  await soon();
  if (when === "paused") run.pause();
  await soon();
  run.cancel();
  await expect(ended).rejects.toMatchObject({ code: "cancelled" });
  expect(states().at(-1)).toBe("cancelled");
});

it("tells of progress at most ten times a second, and of the last state always", async () => {
  const { run, updates } = createJob(async (_, onProgress) => {
    for (let doneBytes = 0; doneBytes <= 10_000; doneBytes += 1) {
      onProgress({ phase: "moving", totalBytes: 10_000, doneBytes, stores: [] });
    }
    return Promise.resolve("done");
  });
  await run.run();
  expect(updates.length).toBeLessThan(10);
  expect(updates.at(-1)).toMatchObject({ state: "done", doneBytes: 10_000 });
});
