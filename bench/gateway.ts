/** The gateway as it ships: the command line through it, and many people at once. */
import { writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemEnv } from "../src/core/env";
import { readIndexFile, type Index } from "../src/core/format/index-file";
import { openGateway, type Gateway } from "../src/core/gateway-client/gateway-route";
import type { Engine } from "../src/core/transfer/engine";
import { openTransfer } from "../src/core/transfer/open-transfer";
import { restore } from "../src/core/transfer/restore";
import type { Sink } from "../src/core/transfer/sink";
import { createPooledHttp } from "../src/platform/node/pooled-http";
import { nodePrimitives } from "../src/platform/node/primitives";
import { inlineCoders } from "../test/fakes/world";
import { timeCommand } from "./measure";
import { compare, type Comparison } from "./peers";
import { startProgram } from "./programs";

const STORES = ["store-1", "store-2", "store-3", "store-4"];
const PORT = 4_310;
export const ORIGIN = `http://localhost:${String(PORT)}`;

export interface LoadResult {
  readonly clients: number;
  readonly restores: number;
  readonly failures: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the gateway's answers alone. */
  readonly answerP99Ms: number;
  readonly answers: number;
}

/** Serves `cwd` with the stores of the default, the limits raised. Resolves with what stops it. */
export async function startGateway(cwd: string, program: string): Promise<() => void> {
  const stores = STORES.map((id) => [id, { cloud: "local", folder: `data/${id}` }]);
  const config = {
    limits: { requestsPerSecond: 1_000_000 },
    stores: Object.fromEntries(stores) as object,
    routes: [{ id: 0, stores: STORES, k: 3 }],
  };
  const path = join(cwd, "gateway.json");
  writeFileSync(path, JSON.stringify(config));
  const options = ["serve", "--config", path, "--port", String(PORT), "--log-level", "error"];
  const { child } = await startProgram([program, ...options], { cwd }, /is ready/);
  return () => child.kill();
}

/** `large` must stand in `cwd`. */
export function compareGateway(cwd: string, porter: string, bytes: number): Comparison[] {
  const direct = "with the stores' keys";
  const send = (options: string): string => `${porter} send large ${options}`;
  const contender = (name: string, command: string, reset: string) => {
    return { name, program: "node", command, reset };
  };
  return [
    compare(
      "The same command line through the gateway: send",
      direct,
      bytes,
      [
        contender(direct, send("--out direct.ix"), "rm -rf data/*/*"),
        contender("--gateway", send(`--gateway ${ORIGIN} --out http.ix`), "rm -rf data/*/*"),
      ],
      cwd,
      3,
    ),
    compare(
      "The same command line through the gateway: restore",
      direct,
      bytes,
      [
        contender(direct, `${porter} restore http.ix --config gateway.json --to out`, "rm -rf out"),
        contender("--gateway", `${porter} restore http.ix --to out`, "rm -rf out"),
      ],
      cwd,
      3,
    ),
  ];
}

/** Counts what it is given: what a disk would cost is not the question here. */
function countingSink(): Sink & { bytes: number } {
  return {
    bytes: 0,
    begin: () => Promise.resolve(0),
    readBack: () => Promise.resolve(),
    write(_offset, bytes) {
      this.bytes += bytes.length;
      return Promise.resolve();
    },
    publish: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

interface Client {
  readonly engine: Engine;
  readonly gateway: Gateway;
  readonly index: Index;
}

/** One restore, whole: state, heads, manifest, fragments, digests. */
async function restoreOnce({ engine, gateway, index }: Client): Promise<number> {
  const { signal } = new AbortController();
  const route = gateway.route(index.route);
  const transfer = await openTransfer(engine, { index, route, signal });
  const sink = countingSink();
  await restore(engine, transfer, sink, { signal, onProgress: () => undefined });
  return sink.bytes;
}

/** `clients` restore a small transfer again and again, all at once, for `seconds`. */
export async function loadGateway(
  cwd: string,
  porter: string,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<LoadResult> {
  const sizeBytes = 20_000;
  writeFileSync(join(cwd, "contract.pdf"), new Uint8Array(sizeBytes).fill(7));
  timeCommand(`${porter} send contract.pdf --gateway ${ORIGIN} --out load.ix`, cwd);
  const engine: Engine = { prims: nodePrimitives, env: systemEnv, coders: inlineCoders };
  const connections = createPooledHttp();
  const answersMs: number[] = [];
  const http: typeof connections.http = async (request) => {
    const startedMs = performance.now();
    const answer = await connections.http(request);
    if (request.url.startsWith(ORIGIN)) answersMs.push(performance.now() - startedMs);
    return answer;
  };
  const { index } = await readIndexFile(nodePrimitives, readFileSync(join(cwd, "load.ix")));
  const { prims, env } = engine;
  const gateway = await openGateway({
    ...{ origin: ORIGIN, http, env, prims },
    signal: new AbortController().signal,
  });
  const client: Client = { engine, gateway, index };
  const restoresMs: number[] = [];
  let failures = 0;
  const endMs = performance.now() + seconds * 1_000;
  const work = async (): Promise<void> => {
    while (performance.now() < endMs) {
      const startedMs = performance.now();
      const bytes = await restoreOnce(client).catch(() => 0);
      if (bytes === sizeBytes) restoresMs.push(performance.now() - startedMs);
      else failures += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  await connections.close();
  restoresMs.sort((a, b) => a - b);
  answersMs.sort((a, b) => a - b);
  return {
    ...{ clients, failures, restores: restoresMs.length, answers: answersMs.length },
    p50Ms: at(restoresMs, 0.5),
    p99Ms: at(restoresMs, 0.99),
    answerP99Ms: at(answersMs, 0.99),
  };
}
