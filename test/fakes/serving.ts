/** `pro-porter serve` as it ships, in a home of its own. */
import type { ChildProcess } from "node:child_process";
import type { Ended, Home, RunOptions } from "./cli";

export interface Serving {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly origin: string;
}

/** Resolves when it says that it is ready; rejects with what it said when it ends before. */
export function serve(
  home: Home,
  args: readonly string[],
  { onStart, env = {} }: Pick<RunOptions, "onStart" | "env"> = {},
): Promise<Serving> {
  return new Promise((resolve, reject) => {
    let child: ChildProcess | undefined;
    const ended = home.run(["serve", "--json", ...args], {
      env,
      onStart: (started) => {
        child = started;
        onStart?.(started);
      },
      onOutput: (text) => {
        const [, origin] = /"event":"ready","origin":"([^"]+)"/.exec(text) ?? [];
        if (child !== undefined && origin !== undefined) resolve({ child, ended, origin });
      },
    });
    ended.then(({ stdout, stderr }) => {
      reject(new Error(`ended: ${stdout}${stderr}`));
    }, reject);
  });
}
