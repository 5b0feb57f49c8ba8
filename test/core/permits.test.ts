import * as fc from "fast-check";
import { createPermits } from "../../src/core/permits";

const never = new AbortController().signal;

/** Lets everything that is due happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("hands out as many as there are and makes the next one wait", async () => {
  const permits = createPermits(2);
  const giveBack = await permits.take(never);
  await permits.take(never);
  const third = jest.fn();
  void permits.take(never).then(third);
  await settle();
  expect(third).not.toHaveBeenCalled();
  giveBack();
  await settle();
  expect(third).toHaveBeenCalledTimes(1);
});

it("serves who waits in the order of asking", async () => {
  const permits = createPermits(1);
  const served: number[] = [];
  const giveBack = await permits.take(never);
  const waiting = [1, 2, 3].map(async (number) => {
    const back = await permits.take(never);
    served.push(number);
    back();
  });
  giveBack();
  await Promise.all(waiting);
  expect(served).toEqual([1, 2, 3]);
});

it("counts a permit that is given back twice only once", async () => {
  const permits = createPermits(1);
  const giveBack = await permits.take(never);
  giveBack();
  giveBack();
  await permits.take(never);
  const second = jest.fn();
  void permits.take(never).then(second);
  await settle();
  expect(second).not.toHaveBeenCalled();
});

it("lets go of who aborts while waiting, with the reason of the signal, and serves the next", async () => {
  const permits = createPermits(1);
  const giveBack = await permits.take(never);
  const controller = new AbortController();
  const reason = new Error("changed my mind");
  const aborted = permits.take(controller.signal);
  const next = permits.take(never);
  controller.abort(reason);
  await expect(aborted).rejects.toBe(reason);
  giveBack();
  await expect(next).resolves.toBeInstanceOf(Function);
});

it("rejects, and does not throw, when the signal has aborted before", async () => {
  const permits = createPermits(1);
  const reason = new Error("too late");
  const onRejected = jest.fn();
  await permits.take(AbortSignal.abort(reason)).catch(onRejected);
  expect(onRejected).toHaveBeenCalledWith(reason);
  await expect(permits.take(never)).resolves.toBeInstanceOf(Function);
});

it("keeps a permit that was granted before the abort until it is given back", async () => {
  const permits = createPermits(1);
  const controller = new AbortController();
  const giveBack = await permits.take(controller.signal);
  controller.abort();
  const second = jest.fn();
  void permits.take(never).then(second);
  await settle();
  expect(second).not.toHaveBeenCalled();
  giveBack();
  await settle();
  expect(second).toHaveBeenCalledTimes(1);
});

it("never has more out than there are, and loses none, whatever is taken, aborted and given back", async () => {
  const step = fc.constantFrom("take", "give", "abort");
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step), async (count, steps) => {
      const permits = createPermits(count);
      const held: (() => void)[] = [];
      const waiting: AbortController[] = [];
      const take = (): void => {
        const controller = new AbortController();
        waiting.push(controller);
        permits.take(controller.signal).then(
          (giveBack) => {
            waiting.splice(waiting.indexOf(controller), 1);
            held.push(giveBack);
          },
          () => waiting.splice(waiting.indexOf(controller), 1),
        );
      };
      for (const action of steps) {
        if (action === "take") take();
        else if (action === "give") held.shift()?.();
        else waiting[0]?.abort();
        await settle();
        expect(held.length).toBeLessThanOrEqual(count);
        if (waiting.length > 0) expect(held).toHaveLength(count);
      }
      for (const controller of [...waiting]) controller.abort();
      await settle();
      for (const giveBack of held.splice(0)) giveBack();
      for (let taken = 0; taken < count; taken += 1) await permits.take(never);
    }),
    { numRuns: 50 },
  );
});
