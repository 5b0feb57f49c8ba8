// Builds the command line once before the tests, unless it is newer than every source.
import { buildIfNeeded } from "../tools/fresh-build.mjs";

export default function build() {
  buildIfNeeded({ parts: ["cli"], made: ["dist/pro-porter.js"] });
}
