import { createTaskGroup } from "../../src/core/transfer/task-group";
import { hang } from "../fakes/faulty-store";
import { never, outcome } from "../fakes/world";

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("ends when every task has ended, also those that tasks start", async () => {
  const group = createTaskGroup(never());
  const ended: string[] = [];
  group.run(async () => {
    await pause();
    group.run(async () => {
      await pause();
      ended.push("inner");
    });
    ended.push("outer");
  });
  await group.done();
  expect(ended).toEqual(["outer", "inner"]);
});

it("the first error stops the siblings, and is thrown after all have ended", async () => {
  const group = createTaskGroup(never());
  const first = new Error("first");
  let siblingEnded = false;
  group.run(async (signal) => {
    await hang(signal).catch(() => undefined);
    await pause();
    siblingEnded = true;
    throw new Error("second");
  });
  group.run(() => Promise.reject(first));
  expect((await outcome(group.done())).error).toBe(first);
  expect(siblingEnded).toBe(true);
  expect(group.signal.reason).toBe(first);
});

it("starts nothing once it has failed", async () => {
  const group = createTaskGroup(never());
  group.run(() => Promise.reject(new Error("failed")));
  await outcome(group.done());
  let started = false;
  group.run(() => {
    started = true;
    return Promise.resolve();
  });
  expect(started).toBe(false);
});

it("follows the outer signal, also one that was aborted before", async () => {
  const reason = new Error("the user went home");
  const controller = new AbortController();
  const group = createTaskGroup(controller.signal);
  group.run((signal) => hang(signal));
  controller.abort(reason);
  expect((await outcome(group.done())).error).toBe(reason);
  const late = createTaskGroup(AbortSignal.abort(reason));
  late.run(() => Promise.reject(new Error("must not run")));
  expect((await outcome(late.done())).error).toBe(reason);
});

it("an empty group ends", async () => {
  await expect(createTaskGroup(never()).done()).resolves.toBeUndefined();
});
