// Builds dist/ unless it is newer than everything it is made of.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

function newestMs(path) {
  const entry = statSync(join(root, path), { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(...readdirSync(join(root, path)).map((name) => newestMs(join(path, name))), 0);
}

/**
 * `parts` are the bundles of webpack.config.mjs; `made` is a file that each of them leaves. Returns
 * whether anything had to be built. `tell` is called before.
 */
export function buildIfNeeded({ parts, made, tell = () => undefined }) {
  const oldest = Math.min(
    ...made.map((path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0)),
  );
  if (oldest > Math.max(newestMs("src"), newestMs("webpack.config.mjs"))) return false;
  tell();
  const names = parts.flatMap((name) => ["--config-name", name]);
  // webpack's own words go to standard error: standard output is for the program.
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  execFileSync(
    process.execPath,
    [join(root, "node_modules/webpack/bin/webpack.js"), ...names],
    options,
  );
  return true;
}
