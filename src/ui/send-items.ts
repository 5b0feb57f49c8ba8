/** What is to be sent as a person sees it: the files and folders that were added, one item each. */
import type { Picked } from "../platform/browser/picked";

export interface SendItem {
  /** Tells two items of the same name apart. */
  readonly key: string;
  readonly name: string;
  readonly isFolder: boolean;
  readonly fileCount: number;
  readonly sizeBytes: number;
  readonly picked: Picked;
}

const rootOf = (path: string): string => {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
};

interface Group {
  isFolder: boolean;
  sizeBytes: number;
  readonly files: Picked["files"][number][];
  readonly dirs: string[];
}

/** One item for each file or folder at the top of a pick. `batch` makes the keys distinct. */
export function itemsOf(picked: Picked, batch: number): readonly SendItem[] {
  const groups = new Map<string, Group>();
  const groupOf = (path: string): Group => {
    const root = rootOf(path);
    const known = groups.get(root);
    if (known !== undefined) return known;
    const made: Group = { isFolder: false, sizeBytes: 0, files: [], dirs: [] };
    groups.set(root, made);
    return made;
  };
  for (const each of picked.files) {
    const group = groupOf(each.path);
    group.files.push(each);
    group.sizeBytes += each.file.size;
    if (each.path.includes("/")) group.isFolder = true;
  }
  for (const dir of picked.dirs) {
    const group = groupOf(dir);
    group.dirs.push(dir);
    group.isFolder = true;
  }
  return [...groups].map(([name, { isFolder, sizeBytes, files, dirs }]) => ({
    ...{ key: `${String(batch)}/${name}`, name, isFolder, sizeBytes },
    fileCount: files.length,
    picked: { files, dirs, handles: picked.handles.filter((handle) => handle.name === name) },
  }));
}

/** All items as one pick. The browser finds it again only if it keeps hold of every item. */
export function pickOf(items: readonly SendItem[]): Picked {
  const isKept = items.every(({ picked }) => picked.handles.length > 0);
  return {
    files: items.flatMap(({ picked }) => picked.files),
    dirs: items.flatMap(({ picked }) => picked.dirs),
    handles: isKept ? items.flatMap(({ picked }) => picked.handles) : [],
  };
}

export interface Totals {
  readonly fileCount: number;
  readonly sizeBytes: number;
}

export function totalsOf(items: readonly SendItem[]): Totals {
  return {
    fileCount: items.reduce((sum, { fileCount }) => sum + fileCount, 0),
    sizeBytes: items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}
