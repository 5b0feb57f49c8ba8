/**
 * Transfers through a gateway whose stores are behind links of
 * 100 Mbit/s and 50 ms, one of them slow, silent or dead. `npm run bench -- --links` runs this alone.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLink, type Link } from "./link";
import { inPercent, inSeconds } from "./measure";
import { makeLargeFile } from "./peers";
import { startProgram, timeProgram } from "./programs";

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
  /** What becomes of one store, before the send or, where all stores have to hold everything, after it. */
  readonly spoil: (link: Link) => void;
  readonly isSpoiltFirst: boolean;
}

const STORES = 4;
/** Nothing comes through before the other end has given up. */
const SILENT_BYTES_PER_SECOND = 0.1;
const stop = (link: Link): void => {
  link.stop();
};
const SETTINGS: readonly Setting[] = [
  { name: "all as they should be", spoil: () => undefined, isSpoiltFirst: false },
  {
    name: "one at a tenth while restoring",
    spoil: (link) => {
      link.carry(LINK_BYTES_PER_SECOND / 10);
    },
    isSpoiltFirst: false,
  },
  {
    name: "one silent while restoring",
    spoil: (link) => {
      link.carry(SILENT_BYTES_PER_SECOND);
    },
    isSpoiltFirst: false,
  },
  { name: "one dead, sent with --min-stores 3", spoil: stop, isSpoiltFirst: true },
];

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
  { name, spoil, isSpoiltFirst }: Setting,
  command: string,
  cwd: string,
): Promise<LinkResult> {
  const links: Link[] = [];
  const speed = { bytesPerSecond: LINK_BYTES_PER_SECOND, roundTripMs: ROUND_TRIP_MS };
  for (let i = 0; i < STORES; i += 1) {
    links.push(await openLink({ targetPort: PORT + 1 + i, ...speed }));
  }
  const [, spoilt] = links;
  if (spoilt === undefined) throw new Error("no link");
  if (isSpoiltFirst) spoil(spoilt);
  const config = writeConfig(cwd, links);
  const serving = ["serve", "--config", config, "--port", String(PORT), "--log-level", "error"];
  const { child: gateway } = await startProgram([command, ...serving], { cwd }, /is ready/);
  const way = ["--gateway", `localhost:${String(PORT)}`];
  try {
    const least = isSpoiltFirst ? ["--min-stores", String(NEEDED)] : [];
    const sending = ["send", "payload", "--out", "index.txt", ...way, ...least];
    const sendSeconds = await timeProgram([command, ...sending], { cwd });
    if (!isSpoiltFirst) spoil(spoilt);
    const restoring = ["restore", "index.txt", "--to", "restored", ...way];
    return {
      name,
      sendSeconds,
      restoreSeconds: await timeProgram([command, ...restoring], { cwd }),
    };
  } finally {
    gateway.kill("SIGKILL");
    for (const link of links) link.stop();
    for (const path of ["restored", "data", "index.txt"]) {
      rmSync(join(cwd, path), { recursive: true, force: true });
    }
  }
}

/** A page of Markdown: seconds, and the share of what the links can carry. */
export async function benchLinks(command: string, cwd: string, bytes: number): Promise<string> {
  makeLargeFile(join(cwd, "payload"), bytes);
  // Each link carries a k-th of the payload.
  const leastSeconds = bytes / NEEDED / LINK_BYTES_PER_SECOND;
  const rows: string[] = [];
  for (const setting of SETTINGS) {
    const { name, sendSeconds, restoreSeconds } = await measure(setting, command, cwd);
    const cells = [sendSeconds, restoreSeconds].flatMap((seconds) => [
      inSeconds(seconds),
      inPercent(leastSeconds / seconds),
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
