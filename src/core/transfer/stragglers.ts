/**
 * Finds the stores that keep a send waiting though it could do without them. As long as others have work
 * nobody is hurried; when all that is left to wait for are stores that may be missing, they get a moment.
 */
import type { Env } from "../env";
import { AppError } from "../errors";

export interface StragglerOptions {
  readonly env: Env;
  /** Whether the send may go on without these. */
  readonly mayDrop: (positions: readonly number[]) => boolean;
  readonly drop: (position: number) => void;
  /** How long a put usually takes. */
  readonly usualMs: () => number;
}

/** What is known of one store. */
interface Standing {
  pending: number;
  /** Whether it has taken anything yet. */
  hasWorked: boolean;
  /** Whether the last that was heard of it is an error. */
  hasFailed: boolean;
  lastLifeMs: number;
}

/** How long one that answers with errors is waited for, and one that says nothing. */
const FAILING_MS = { atFirst: 500, later: 2_000 };
const SILENT_MS = { atFirst: 2_500, later: 5_000 };

export class Stragglers {
  readonly #options: StragglerOptions;
  readonly #standings = new Map<number, Standing>();
  /** Since when only stores are pending that may be dropped. */
  #aloneSinceMs: number | undefined;
  #timer: AbortController | undefined;

  constructor(options: StragglerOptions) {
    this.#options = options;
  }

  /** Watches a put to one store. */
  async watch(position: number, put: () => Promise<void>): Promise<void> {
    const standing = this.#of(position);
    standing.pending += 1;
    if (standing.pending === 1) standing.lastLifeMs = this.#options.env.monotonicMs();
    this.#look();
    try {
      await put();
      standing.hasWorked = true;
      this.life(position);
    } finally {
      standing.pending -= 1;
      this.#look();
    }
  }

  /** Something was heard of a store. */
  life(position: number): void {
    const standing = this.#of(position);
    standing.hasFailed = false;
    standing.lastLifeMs = this.#options.env.monotonicMs();
  }

  /** A store answered with an error; the call is tried again. */
  failed(position: number): void {
    this.#of(position).hasFailed = true;
    this.#look();
  }

  #of(position: number): Standing {
    const fresh = { pending: 0, hasWorked: false, hasFailed: false, lastLifeMs: 0 };
    const standing = this.#standings.get(position) ?? fresh;
    this.#standings.set(position, standing);
    return standing;
  }

  #pending(): number[] {
    return [...this.#standings].flatMap(([position, { pending }]) =>
      pending > 0 ? [position] : [],
    );
  }

  /** Begins or ends the waiting. */
  #look(): void {
    this.#timer?.abort(new AppError("cancelled"));
    this.#timer = undefined;
    const pending = this.#pending();
    if (pending.length === 0 || !this.#options.mayDrop(pending)) {
      this.#aloneSinceMs = undefined;
      return;
    }
    const { env } = this.#options;
    this.#aloneSinceMs ??= env.monotonicMs();
    const leftMs = Math.min(...pending.map((position) => this.#leftMs(position)));
    const timer = new AbortController();
    this.#timer = timer;
    env.sleep(Math.max(1, leftMs), timer.signal).then(
      () => {
        this.#dropLate();
      },
      () => undefined,
    );
  }

  #dropLate(): void {
    const pending = this.#pending();
    // Another store may have died meanwhile, and made one that was spare a needed one.
    if (this.#options.mayDrop(pending)) {
      for (const position of pending) {
        if (this.#leftMs(position) <= 0) this.#options.drop(position);
      }
    }
    this.#look();
  }

  #leftMs(position: number): number {
    const { env, usualMs } = this.#options;
    const { hasFailed, hasWorked, lastLifeMs } = this.#of(position);
    const limits = hasFailed ? FAILING_MS : SILENT_MS;
    const limitMs = hasWorked ? limits.later : limits.atFirst;
    const quietSinceMs = Math.max(lastLifeMs, this.#aloneSinceMs ?? 0);
    // One that cannot tell how far it is may be as slow as the others were.
    const waitMs = hasFailed ? limitMs : Math.max(limitMs, usualMs());
    return quietSinceMs + waitMs - env.monotonicMs();
  }
}
