// Two bundles: the command line with its coder thread for Node, and the pages with their workers.
import { chmodSync } from "node:fs";
import { resolve } from "node:path";
import HtmlWebpackPlugin from "html-webpack-plugin";
import webpack from "webpack";
import { AssetFiles } from "./tools/asset-files.mjs";
import { PrecompressPlugin } from "./tools/precompress-plugin.mjs";
import { commands } from "./webpack.commands.mjs";

const root = import.meta.dirname;
const dist = resolve(root, "dist");

const typescript = (options) => ({
  test: /\.tsx?$/,
  use: { loader: "swc-loader", options: { jsc: { target: "es2022", ...options } } },
});

/** `npx pro-porter` runs the file itself. */
class MakeExecutable {
  apply(compiler) {
    compiler.hooks.done.tap("MakeExecutable", (stats) => {
      if (!stats.hasErrors()) chmodSync(resolve(dist, "pro-porter.js"), 0o755);
    });
  }
}

const cli = {
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
  output: {
    path: dist,
    filename: "[name].js",
    module: true,
    chunkFormat: "module",
    clean: { keep: /^(web|e2e|gallery)\// },
  },
  experiments: { outputModule: true },
  resolve: { extensions: [".ts", ".js"] },
  module: {
    // The path of the coder thread is resolved when it runs, not when it is bundled.
    parser: { javascript: { url: false, importMeta: false, createRequire: false } },
    rules: [typescript({ parser: { syntax: "typescript" } })],
  },
  // Fastify's logger starts threads out of its own files, which a bundle does not have; jose belongs to it. The
  // browser of the bench is unpacked from beside its package's files. Of the clouds' SDKs these load parts of
  // themselves by names that only a run knows; the others are bundled, which makes every command with one of
  // them 0.1 to 0.2 s shorter.
  externals:
    /^(?:fastify|@fastify\/.+|jose|ali-oss|@azure\/identity|playwright-core|@sparticuz\/chromium)$/,
  externalsType: "module",
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
    new AssetFiles([["manifest.xml", "manifest.xml"]]),
  ],
};

/** name of the html file, entry of its script. The workers are found through `new Worker(new URL(..))`. */
const PAGES = [
  ["index", "./src/web/restore.tsx"],
  ["send", "./src/web/send.tsx"],
  ["transfers", "./src/web/transfers.tsx"],
  ["try", "./src/web/try/try.tsx"],
];

/** The panes in Outlook: their page loads Outlook's script. */
const PANES = [
  ["compose", "./src/taskpane/compose.tsx"],
  ["read", "./src/taskpane/read.tsx"],
];

/** The window in which a pane signs in; Outlook's script talks to the pane. */
const SIGN_IN = ["sign-in", "./src/taskpane/sign-in.ts"];

const pageOf = (template, [name]) =>
  new HtmlWebpackPlugin({
    template,
    filename: `${name}.html`,
    chunks: [name],
    scriptLoading: "defer",
    favicon: "./assets/logo.svg",
  });

const browser = {
  mode: "production",
  target: ["web", "es2022"],
  context: root,
  resolve: { extensions: [".ts", ".tsx", ".js"] },
  module: {
    rules: [
      typescript({
        parser: { syntax: "typescript", tsx: true },
        transform: { react: { runtime: "automatic" } },
      }),
    ],
  },
  performance: false,
  stats: "errors-warnings",
};

/** Everything below assets/ is named by its content: it may be cached for ever, and is compressed here. */
const web = {
  ...browser,
  name: "web",
  entry: Object.fromEntries([...PAGES, ...PANES, SIGN_IN]),
  output: {
    path: resolve(dist, "web"),
    publicPath: "/",
    filename: "assets/[name].[contenthash].js",
    chunkFilename: "assets/[name].[contenthash].js",
    assetModuleFilename: "assets/[name].[contenthash][ext]",
    // The launch events and the icons lie beside the pages.
    clean: { keep: /^(?:commands\.|icons\/)/ },
  },
  optimization: {
    splitChunks: { chunks: (chunk) => [...PAGES, ...PANES].some(([name]) => name === chunk.name) },
  },
  devtool: "source-map",
  plugins: [
    ...PAGES.map((page) => pageOf("./src/web/page.html", page)),
    ...PANES.map((pane) => pageOf("./src/taskpane/pane.html", pane)),
    pageOf("./src/taskpane/sign-in.html", SIGN_IN),
    // Where a sign-in ends: no script, no icon, nothing that could leak what stands in its address.
    new HtmlWebpackPlugin({
      template: "./src/web/signed-in.html",
      filename: "signed-in.html",
      chunks: [],
    }),
    new PrecompressPlugin(),
  ],
};

/** The browser's ports without a page around them, for test/e2e; never shipped. */
const e2e = {
  ...browser,
  name: "e2e",
  entry: { harness: "./test/e2e/harness/page.ts" },
  output: { path: resolve(dist, "e2e"), publicPath: "/", filename: "[name].js", clean: true },
  devtool: "inline-source-map",
  plugins: [new HtmlWebpackPlugin({ filename: "index.html", title: "harness" })],
};

/** Every screen in every state, for test/e2e and the screenshots; never shipped. */
const gallery = {
  ...browser,
  name: "gallery",
  mode: "development",
  entry: { gallery: "./test/ui/gallery/main.tsx" },
  output: { path: resolve(dist, "gallery"), publicPath: "/", filename: "[name].js", clean: true },
  devtool: false,
  plugins: [new HtmlWebpackPlugin({ template: "./src/web/page.html" })],
};

export default [cli, web, commands, e2e, gallery];
