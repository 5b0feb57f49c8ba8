// Builds dist/ once before the tests, unless it is newer than every source.
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

function newestMs(folder) {
  let newest = 0;
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (entry.isFile())
      newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return newest;
}

export default function build() {
  const built = statSync(join(root, "dist/pro-porter.js"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built > newestMs("src")) return;
  execFileSync("npx", ["webpack", "--config-name", "cli"], { cwd: root, stdio: "inherit" });
}
