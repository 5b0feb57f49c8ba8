/** Where a command speaks: sentences for people, or one JSON event a line for programs. */
import type { AppError } from "../core/errors";
import type { OnProgress, Progress } from "../core/transfer/progress";
import type { Strings } from "../strings/en";
import { formatBytes } from "../strings/quantities";
import { sentenceFor } from "../strings/sentence";
import { exitCodeOf } from "./exit-codes";
import { drawProgress } from "./progress-bar";

/** A JSON event: its name, and plain values. */
export type EventData = Readonly<Record<string, unknown>>;

export interface Output {
  readonly strings: Strings;
  /** A step or result: `line` for people, the event for programs. */
  say(line: string, event: string, data: EventData): void;
  /** The same as a note beside the result. */
  note(line: string, event: string, data: EventData): void;
  fail(error: AppError): void;
  readonly onProgress: OnProgress;
  /** Takes the progress bar off the screen. */
  endProgress(): void;
  size(bytes: number): string;
}

interface OutputOptions {
  readonly json: boolean;
  readonly strings: Strings;
}

/** At most so often is progress shown. */
const BAR_INTERVAL_MS = 100;
const JSON_INTERVAL_MS = 1_000;

/** Calls `show` at once and then at most every `intervalMs`. */
function thin(show: OnProgress, intervalMs: number): OnProgress {
  let lastMs = -Infinity;
  let lastPhase = "";
  return (progress) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < intervalMs && progress.phase === lastPhase) return;
    lastMs = nowMs;
    lastPhase = progress.phase;
    show(progress);
  };
}

function createJsonOutput(strings: Strings): Output {
  const emit = (event: string, data: EventData): void => {
    process.stdout.write(`${JSON.stringify({ event, ...data })}\n`);
  };
  return {
    strings,
    say: (_line, event, data) => {
      emit(event, data);
    },
    note: (_line, event, data) => {
      emit(event, data);
    },
    fail(error) {
      const { code, details } = error;
      const message = sentenceFor(strings.errors, error);
      emit("error", { code, message, details, exitCode: exitCodeOf(error) });
    },
    onProgress: thin((progress) => {
      emit("progress", { ...progress });
    }, JSON_INTERVAL_MS),
    endProgress: () => undefined,
    size: formatBytes,
  };
}

/**
 * Names and reasons are the words of strangers: what would rewrite the terminal or turn its reading
 * direction is shown as a question mark. Line ends are ours; `showable` takes those of strangers.
 */
function withoutControls(line: string): string {
  return line.replace(/[^\P{Cc}\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "?");
}

function createTextOutput(strings: Strings): Output {
  const isTerminal = process.stderr.isTTY;
  const waiting = new Set<string>();
  const startedMs = performance.now();
  let isDrawn = false;
  const endProgress = (): void => {
    if (isDrawn) process.stderr.write("\r\u001b[K");
    isDrawn = false;
  };
  const note = (line: string): void => {
    endProgress();
    process.stderr.write(`${withoutControls(line)}\n`);
  };
  const bar = thin((progress) => {
    const elapsedMs = performance.now() - startedMs;
    const columns = process.stderr.columns;
    process.stderr.write(`\r\u001b[K${drawProgress(strings, progress, elapsedMs, columns)}`);
    isDrawn = true;
  }, BAR_INTERVAL_MS);
  /** Says once for each store that it keeps the transfer waiting. */
  const nameWaiting = ({ stores }: Progress): void => {
    for (const { storeId, phase, reason = "" } of stores) {
      if (phase === "working") waiting.delete(storeId);
      if (phase !== "waiting" || waiting.has(storeId)) continue;
      waiting.add(storeId);
      note(strings.cli.waiting(storeId, strings.storeReasons[reason] ?? reason));
    }
  };
  return {
    strings,
    say(line) {
      endProgress();
      process.stdout.write(`${withoutControls(line)}\n`);
    },
    note,
    fail(error) {
      note(strings.cli.error(sentenceFor(strings.errors, error)));
    },
    onProgress(progress) {
      nameWaiting(progress);
      if (isTerminal) bar(progress);
    },
    endProgress,
    size: formatBytes,
  };
}

export function createOutput({ json, strings }: OutputOptions): Output {
  return json ? createJsonOutput(strings) : createTextOutput(strings);
}
