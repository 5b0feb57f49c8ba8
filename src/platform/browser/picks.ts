/** Hands what was picked to the worker, in portions that do not keep the page from answering. */
import type { Picked } from "./picked";
import type { WorkerLink } from "./worker-link";

/** Copying a File takes some ten microseconds. */
const FILES_AT_ONCE = 500;

export interface Picks {
  /** The number under which the worker knows it. The same pick is handed over once. */
  give(picked: Picked): Promise<number>;
  /** A job has taken it, or it is not needed any more. */
  forget(picked: Picked): void;
}

const yieldToPage = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

export function createPicks(link: WorkerLink): Picks {
  const given = new Map<Picked, Promise<number>>();
  let last = 0;
  const giveNow = async ({ files, dirs, handles }: Picked, pick: number): Promise<number> => {
    link.post({ kind: "picked", pick, files: [], dirs, handles });
    for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
      const some = files.slice(at, at + FILES_AT_ONCE);
      link.post({ kind: "picked", pick, files: some, dirs: [], handles: [] });
      await yieldToPage();
    }
    return pick;
  };
  return {
    give(picked) {
      const known = given.get(picked);
      if (known !== undefined) return known;
      last += 1;
      const giving = giveNow(picked, last);
      given.set(picked, giving);
      return giving;
    },
    forget(picked) {
      const giving = given.get(picked);
      given.delete(picked);
      void giving?.then((pick) => {
        link.post({ kind: "unpick", pick });
      });
    },
  };
}
