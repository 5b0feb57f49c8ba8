/**
 * What goes to one cloud's server and comes back, against a plain loop of fetch that does the same: out of a
 * file and into one, the same server, the same number of requests at once, objects of the same size.
 * `npm run bench -- --clouds` runs this alone.
 */
import { rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Cloud } from "../src/clouds/cloud";
import type { StoreConfig } from "../src/clouds/config";
import { nodePrimitives as prims } from "../src/platform/node/primitives";
import { CLOUD_IDS, type CloudId } from "../test/clouds/cloud-servers";
import { keysOf, openTestCloud, type TestKeys } from "../test/clouds/open";
import type { ServedClouds } from "./cloud-servers";
import { inPercent, inSeconds, median, warmMemory } from "./measure";
import { makeLargeFile } from "./peers";
import { startProgram, timeProgram } from "./programs";

/** What the product sends to one store at once (src/clouds/direct-route.ts). */
const REQUESTS = 6;
/** What it stores of a large file at 1 of 1: a shard of 4 MiB, sealed in cells. */
const OBJECT_BYTES = 4_196_480;
const SHARD_BYTES = 2 ** 22;
const ROUNDS = 3;

const NAMES: Readonly<Record<CloudId, string>> = {
  "azure-jp": "Azurite",
  "s3-us": "the S3 double",
  "gcs-eu": "the Google double",
  "oss-sh": "the OSS double",
};

/** Medians, in seconds. */
interface Figures {
  readonly send: number;
  readonly put: number;
  readonly restore: number;
  readonly get: number;
  readonly small: number;
}

async function inParallel(count: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS }, lane));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

/** Objects of another transfer, with addresses that are signed beforehand; the process has started already. */
class PlainLoop {
  readonly #cloud: Cloud;
  readonly #transfer = prims.random(24);
  readonly #file: string;
  readonly #names: readonly string[];

  constructor(cloud: Cloud, count: number, file: string) {
    this.#cloud = cloud;
    this.#file = file;
    this.#names = Array.from({ length: count }, (_, at) => String(at).padStart(20, "p"));
  }

  readonly #order = (name: string) => ({
    ...{ transfer: this.#transfer, name, sizeBytes: OBJECT_BYTES },
    expiresAt: Math.floor(Date.now() / 1000) + 600,
  });

  async put(): Promise<number> {
    const targets = await Promise.all(
      this.#names.map((name) => this.#cloud.signPut(this.#order(name))),
    );
    return timed(async () => {
      const file = await open(this.#file);
      await inParallel(targets.length, async (at) => {
        const { url = "", headers = {} } = targets[at] ?? {};
        const body = Buffer.allocUnsafe(OBJECT_BYTES);
        await file.read(body, 0, OBJECT_BYTES, at * SHARD_BYTES);
        const answer = await fetch(url, { method: "PUT", headers, body });
        if (!answer.ok) throw new Error(`PUT: ${String(answer.status)}`);
        await answer.arrayBuffer();
      });
      await file.close();
    });
  }

  async get(): Promise<number> {
    const targets = await Promise.all(
      this.#names.map((name) => this.#cloud.signGet(this.#order(name))),
    );
    return timed(async () => {
      const file = await open(`${this.#file}.back`, "w");
      await inParallel(targets.length, async (at) => {
        const { url = "", headers = {} } = targets[at] ?? {};
        const bytes = new Uint8Array(await (await fetch(url, { headers })).arrayBuffer());
        if (bytes.length !== OBJECT_BYTES) throw new Error("GET: another size");
        await file.write(bytes, 0, OBJECT_BYTES, at * OBJECT_BYTES);
      });
      await file.close();
    });
  }

  async remove(): Promise<void> {
    const { signal } = new AbortController();
    rmSync(`${this.#file}.back`);
    await this.#cloud.states(this.#transfer).removeFragments([], { signal });
  }
}

interface Bench {
  readonly command: string;
  readonly cwd: string;
  readonly bytes: number;
}

async function measureStore(
  { command, cwd, bytes }: Bench,
  id: CloudId,
  store: StoreConfig,
  keys: TestKeys,
): Promise<Figures> {
  const config = join(cwd, `${id}.json`);
  writeFileSync(
    config,
    JSON.stringify({ stores: { [id]: store }, routes: [{ id: 0, stores: [id], k: 1 }] }),
  );
  writeFileSync(join(cwd, "small"), "of no size");
  const options = { cwd, env: { ...process.env, ...keysOf(id, keys) } };
  const run = (...args: string[]): Promise<number> =>
    timeProgram([command, ...args, "--config", config], options);
  const cloud = await openTestCloud(store, keys, id);
  const rounds: Figures[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const loop = new PlainLoop(cloud, Math.ceil(bytes / SHARD_BYTES), join(cwd, "payload"));
    warmMemory(join(cwd, "payload"));
    const put = await loop.put();
    warmMemory(join(cwd, "payload"));
    const get = await loop.get();
    await loop.remove();
    warmMemory(join(cwd, "payload"));
    const send = await run("send", "payload", "--out", "cloud.txt");
    warmMemory(join(cwd, "payload"));
    const restore = await run("restore", "cloud.txt", "--to", "back");
    await run("send", "small", "--out", "small.txt");
    const small = await run("restore", "small.txt", "--to", "back");
    rounds.push({ put, get, send, restore, small });
    await run("recall", "cloud.txt");
    for (const made of ["back", "cloud.txt", "small.txt"]) {
      rmSync(join(cwd, made), { recursive: true });
    }
  }
  const of = (name: keyof Figures): number => median(rounds.map((figures) => figures[name]));
  return {
    ...{ put: of("put"), get: of("get"), send: of("send") },
    restore: of("restore"),
    small: of("small"),
  };
}

/** A page of Markdown; `program` is this one, to be started again for the servers. */
export async function benchClouds(program: string, bench: Bench): Promise<string> {
  makeLargeFile(join(bench.cwd, "payload"), bench.bytes);
  const { child, said } = await startProgram([program, "--cloud-servers"], {}, /^\{.*\}$/m);
  try {
    const { stores, keys } = JSON.parse(said) as ServedClouds;
    const rows: string[] = [];
    for (const id of CLOUD_IDS) {
      const { send, put, restore, get, small } = await measureStore(
        bench,
        id,
        stores[id],
        keys[id],
      );
      const sending = [inSeconds(send), inSeconds(put), inPercent(put / send)];
      const restoring = [inSeconds(restore), inSeconds(get), inPercent(get / restore)];
      const started = [inSeconds(small), inPercent(get / (restore - small))];
      rows.push(`| ${[NAMES[id], ...sending, ...restoring, ...started].join(" | ")} |`);
    }
    const size = `${String(bench.bytes / 2 ** 20)} MiB`;
    return [
      `## One cloud's server and a plain loop of fetch, ${size}, ${String(REQUESTS)} requests at once`,
      "",
      "| server | send | loop | rate | restore | loop | rate | restore of 10 bytes | rate without it |",
      "|---|---|---|---|---|---|---|---|---|",
      ...rows,
      "",
    ].join("\n");
  } finally {
    child.kill();
  }
}
