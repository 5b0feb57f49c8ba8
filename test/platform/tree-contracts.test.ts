/** Checkpoint, source and sink on a real disk keep the contracts of their ports. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createFileCheckpoint } from "../../src/platform/node/file-checkpoint";
import { createTreeSink } from "../../src/platform/node/tree-sink";
import { createTreeSource } from "../../src/platform/node/tree-source";
import { walkPaths } from "../../src/platform/node/walk";
import { checkpointContract } from "../contract/checkpoint.contract";
import { sinkContract } from "../contract/sink.contract";
import { sourceContents, sourceContract, sourceDirs } from "../contract/source.contract";
import { tempFolder } from "../fakes/temp";

checkpointContract("a file", () => {
  const path = join(tempFolder("checkpoint"), "state", "pro-porter", "one.jsonl");
  const open = () => createFileCheckpoint(path);
  return { checkpoint: open(), reopen: open };
});

sourceContract("a tree", () => {
  const folder = tempFolder("source");
  const contents = new Map(sourceContents);
  const write = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  for (const [path, bytes] of contents) write(path, bytes);
  for (const dir of sourceDirs) mkdirSync(join(folder, dir), { recursive: true });
  return {
    contents,
    dirs: sourceDirs,
    list: async () => {
      const roots = readdirSync(folder).map((name) => join(folder, name));
      return createTreeSource(await walkPaths(roots));
    },
    change: (path, bytes) => {
      contents.set(path, bytes);
      write(path, bytes);
    },
  };
});

/** Files, and folders in which nothing lies; hidden ones of the root are the sink's own affair. */
function namesBelow(folder: string, prefix = ""): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => prefix !== "" || !name.startsWith("."),
  );
  if (entries.length === 0 && prefix !== "") return [prefix];
  return entries.flatMap((entry) =>
    entry.isDirectory()
      ? namesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
      : [prefix + entry.name],
  );
}

sinkContract("a folder", () => {
  const folder = join(tempFolder("sink"), "deep", "er");
  return {
    open: () => createTreeSink({ folder, stagingName: ".staging", overwrite: false }),
    names: () => (statSync(folder, { throwIfNoEntry: false }) ? namesBelow(folder) : []),
    read: (path) => ({
      bytes: new Uint8Array(readFileSync(join(folder, path))),
      modified: statSync(join(folder, path)).mtime.toISOString(),
    }),
  };
});
