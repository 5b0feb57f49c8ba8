/** Node's programs as processes: timed until they end, or started until they say that they are ready. */
import { spawn, type ChildProcess, type SpawnOptionsWithoutStdio } from "node:child_process";

/** Seconds of wall time. Rejects with what it said when it fails. */
export function timeProgram(
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, args, options);
    let text = "";
    child.stdout.resume();
    child.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
    child.on("exit", (code) => {
      if (code === 0) resolve((performance.now() - startedMs) / 1000);
      else reject(new Error(text));
    });
  });
}

export interface Started {
  readonly child: ChildProcess;
  /** What was waited for. */
  readonly said: string;
}

/**
 * Starts a program: Node's unless told otherwise. Resolves when it prints what is waited for; rejects with what it
 * said when it ends before.
 */
export function startProgram(
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
  ready: RegExp,
  program = process.execPath,
): Promise<Started> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    let text = "";
    const fail = (): void => {
      reject(new Error(text));
    };
    const hear = (piece: Buffer): void => {
      text += piece.toString();
      const [said] = ready.exec(text) ?? [];
      if (said === undefined) return;
      child.off("exit", fail);
      resolve({ child, said });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", fail);
  });
}
