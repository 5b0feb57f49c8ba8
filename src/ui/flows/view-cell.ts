/** What a screen shows now, and who is told when that changes. */
import { toAppError, type AppError } from "../../core/errors";
import type { Live } from "../../platform/browser/transfers";

export interface ViewCell<View> extends Live<View> {
  show(view: View): void;
  /**
   * Runs `work` and shows what it comes to, unless something else was shown in the meantime: a late
   * answer does not take away what the person has gone on to.
   */
  follow(work: () => Promise<View>, onError: (error: AppError) => View): void;
}

export function createViewCell<View>(first: View): ViewCell<View> {
  const listeners = new Set<() => void>();
  let current = first;
  const show = (view: View): void => {
    current = view;
    for (const listener of [...listeners]) listener();
  };
  return {
    get current() {
      return current;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show,
    follow(work, onError) {
      const before = current;
      work()
        .catch((error: unknown) => onError(toAppError(error)))
        .then(
          (next) => {
            if (current === before) show(next);
          },
          () => undefined,
        );
    },
  };
}
