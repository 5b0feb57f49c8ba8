/** Bundles a page's script as it would ship, for a test. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import webpack, { type Configuration } from "webpack";
import { tempFolder } from "../fakes/temp";

export function bundle(entry: string): Promise<string> {
  return build({
    mode: "development",
    devtool: false,
    target: "web",
    context: process.cwd(),
    entry: join(process.cwd(), entry),
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
}

/** Builds with a configuration of the project and answers the one script that it makes. */
export async function build(configuration: Configuration): Promise<string> {
  const path = tempFolder("bundle");
  const output = { path, filename: "page.js" };
  const compiler = webpack({ ...configuration, output: { ...configuration.output, ...output } });
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error !== null) reject(error);
      else if (stats?.hasErrors() === true) reject(new Error(stats.toString("errors-only")));
      else resolve();
    });
  });
  return readFileSync(join(path, "page.js"), "utf8");
}
