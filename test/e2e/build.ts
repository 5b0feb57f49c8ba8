/** Builds what a test opens in a browser, unless it is newer than every source. */
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

function newestMs(folder: string): number {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Math.max(
    0,
    ...files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs),
  );
}

/** `name` is that of a configuration in webpack.config.mjs; answers the folder of its output. */
export function buildOnce(name: "e2e" | "web"): string {
  const folder = join(root, "dist", name);
  const built = statSync(join(folder, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const source = Math.max(newestMs("src"), name === "e2e" ? newestMs("test/e2e/harness") : 0);
  if (built < source) {
    execFileSync("npx", ["webpack", "--config-name", name], { cwd: root, stdio: "inherit" });
  }
  return folder;
}
