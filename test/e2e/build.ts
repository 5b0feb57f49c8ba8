/** Builds what a test opens in a browser, unless it is newer than every source. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const STALE_LOCK_MS = 180_000;

function newestMs(folder: string): number {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs)
    .reduce((newest, timeMs) => Math.max(newest, timeMs), 0);
}

function isBuilt(folder: string, name: "e2e" | "web" | "gallery"): boolean {
  if (statSync(join(folder, "index.html"), { throwIfNoEntry: false }) === undefined) return false;
  // webpack leaves files as they are that have not changed: the newest one tells.
  const own = { e2e: ["test/e2e/harness"], web: [], gallery: ["test/ui/gallery"] }[name];
  const source = Math.max(...["src", ...own].map(newestMs));
  return newestMs(`dist/${name}`) >= source;
}

/** Test files run in processes of their own: one of them builds, the others wait. */
function takeLock(path: string): boolean {
  try {
    mkdirSync(path, { recursive: false });
    return true;
  } catch {
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
    if (mtimeMs > 0 && Date.now() - mtimeMs > STALE_LOCK_MS) rmdirSync(path);
    return false;
  }
}

/** `name` is that of a configuration in webpack.config.mjs; answers the folder of its output. */
export function buildOnce(name: "e2e" | "web" | "gallery"): string {
  const folder = join(root, "dist", name);
  const lock = join(root, "dist", `.building-${name}`);
  mkdirSync(join(root, "dist"), { recursive: true });
  while (!takeLock(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    if (!isBuilt(folder, name)) {
      execFileSync("npx", ["webpack", "--config-name", name], { cwd: root, stdio: "inherit" });
    }
    return folder;
  } finally {
    rmdirSync(lock);
  }
}
