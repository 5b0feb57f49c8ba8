import { getEventListeners } from "node:events";
import { isAppError } from "../../src/core/errors";
import { linkAbort } from "../../src/core/linked-abort";

const listenersOf = ({ signal }: AbortController): number =>
  getEventListeners(signal, "abort").length;

it("aborts with the first of the others, with its reason, and lets go of all", () => {
  const others = [new AbortController(), new AbortController()] as const;
  const link = linkAbort(...others.map(({ signal }) => signal));
  expect(link.signal.aborted).toBe(false);
  const reason = new Error("the reason");
  others[1].abort(reason);
  expect(link.signal.reason).toBe(reason);
  expect(others.map(listenersOf)).toEqual([0, 0]);
  others[0].abort(new Error("a later one"));
  expect(link.signal.reason).toBe(reason);
});

it("is aborted from the beginning where one of them was", () => {
  const reason = new Error("long ago");
  const other = new AbortController();
  const link = linkAbort(other.signal, AbortSignal.abort(reason));
  expect(link.signal.reason).toBe(reason);
  expect(listenersOf(other)).toBe(0);
});

it("cancels what still works on the call when that ends, and leaves nothing at the others", () => {
  const other = new AbortController();
  for (let call = 0; call < 1_000; call += 1) {
    const link = linkAbort(other.signal);
    expect(listenersOf(other)).toBe(1);
    link.end();
    expect(isAppError(link.signal.reason) && link.signal.reason.code).toBe("cancelled");
  }
  expect(listenersOf(other)).toBe(0);
  expect(other.signal.aborted).toBe(false);
});
