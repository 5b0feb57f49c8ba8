/** Sweeps every hour, and each recalled transfer once more when its last signed request has expired. */
import { encodeBase64Url, type Bytes } from "../core/bytes";
import { toAppError } from "../core/errors";
import type { OpenRoute } from "./gateway";
import { sweepAll, sweepTransfer, type SweepContext, type Swept } from "./sweep";

export type SweepLog = (level: "info" | "warn", data: object, message: string) => void;

export interface Sweeper {
  /** Looks at one transfer again in 20 minutes: signed requests are good for 15. */
  readonly later: (route: OpenRoute, id: Bytes) => void;
  /** Begins the hourly rounds. */
  start(): void;
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const SECOND_PASS_MS = 20 * 60_000;
/** The hourly round finds whatever is not remembered here. */
const MAX_LATER = 10_000;

export function createSweeper(context: SweepContext, log: SweepLog): Sweeper {
  const { env } = context;
  const stop = new AbortController();
  const waiting = new Set<string>();
  const running = new Set<Promise<void>>();
  const tell = (swept: Swept): void => {
    log("info", swept, "swept");
  };
  const warn = (error: unknown): void => {
    if (!stop.signal.aborted) log("warn", { code: toAppError(error).code }, "sweep failed");
  };
  /** Runs until it ends or the sweeper is stopped. */
  const run = (task: () => Promise<void>): void => {
    const ended = task().catch(warn);
    running.add(ended);
    void ended.finally(() => running.delete(ended));
  };
  const rounds = async (): Promise<void> => {
    // Replicas that start together do not all sweep at once.
    let delayMs = env.chance() * (HOUR_MS / 6);
    for (;;) {
      await env.sleep(delayMs, stop.signal);
      const report = await sweepAll(context, stop.signal, tell).catch(warn);
      if (report !== undefined) log("info", report, "sweep done");
      delayMs = HOUR_MS * (0.9 + env.chance() * 0.2);
    }
  };
  const secondPass = async (route: OpenRoute, id: Bytes): Promise<void> => {
    await env.sleep(SECOND_PASS_MS, stop.signal);
    const swept = await sweepTransfer(context, route, id, stop.signal);
    if (swept !== undefined) tell(swept);
  };
  return {
    later(route, id) {
      const key = `${String(route.id)}/${encodeBase64Url(id)}`;
      if (waiting.has(key) || waiting.size >= MAX_LATER) return;
      waiting.add(key);
      run(() => secondPass(route, id).finally(() => waiting.delete(key)));
    },
    start() {
      run(rounds);
    },
    async stop() {
      stop.abort(new Error("the gateway stops"));
      await Promise.allSettled(running);
    },
  };
}
