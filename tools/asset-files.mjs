// Puts files of the project into a bundle's folder as they are.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import webpack from "webpack";

/** `files`: pairs of a path in the project and a name below the output folder. */
export class AssetFiles {
  constructor(files) {
    this.files = files;
  }

  apply(compiler) {
    const { Compilation, sources } = webpack;
    compiler.hooks.thisCompilation.tap("AssetFiles", (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
      compilation.hooks.processAssets.tap({ name: "AssetFiles", stage }, () => {
        for (const [path, name] of this.files) {
          const source = resolve(compiler.context, path);
          compilation.fileDependencies.add(source);
          compilation.emitAsset(name, new sources.RawSource(readFileSync(source)));
        }
      });
    });
  }
}
