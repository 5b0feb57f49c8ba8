/**
 * Transfers through a gateway whose stores are behind links of
 * 100 Mbit/s and 50 ms, one of them slow, one of them dead. `npm run bench -- --links` runs this alone.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLink, type Link } from "./link";

const PORT = 34_600;
const NEEDED = 3;
const LINK_BYTES_PER_SECOND = 100e6 / 8;
const ROUND_TRIP_MS = 50;

export interface LinkResult {
  readonly name: string;
  readonly sendSeconds: number;
  readonly restoreSeconds: number;
}

interface Setting {
  readonly name: string;
  /** Bytes a second of each store's link; 0: a dead one. */
  readonly speeds: readonly number[];
  readonly sendOptions?: readonly string[];
}

const full = LINK_BYTES_PER_SECOND;
const SETTINGS: readonly Setting[] = [
  { name: "all as they should be", speeds: [full, full, full, full] },
  { name: "one at a tenth", speeds: [full, full / 10, full, full] },
  { name: "one dead", speeds: [full, 0, full, full], sendOptions: ["--min-stores", "3"] },
];

function run(command: string, args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, [command, ...args], { cwd });
    let text = "";
    child.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
    child.on("exit", (code) => {
      if (code === 0) resolve((performance.now() - startedMs) / 1000);
      else reject(new Error(text));
    });
  });
}

function serve(command: string, cwd: string, config: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const args = [command, "serve", "--config", config, "--port", String(PORT)];
    const child = spawn(process.execPath, [...args, "--log-level", "error"], { cwd });
    let text = "";
    child.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
    child.stdout.on("data", (piece: Buffer) => {
      if (piece.toString().includes("is ready")) resolve(child);
    });
    child.on("exit", () => {
      reject(new Error(text));
    });
  });
}

function writeConfig(cwd: string, links: readonly Link[]): string {
  const stores = Object.fromEntries(
    links.map((link, i) => [
      `store-${String(i + 1)}`,
      {
        ...{ cloud: "local", folder: `data/store-${String(i + 1)}`, listen: PORT + 1 + i },
        publicUrl: `http://127.0.0.1:${String(link.port)}`,
      },
    ]),
  );
  const path = join(cwd, "links.json");
  const routes = [{ id: 0, stores: Object.keys(stores), k: NEEDED }];
  writeFileSync(path, JSON.stringify({ stores, routes }));
  return path;
}

async function measure(
  { name, speeds, sendOptions = [] }: Setting,
  command: string,
  cwd: string,
): Promise<LinkResult> {
  const links: Link[] = [];
  for (const [i, bytesPerSecond] of speeds.entries()) {
    const targetPort = PORT + 1 + i;
    const link = await openLink({ targetPort, bytesPerSecond, roundTripMs: ROUND_TRIP_MS });
    if (bytesPerSecond === 0) link.stop();
    links.push(link);
  }
  const config = writeConfig(cwd, links);
  const gateway = await serve(command, cwd, config);
  const way = ["--gateway", `localhost:${String(PORT)}`];
  try {
    const sending = ["send", "payload", "--out", "index.txt", ...way, ...sendOptions];
    const sendSeconds = await run(command, sending, cwd);
    const restoring = ["restore", "index.txt", "--to", "restored", ...way];
    return { name, sendSeconds, restoreSeconds: await run(command, restoring, cwd) };
  } finally {
    gateway.removeAllListeners("exit");
    gateway.kill("SIGKILL");
    for (const link of links) link.stop();
    for (const path of ["restored", "data", "index.txt"]) {
      rmSync(join(cwd, path), { recursive: true, force: true });
    }
  }
}

/** A page of Markdown: seconds, and the share of what the links can carry. */
export async function benchLinks(command: string, cwd: string, bytes: number): Promise<string> {
  const payload = Buffer.alloc(Math.min(bytes, 2 ** 26));
  const parts: Buffer[] = [];
  for (let left = bytes; left > 0; left -= payload.length) {
    parts.push(Buffer.from(randomFillSync(payload).subarray(0, Math.min(left, payload.length))));
  }
  writeFileSync(join(cwd, "payload"), Buffer.concat(parts));
  // Each link carries a k-th of the payload.
  const leastSeconds = bytes / NEEDED / LINK_BYTES_PER_SECOND;
  const rows: string[] = [];
  for (const setting of SETTINGS) {
    const { name, sendSeconds, restoreSeconds } = await measure(setting, command, cwd);
    const cells = [sendSeconds, restoreSeconds].flatMap((seconds) => [
      `${seconds.toFixed(2)} s`,
      `${((leastSeconds / seconds) * 100).toFixed(0)} %`,
    ]);
    rows.push(`| ${[name, ...cells].join(" | ")} |`);
  }
  return [
    `## Links of 100 Mbit/s and ${String(ROUND_TRIP_MS)} ms, ${String(bytes / 2 ** 20)} MiB`,
    "",
    "| | send | of the links | restore | of the links |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
