/** Bundles a page's script as it would ship, for a test. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import webpack from "webpack";
import { tempFolder } from "../fakes/temp";

export async function bundle(entry: string): Promise<string> {
  const path = tempFolder("bundle");
  const compiler = webpack({
    mode: "development",
    devtool: false,
    target: "web",
    context: process.cwd(),
    entry: join(process.cwd(), entry),
    output: { path, filename: "page.js" },
    resolve: { extensions: [".ts", ".js"] },
    module: {
      rules: [
        {
          test: /\.ts$/,
          loader: "swc-loader",
          options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } },
        },
      ],
    },
  });
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error !== null) reject(error);
      else if (stats?.hasErrors() === true) reject(new Error(stats.toString("errors-only")));
      else resolve();
    });
  });
  return readFileSync(join(path, "page.js"), "utf8");
}
