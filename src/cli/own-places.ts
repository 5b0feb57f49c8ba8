/** Where this program itself writes: its stores, indexes and state are no part of what is sent. */
import { lstatSync, type Stats } from "node:fs";
import { resolve } from "node:path";
import type { OwnKind, OwnPlace } from "../platform/node/walk";
import type { Context } from "./context";
import { stateFolder } from "./locations";

function statIfThere(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // Whatever keeps it from being looked at will be said of the path that is sent.
    return undefined;
  }
}

/** The local stores of the configuration, the index file that is about to be written, the state. */
export function ownPlaces({ config, baseFolder }: Context, outPath: string): OwnPlace[] {
  const folders = Object.values(config.stores).flatMap((store) =>
    store.cloud === "local" ? [resolve(baseFolder, store.folder)] : [],
  );
  const places: [string, OwnKind][] = [
    ...folders.map((folder): [string, OwnKind] => [folder, "store"]),
    [outPath, "index"],
    [stateFolder(), "state"],
  ];
  return places.flatMap(([path, kind]) => {
    const stats = statIfThere(path);
    return stats === undefined ? [] : [{ dev: stats.dev, ino: stats.ino, kind }];
  });
}
