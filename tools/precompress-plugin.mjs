// Compresses at build time what the gateway serves: it only picks the file that the browser takes.
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import webpack from "webpack";

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);
const COMPRESSIBLE = /\.(?:js|css|svg|json|wasm)$/;
const SMALLEST_BYTES = 1_024;

/** Adds `name.br` and `name.gz` beside each asset that gets smaller. Pages get a nonce, so they stay. */
export class PrecompressPlugin {
  apply(compiler) {
    const { Compilation, sources } = webpack;
    compiler.hooks.thisCompilation.tap("Precompress", (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_TRANSFER;
      compilation.hooks.processAssets.tapPromise({ name: "Precompress", stage }, async (assets) => {
        const names = Object.keys(assets).filter((name) => COMPRESSIBLE.test(name));
        await Promise.all(names.map((name) => compress(compilation, sources, name)));
      });
    });
  }
}

async function compress(compilation, { RawSource }, name) {
  const bytes = Buffer.from(compilation.getAsset(name).source.buffer());
  if (bytes.length < SMALLEST_BYTES) return;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const packed = { br: await brotli(bytes, { params }), gz: await deflate(bytes, { level: 9 }) };
  for (const [extension, content] of Object.entries(packed)) {
    if (content.length < bytes.length)
      compilation.emitAsset(`${name}.${extension}`, new RawSource(content));
  }
}
