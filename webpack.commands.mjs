// The launch events: one file that also runs in classic Outlook's engine, so ES2016 and nothing split off.
import { resolve } from "node:path";
import HtmlWebpackPlugin from "html-webpack-plugin";

const root = import.meta.dirname;

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
    new HtmlWebpackPlugin({
      template: "./src/commands/commands.html",
      filename: "commands.html",
      scriptLoading: "defer",
    }),
  ],
};
