/** Runs the command line as it ships, in a home of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { tempFolder } from "./temp";

const program = resolve(__dirname, "../../dist/pro-porter.js");

export interface Ended {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly uid?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Called once with the running process. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with all that was printed so far. */
  readonly onOutput?: ((text: string, child: ChildProcess) => void) | undefined;
}

export interface Home {
  /** The current folder of the commands. */
  readonly folder: string;
  readonly stateFolder: string;
  readonly configFolder: string;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>;
  /** Writes a file below the folder. */
  readonly write: (path: string, content: string | Uint8Array) => string;
}

export function createHome(): Home {
  const root = tempFolder("cli");
  const [folder, stateFolder, configFolder] = ["work", "state", "config"].map((name) =>
    join(root, name),
  ) as [string, string, string];
  for (const path of [folder, stateFolder, configFolder]) mkdirSync(path);
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: root,
    LC_ALL: "en_US.UTF-8",
    XDG_CONFIG_HOME: configFolder,
    XDG_STATE_HOME: stateFolder,
  };
  return {
    ...{ folder, stateFolder, configFolder },
    write(path, content) {
      const full = join(folder, path);
      mkdirSync(join(full, ".."), { recursive: true });
      writeFileSync(full, content);
      return full;
    },
    run: (args, { cwd = folder, stdin, uid, env, onStart, onOutput } = {}) =>
      new Promise((done, reject) => {
        const child = spawn(process.execPath, [program, ...args], {
          cwd,
          env: { ...environment, ...env },
          stdio: ["pipe", "pipe", "pipe"],
          ...(uid !== undefined && { uid, gid: uid }),
        });
        const printed = { stdout: "", stderr: "" };
        for (const name of ["stdout", "stderr"] as const) {
          child[name].setEncoding("utf8").on("data", (text: string) => {
            printed[name] += text;
            onOutput?.(printed.stdout + printed.stderr, child);
          });
        }
        child.stdin.on("error", () => undefined).end(stdin ?? "");
        child.on("error", reject);
        child.on("close", (code) => {
          done({ code: code ?? undefined, ...printed });
        });
        onStart?.(child);
      }),
  };
}

/** An onOutput that sends a signal once, when the text appears. */
export function killAt(text: string, signal: NodeJS.Signals): NonNullable<RunOptions["onOutput"]> {
  let isSent = false;
  return (printed, child) => {
    if (isSent || !printed.includes(text)) return;
    isSent = true;
    child.kill(signal);
  };
}

/** The JSON events of a run with --json; throws when a line is no JSON. */
export function eventsOf({ stdout }: Ended): Readonly<Record<string, unknown>>[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Nobody who uses a command line should see where in our code it gave up. */
export function assertNoStackTrace({ stdout, stderr }: Ended): void {
  const text = stdout + stderr;
  expect(text).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(text).not.toMatch(/node:internal|dist\/pro-porter\.js|Node\.js v\d/);
  expect(text).not.toMatch(/(?<!received )undefined|\[object Object\]|NaN/);
}

/** The built-in configuration as one that is given: the same folders, and no gateway is asked. */
export const DEFAULT_FOLDERS = {
  stores: Object.fromEntries(
    [1, 2, 3, 4].map((at) => [
      `store-${String(at)}`,
      { cloud: "local", folder: `data/store-${String(at)}` },
    ]),
  ),
  routes: [{ id: 0, stores: ["store-1", "store-2", "store-3", "store-4"], k: 3 }],
};
