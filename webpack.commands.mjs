// The launch events: one file that also runs in classic Outlook's engine, so ES2016 and nothing split off.
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import HtmlWebpackPlugin from "html-webpack-plugin";
import webpack from "webpack";
import { AssetFiles } from "./tools/asset-files.mjs";

const root = import.meta.dirname;

/** Letters beyond ASCII as escapes: whoever reads the file need not know its encoding. */
class AsciiPlugin {
  apply(compiler) {
    const { Compilation, sources } = webpack;
    compiler.hooks.thisCompilation.tap("Ascii", (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_SIZE + 1;
      compilation.hooks.processAssets.tap({ name: "Ascii", stage }, (assets) => {
        for (const name of Object.keys(assets).filter((one) => one.endsWith(".js"))) {
          const text = compilation.getAsset(name).source.source().toString();
          compilation.updateAsset(name, new sources.RawSource(escape(text)));
        }
      });
    });
  }
}

const escape = (text) =>
  text.replace(
    /[^\0-\x7f]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const iconFile = (name) => [`assets/icons/${name}`, `icons/${name}`];

export const commands = {
  name: "commands",
  mode: "production",
  target: ["web", "es6"],
  context: root,
  entry: { commands: "./src/commands/commands.ts" },
  // The manifest names the file: its name has no hash.
  output: { path: resolve(root, "dist/web"), publicPath: "/", filename: "[name].js" },
  resolve: { extensions: [".ts", ".js"] },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: "swc-loader",
        options: { jsc: { parser: { syntax: "typescript" }, target: "es2016" } },
      },
    ],
  },
  optimization: { splitChunks: false, runtimeChunk: false },
  performance: { hints: "error", maxAssetSize: 20_000, maxEntrypointSize: 20_000 },
  devtool: false,
  stats: "errors-warnings",
  plugins: [
    new AsciiPlugin(),
    // Under their own names, too: the manifest says them.
    new AssetFiles(readdirSync(resolve(root, "assets/icons")).map(iconFile)),
    new HtmlWebpackPlugin({
      template: "./src/commands/commands.html",
      filename: "commands.html",
      scriptLoading: "defer",
    }),
  ],
};
