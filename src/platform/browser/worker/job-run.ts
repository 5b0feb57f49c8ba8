/** One job, attempt after attempt: paused, gone on with, and tried again while too few stores answer. */
import type { Env } from "../../../core/env";
import { AppError, ERRORS, toAppError } from "../../../core/errors";
import type { OnProgress } from "../../../core/transfer/progress";
import { encodeFailure, type WireUpdate } from "../protocol";
import type { TransferRunState } from "../transfers";
import { UpdateMeter } from "./update-meter";

export interface JobOptions<Result> {
  readonly env: Env;
  /** Does the whole of the job, or goes on with what an earlier attempt left. */
  readonly attempt: (signal: AbortSignal, onProgress: OnProgress) => Promise<Result>;
  readonly onUpdate: (update: WireUpdate) => void;
  /** Whether the user can change what it waits for, so that it waits even where time does not help. */
  readonly canBeEased: boolean;
  /** Says "online" when the network is back: the worker itself. */
  readonly network: EventTarget;
}

/** At most so often does the page hear of progress. */
const UPDATE_MS = 100;
/** Without progress, so that a store that stands still is seen to stand still. */
const IDLE_UPDATE_MS = 1_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;

/** Whether the same may succeed later without anything being done about it. */
function mayPass(error: AppError): boolean {
  if (error.code !== "too-few-stores") return error.retry === "yes";
  const { dead } = error.details;
  const reasons = Array.isArray(dead) ? (dead as readonly string[]) : [];
  return reasons.some((line) => {
    const code = line.slice(line.indexOf(": ") + 2);
    return Object.hasOwn(ERRORS, code) && ERRORS[code as keyof typeof ERRORS].retry === "yes";
  });
}

export class JobRun<Result> {
  readonly #options: JobOptions<Result>;
  readonly #meter = new UpdateMeter();
  #state: TransferRunState = "preparing";
  #problem: AppError | undefined;
  #isResumed = false;
  #hasMoved = false;
  #isPaused = false;
  #isCancelled = false;
  #attempt: AbortController | undefined;
  #wake: () => void = () => undefined;
  #lastPostMs = -Infinity;
  #posting: AbortController | undefined;

  constructor(options: JobOptions<Result>) {
    this.#options = options;
  }

  /** Whether an earlier run is gone on with; shown from now on. */
  markResumed(isResumed: boolean): void {
    this.#isResumed ||= isResumed;
  }

  pause(): void {
    this.#isPaused = true;
    this.#stop();
  }

  /** Goes on, or tries at once. */
  resume(): void {
    this.#isPaused = false;
    this.#wake();
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#stop();
  }

  /** Resolves with the result; rejects with the error that ends the job, `cancelled` after cancel. */
  async run(): Promise<Result> {
    let waitMs = FIRST_WAIT_MS;
    const idle = new AbortController();
    void this.#tellWhileIdle(idle.signal);
    try {
      for (;;) {
        if (this.#wish() === "cancel") throw new AppError("cancelled");
        if (this.#wish() === "pause") {
          await this.#rest("paused");
          continue;
        }
        this.#hasMoved = false;
        try {
          const result = await this.#try();
          this.#enter("done");
          return result;
        } catch (error) {
          // Who pauses and goes on at once does so before the attempt has come to its end.
          if (this.#attempt?.signal.aborted === true) continue;
          const failure = toAppError(error);
          if (!this.#isWorthWaiting(failure)) throw failure;
          this.#problem = failure;
          waitMs = this.#nextWaitMs(waitMs);
          await this.#rest("waiting", mayPass(failure) ? waitMs : undefined);
        }
      }
    } catch (error) {
      this.#problem = toAppError(error);
      this.#enter(this.#wish() === "cancel" ? "cancelled" : "failed");
      throw this.#problem;
    } finally {
      idle.abort(new AppError("cancelled"));
      this.#posting?.abort(new AppError("cancelled"));
    }
  }

  /** What the user wants now; a method, because it changes during every await. */
  #wish(): "go" | "pause" | "cancel" {
    if (this.#isCancelled) return "cancel";
    return this.#isPaused ? "pause" : "go";
  }

  #isWorthWaiting(failure: AppError): boolean {
    if (mayPass(failure)) return true;
    return this.#options.canBeEased && failure.code === "too-few-stores";
  }

  #nextWaitMs(waitMs: number): number {
    return this.#hasMoved ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, waitMs * 2);
  }

  async #try(): Promise<Result> {
    const controller = new AbortController();
    this.#attempt = controller;
    this.#problem = undefined;
    this.#meter.restart();
    this.#enter("running");
    let startBytes: number | undefined;
    return this.#options.attempt(controller.signal, (progress) => {
      if (controller.signal.aborted) return;
      startBytes ??= progress.doneBytes;
      if (progress.doneBytes > startBytes) this.#hasMoved = true;
      this.#meter.take(progress, this.#options.env.monotonicMs());
      this.#tellSoon();
    });
  }

  /** Until the user or the network says something, or the time is over. */
  async #rest(state: TransferRunState, limitMs?: number): Promise<void> {
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    this.#options.network.addEventListener("online", this.#wake, { signal: over.signal });
    this.#enter(state);
    const { env } = this.#options;
    const limit =
      limitMs === undefined ? [] : [env.sleep(limitMs, over.signal).catch(() => undefined)];
    await Promise.race([woken, ...limit]);
    over.abort(new AppError("cancelled"));
  }

  #stop(): void {
    this.#attempt?.abort(new AppError("cancelled"));
    this.#wake();
  }

  #enter(state: TransferRunState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    const nowMs = this.#options.env.monotonicMs();
    this.#lastPostMs = nowMs;
    this.#options.onUpdate({
      state: this.#state,
      ...this.#meter.read(nowMs, this.#state === "running"),
      isResumed: this.#isResumed,
      problem: this.#problem && encodeFailure(this.#problem),
    });
  }

  #tellSoon(): void {
    if (this.#posting !== undefined) return;
    const { env } = this.#options;
    const delayMs = this.#lastPostMs + UPDATE_MS - env.monotonicMs();
    if (delayMs <= 0) {
      this.#tell();
      return;
    }
    const posting = new AbortController();
    this.#posting = posting;
    env.sleep(delayMs, posting.signal).then(
      () => {
        this.#posting = undefined;
        this.#tell();
      },
      () => undefined,
    );
  }

  async #tellWhileIdle(signal: AbortSignal): Promise<void> {
    const { env } = this.#options;
    for (;;) {
      try {
        await env.sleep(IDLE_UPDATE_MS, signal);
      } catch {
        return;
      }
      if (this.#state === "running" && env.monotonicMs() - this.#lastPostMs >= IDLE_UPDATE_MS) {
        this.#tell();
      }
    }
  }
}
