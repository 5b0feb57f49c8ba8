/**
 * The main job in one command (`npm run demo`): a real tree leaves as fragments in four stores and comes
 * back without one of them; then a store lies, is found out, and the files are whole all the same.
 * Everything is done by the command line itself, as a person would type it.
 */
import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatBytes } from "../../strings/quantities";
import { countDifferences, makeTree } from "./tree";

const INDEX = "Restore attachments.porter.txt";
const command = fileURLToPath(new URL("./pro-porter.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "pro-porter-demo-"));
const files = join(folder, "Project");

interface Step {
  readonly what: string;
  readonly result: string;
  readonly seconds: number;
}

const steps: Step[] = [];
const print = (line = ""): void => {
  process.stdout.write(`${line}\n`);
};

/** Runs the command line in the demonstration's folder, shows what it says, and times it. */
function run(args: readonly string[]): { readonly output: string; readonly seconds: number } {
  const shown = args.map((arg) => (/[ #]/.test(arg) ? `"${arg}"` : arg)).join(" ");
  print(`\n$ pro-porter ${shown}`);
  const startedMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      XDG_CONFIG_HOME: join(folder, "config"),
      XDG_STATE_HOME: join(folder, "state"),
    },
  });
  const seconds = (performance.now() - startedMs) / 1000;
  const output = (stderr + stdout).replaceAll(`${folder}/`, "").trimEnd();
  print(output);
  if (status !== 0) throw new Error(`pro-porter ended with ${String(status)}`);
  return { output, seconds };
}

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

function note(what: string, result: string, seconds: number): void {
  steps.push({ what, result, seconds });
}

const rate = (bytes: number, seconds: number): string => `${formatBytes(bytes / seconds)}/s`;

function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Flips one byte in the middle of every fragment of a store, as a broken or hostile cloud might. */
function corruptStore(store: string): number {
  let count = 0;
  for (const entry of readdirSync(store, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith("state-")) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    count += 1;
  }
  return count;
}

/** Four stores, any two of which restore: such a route bears two stores that fail at once. */
function writeSecondConfig(): void {
  const ids = ["tokyo", "osaka", "frankfurt", "oregon"];
  const stores = Object.fromEntries(
    ids.map((id) => [id, { cloud: "local", folder: `clouds/${id}` }]),
  );
  const config = { stores, routes: [{ id: 0, stores: ids, k: 2 }] };
  writeFileSync(join(folder, "any-two.json"), JSON.stringify(config, null, 2));
}

function compare(restored: string): void {
  const differences = countDifferences(files, join(folder, restored, "Project"));
  check(differences === 0, `${String(differences)} paths differ`);
  print(`(compared: every name and every byte is the same)`);
}

function demonstrate(): void {
  print("Making a folder of mixed files ..");
  makeTree(files);
  const total = sizeOf(files);
  const count = readdirSync(files, { recursive: true, withFileTypes: true }).length;
  print(`${String(count)} files and folders, ${formatBytes(total)}, in ${files}`);

  const sent = run(["send", "Project"]);
  const index = readFileSync(join(folder, INDEX), "utf8");
  print(
    `\nThe index file, all that the mail carries (${String(index.length)} bytes):\n${index.trimEnd()}`,
  );
  note("send to 4 stores, any 3 restore", rate(total, sent.seconds), sent.seconds);

  print("\nstore-2 goes away.");
  renameSync(join(folder, "data/store-2"), join(folder, "data/gone"));
  const restored = run(["restore", INDEX, "--to", "restored"]);
  compare("restored");
  note("restore without store-2", rate(total, restored.seconds), restored.seconds);

  writeSecondConfig();
  const config = ["--config", "any-two.json"];
  const second = run(["send", "Project", ...config, "--out", "second.porter.txt"]);
  note("send to 4 stores, any 2 restore", rate(total, second.seconds), second.seconds);
  const spoiled = corruptStore(join(folder, "clouds/osaka"));
  rmSync(join(folder, "clouds/oregon"), { recursive: true });
  print(
    `\nosaka now lies (a bit in each of ${String(spoiled)} fragments was flipped); oregon burnt down.`,
  );
  const again = run(["restore", "second.porter.txt", ...config, "--to", "again"]);
  check(again.output.includes("osaka"), "the liar was not named");
  compare("again");
  note("restore, osaka lies, oregon is gone", rate(total, again.seconds), again.seconds);
}

function printTable(): void {
  const width = Math.max(...steps.map(({ what }) => what.length));
  print("\nWhat happened");
  for (const { what, result, seconds } of steps) {
    print(
      `  ${what.padEnd(width)}  ${`${seconds.toFixed(2)} s`.padStart(8)}  ${result.padStart(10)}`,
    );
  }
}

try {
  demonstrate();
  printTable();
  print(`
Now with files of your own:
  npx pro-porter send <files and folders>
  npx pro-porter restore "${INDEX}" --to restored
  npx pro-porter --help`);
} catch (error) {
  process.stderr.write(
    `\nThe demonstration failed: ${error instanceof Error ? error.message : ""}\n`,
  );
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
