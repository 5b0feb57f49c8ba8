/**
 * `npm run bench`: what the product costs, as ratios to other tools in one run on this machine. Prints a
 * page of Markdown and writes it to bench/RESULTS.md with --write. --quick takes a sixteenth of the data,
 * --links measures stores behind slow links instead, which takes many minutes, --clouds the clouds' servers
 * against a plain loop of fetch, --pages the pages in Chromium.
 */
import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveClouds } from "./cloud-servers";
import { benchClouds } from "./clouds";
import { measureCodec } from "./codec";
import { compareGateway, loadGateway, startGateway, type LoadResult } from "./gateway";
import { benchLinks } from "./links";
import { benchPages } from "./pages";
import { comparePeers, type Comparison } from "./peers";

// One signal is listened to by every request of a transfer.
setMaxListeners(0);
const isQuick = process.argv.includes("--quick");
const scale = isQuick ? 16 : 1;
const cwd = mkdtempSync(join(tmpdir(), "pro-porter-bench-"));
const command = fileURLToPath(new URL("./pro-porter.js", import.meta.url));
process.env["XDG_CONFIG_HOME"] = join(cwd, "config");
process.env["XDG_STATE_HOME"] = join(cwd, "state");

const mib = (bytesPerSecond: number): string => `${(bytesPerSecond / 2 ** 20).toFixed(0)} MiB/s`;

/** A pipe in a cell of a table. */
const inCell = (text: string): string => text.replaceAll("|", "\\|");

function tableOf({ title, base, bytes, results }: Comparison): string {
  const baseSeconds = results.find(({ name }) => name === base)?.seconds;
  const rows = results.map(({ name, seconds }) => {
    if (seconds === undefined) return `| ${name} | not on this machine | | |`;
    const ratio = baseSeconds === undefined ? "" : (seconds / baseSeconds).toFixed(2);
    return `| ${inCell(name)} | ${seconds.toFixed(2)} s | ${mib(bytes / seconds)} | ${ratio} |`;
  });
  const head = [
    `## ${title}`,
    "",
    `| tool | median | rate | time / ${inCell(base)} |`,
    "|---|---|---|---|",
  ];
  return [...head, ...rows].join("\n");
}

function loadText(load: LoadResult): string {
  const { clients, restores, failures, p50Ms, p99Ms, answers, answerP99Ms } = load;
  return [
    `\n## ${String(clients)} people restore a small transfer at once\n`,
    `Gateway, stores and all ${String(clients)} clients on this one machine: ${String(restores)} restores,`,
    `${String(failures)} failed; a restore took ${p50Ms.toFixed(0)} ms (median), ${p99Ms.toFixed(0)} ms (p99).`,
    `${String(answers)} answers of the gateway: p99 ${answerP99Ms.toFixed(0)} ms.`,
  ].join("\n");
}

const porter = `"${process.execPath}" "${command}"`;
const ROUNDS = 3;
const largeBytes = 2 ** 30 / scale;
let stopGateway: () => void = () => undefined;

async function benchAll(): Promise<string> {
  const comparisons = comparePeers({
    ...{ cwd, porter, largeBytes },
    smallFiles: 100_000 / scale,
    rounds: ROUNDS,
  });
  stopGateway = await startGateway(cwd, command);
  comparisons.push(...compareGateway(cwd, porter, largeBytes));
  const load = await loadGateway(cwd, porter, {
    clients: 500,
    seconds: isQuick ? 6 : 60,
  });
  const codec = measureCodec().map(
    ({ what, bytesPerSecond }) => `| ${what} | ${(bytesPerSecond / 1e9).toFixed(2)} GB/s |`,
  );
  return [
    "# Results of `npm run bench`",
    "",
    `${new Date().toISOString().slice(0, 10)}, ${String(cpus().length)} x ${cpus()[0]?.model ?? "?"}, ` +
      `${String(Math.round(totalmem() / 2 ** 30))} GiB, Linux ${release()}, Node ${process.version}. ` +
      `Medians of three interleaved rounds on a warm page cache${isQuick ? ", a sixteenth of the data" : ""}.`,
    ...comparisons.map((comparison) => `\n${tableOf(comparison)}`),
    loadText(load),
    "\n## Codec and primitives, one thread, data in",
    "",
    "| what | rate |",
    "|---|---|",
    ...codec,
    "",
  ].join("\n");
}

async function bench(): Promise<void> {
  const has = (option: string): boolean => process.argv.includes(option);
  const page = has("--links")
    ? await benchLinks(command, cwd, largeBytes)
    : has("--clouds")
      ? await benchClouds(fileURLToPath(import.meta.url), { command, cwd, bytes: largeBytes })
      : has("--pages")
        ? await benchPages(cwd, command, porter)
        : await benchAll();
  process.stdout.write(page);
  if (has("--write")) writeFileSync("bench/RESULTS.md", page);
}

if (process.argv.includes("--cloud-servers")) await serveClouds();
else {
  try {
    await bench();
  } finally {
    stopGateway();
    rmSync(cwd, { recursive: true, force: true });
  }
  // What slow links still carry is not waited for.
  process.exit();
}
