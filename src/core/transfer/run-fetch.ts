/** The requests that are under way for one run, and what has come of them. */
import type { Bytes } from "../bytes";
import type { Env } from "../env";
import { linkAbort, type LinkedAbort } from "../linked-abort";

export class RunFetch {
  readonly shards = new Map<number, Bytes>();
  readonly #link: LinkedAbort;
  #pending = 0;
  #changed = false;
  #wake: () => void = () => undefined;
  readonly #env: Env;

  constructor(env: Env, outer: AbortSignal) {
    this.#env = env;
    this.#link = linkAbort(outer);
  }

  get signal(): AbortSignal {
    return this.#link.signal;
  }

  get pending(): number {
    return this.#pending;
  }

  /** Starts a request; undefined and errors are the caller's to note, here they only end it. */
  start(position: number, request: (signal: AbortSignal) => Promise<Bytes | undefined>): void {
    this.#pending += 1;
    void request(this.signal).then(
      (bytes) => {
        if (bytes !== undefined && !this.signal.aborted) this.shards.set(position, bytes);
        this.#ended();
      },
      () => {
        this.#ended();
      },
    );
  }

  /** Resolves when a request has ended since the last call, at the latest after `delayMs`. */
  async next(delayMs: number): Promise<"answer" | "late"> {
    const timer = linkAbort(this.signal);
    const answer = new Promise<"answer">((resolve) => {
      this.#wake = () => {
        resolve("answer");
      };
      if (this.#changed) this.#wake();
    });
    const late = this.#env.sleep(delayMs, timer.signal).then((): "late" => "late");
    late.catch(() => undefined);
    try {
      return await Promise.race([answer, late]);
    } finally {
      this.#changed = false;
      timer.end();
    }
  }

  /** Cancels what is still under way: the losers of the race. */
  stop(): void {
    this.#link.end();
  }

  #ended(): void {
    this.#pending -= 1;
    this.#changed = true;
    this.#wake();
  }
}
