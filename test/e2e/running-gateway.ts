/** A gateway as it ships, with the harness in the place of its pages: a process that can be killed. */
import { spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { freePorts } from "../fakes/free-ports";
import { tempFolder } from "../fakes/temp";
import { buildOnce } from "./build";

const dist = resolve(__dirname, "../../dist");
/** The gateway and four stores. */
const PORTS = 5;

export interface RunningGateway {
  readonly origin: string;
  /** The current folder of the process: its stores stand below data/. */
  readonly folder: string;
  /** kill -9. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

async function untilReady(origin: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const isReady = await fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the gateway did not start");
}

/** Started; the caller kills it. `pages` is what it serves: the harness, or the pages that ship. */
export async function runGateway(pages: "e2e" | "web" = "e2e"): Promise<RunningGateway> {
  const folder = tempFolder("gateway");
  const program = join(folder, "program");
  mkdirSync(program);
  for (const name of readdirSync(dist).filter((file) => file.endsWith(".js"))) {
    copyFileSync(join(dist, name), join(program, name));
  }
  cpSync(buildOnce(pages), join(program, "web"), { recursive: true });
  // Fastify and others are not part of the bundle.
  symlinkSync(realpathSync(join(dist, "../node_modules")), join(folder, "node_modules"));
  const [port = 0] = await freePorts(PORTS);
  const origin = `http://localhost:${String(port)}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const args = ["serve", "--port", String(port), "--log-level", "warn"];
    child = spawn(process.execPath, [join(program, "pro-porter.js"), ...args], {
      cwd: folder,
      env: { PATH: process.env["PATH"] ?? "", HOME: folder, XDG_STATE_HOME: folder },
      stdio: ["ignore", "inherit", "inherit"],
    });
    await untilReady(origin);
  };
  await start();
  return {
    origin,
    folder,
    start,
    async kill() {
      if (child?.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
