/** Several tasks as one: the first error stops the siblings and is the error of the whole. */

export interface TaskGroup {
  /** Aborts when a task fails or when the outer signal does. */
  readonly signal: AbortSignal;
  /** Starts a task. Once the group has failed nothing is started any more. */
  run(task: (signal: AbortSignal) => Promise<void>): void;
  /** Resolves when every task has ended; rejects with the first error, after all have ended. */
  done(): Promise<void>;
}

export function createTaskGroup(outer: AbortSignal): TaskGroup {
  const controller = new AbortController();
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    controller.abort(error);
  };
  const follow = (): void => {
    fail(outer.reason);
  };
  if (outer.aborted) follow();
  else outer.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    run(task) {
      if (failure !== undefined) return;
      const guarded = task(controller.signal).catch(fail);
      const tracked = guarded.finally(() => running.delete(tracked));
      running.add(tracked);
    },
    async done() {
      while (running.size > 0) await Promise.all(running);
      outer.removeEventListener("abort", follow);
      if (failure !== undefined) throw failure.error;
    },
  };
}
