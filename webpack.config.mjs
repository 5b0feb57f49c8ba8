// Bundles the command line and its coder thread for Node. The pages and panes will join it here.
import { chmodSync } from "node:fs";
import { resolve } from "node:path";
import webpack from "webpack";

const root = import.meta.dirname;
const dist = resolve(root, "dist");

/** `npx pro-porter` runs the file itself. */
class MakeExecutable {
  apply(compiler) {
    compiler.hooks.done.tap("MakeExecutable", (stats) => {
      if (!stats.hasErrors()) chmodSync(resolve(dist, "pro-porter.js"), 0o755);
    });
  }
}

export default {
  name: "cli",
  mode: "production",
  target: "node20",
  entry: {
    "pro-porter": "./src/cli/main.ts",
    "coder-thread": "./src/platform/node/coder-thread.ts",
    demo: "./src/cli/demo/main.ts",
    bench: "./bench/main.ts",
  },
  context: root,
  output: { path: dist, filename: "[name].js", module: true, chunkFormat: "module", clean: true },
  experiments: { outputModule: true },
  resolve: { extensions: [".ts", ".js"] },
  module: {
    // The path of the coder thread is resolved when it runs, not when it is bundled.
    parser: { javascript: { url: false, importMeta: false } },
    rules: [
      {
        test: /\.ts$/,
        use: {
          loader: "swc-loader",
          options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } },
        },
      },
    ],
  },
  // Readable stack traces for the people who run it; the size of a server program does not matter.
  optimization: { minimize: false },
  devtool: "source-map",
  performance: false,
  stats: "errors-warnings",
  plugins: [
    new webpack.BannerPlugin({
      banner: "#!/usr/bin/env node",
      raw: true,
      include: /pro-porter\.js$/,
    }),
    new MakeExecutable(),
  ],
};
