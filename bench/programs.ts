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

/** Resolves when it prints what is waited for; rejects with what it said when it ends before. */
export function startProgram(
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
  ready: RegExp,
): Promise<Started> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, options);
    let text = "";
    const fail = (): void => {
      reject(new Error(text));
    };
    child.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
    child.stdout.on("data", (piece: Buffer) => {
      text += piece.toString();
      const [said] = ready.exec(text) ?? [];
      if (said === undefined) return;
      child.off("exit", fail);
      resolve({ child, said });
    });
    child.on("exit", fail);
  });
}
