/** `pro-porter serve` as it ships, in a home, with its four local stores; it can be killed and started again. */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Home } from "./cli";
import { freePorts } from "./free-ports";

const program = resolve(__dirname, "../../dist/pro-porter.js");

export interface ServedGateway {
  readonly port: number;
  /** host:port, as it stands in an index. */
  readonly host: string;
  start(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** The gateway and four stores. */
const PORTS = 5;

export async function createServedGateway(home: Home): Promise<ServedGateway> {
  const [port = 0] = await freePorts(PORTS);
  let child: ChildProcess | undefined;
  return {
    port,
    host: `localhost:${String(port)}`,
    start: () =>
      new Promise((done, reject) => {
        const serving = spawn(
          process.execPath,
          [program, "serve", "--port", String(port), "--log-level", "silent"],
          { cwd: home.folder, stdio: ["ignore", "pipe", "pipe"] },
        );
        child = serving;
        let text = "";
        serving.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
        serving.stdout.on("data", (piece: Buffer) => {
          text += piece.toString();
          if (text.includes("is ready")) done();
        });
        serving.on("exit", () => {
          reject(new Error(text));
        });
      }),
    kill: () =>
      new Promise((done) => {
        const dying = child;
        child = undefined;
        if (dying?.exitCode !== null) {
          done();
          return;
        }
        dying.once("exit", () => {
          done();
        });
        dying.kill("SIGKILL");
      }),
  };
}
