// `npm start`: builds what is needed, then serves. Options go to `pro-porter serve`.
import { join } from "node:path";
import { buildIfNeeded } from "./fresh-build.mjs";

const root = join(import.meta.dirname, "..");

try {
  buildIfNeeded({
    parts: ["cli", "web", "commands"],
    made: ["dist/pro-porter.js", "dist/web/index.html", "dist/web/commands.js"],
    tell: () => console.error("Building the program and the pages; this is done once ..."),
  });
} catch {
  console.error("The build failed; what is wrong stands above.");
  process.exit(1);
}
process.argv = [
  process.argv[0],
  join(root, "dist/pro-porter.js"),
  "serve",
  ...process.argv.slice(2),
];
await import("../dist/pro-porter.js");
