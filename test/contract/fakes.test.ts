/** The fakes keep the contracts as well, or every test that stands on them would prove nothing. */
import { createMemoryDisk, createMemorySink, createMemorySource } from "../fakes/memory-tree";
import { createMemoryCheckpoint } from "../fakes/memory-checkpoint";
import { checkpointContract } from "./checkpoint.contract";
import { sinkContract } from "./sink.contract";
import { sourceContents, sourceContract, sourceDirs } from "./source.contract";

checkpointContract("the checkpoint in memory", () => {
  const checkpoint = createMemoryCheckpoint();
  return { checkpoint, reopen: () => checkpoint };
});

sourceContract("files in memory", () => {
  const contents = new Map(sourceContents);
  const listed: ReturnType<typeof createMemorySource>[] = [];
  return {
    contents,
    dirs: sourceDirs,
    list: () => {
      const files = [...contents].map(([path, bytes]) => ({ path, bytes }));
      const source = createMemorySource(files, sourceDirs);
      listed.push(source);
      return Promise.resolve(source);
    },
    change: (path, bytes) => {
      contents.set(path, bytes);
      for (const source of listed) source.change(path, bytes);
    },
  };
});

sinkContract("a sink in memory", () => {
  const disk = createMemoryDisk();
  return {
    open: () => createMemorySink(disk),
    names: () => [...disk.files.keys(), ...[...disk.dirs].map((dir) => `${dir}/`)],
    read: (path) => {
      const { bytes, modified } = disk.files.get(path)!;
      return { bytes, modified };
    },
  };
});
