/** The files and folders of a transfer as a tree of which only the visible part costs anything. */

export interface TreeFile {
  readonly path: string;
  readonly size: number;
}

export interface TreeNode {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Files in it at any depth; 1 for a file. */
  readonly fileCount: number;
  /** Undefined for a file. */
  readonly children: readonly TreeNode[] | undefined;
}

export interface TreeRow {
  readonly node: TreeNode;
  /** 1 for what lies at the top. */
  readonly level: number;
  /** Place among its siblings, from 1, and how many they are: what a screen reader tells. */
  readonly position: number;
  readonly setSize: number;
  readonly isExpanded: boolean;
}

/** Above so many siblings the order of the sender is kept: sorting by language would be felt. */
const SORTED_SIBLINGS = 2_000;

class Folder implements TreeNode {
  readonly name: string;
  readonly path: string;
  sizeBytes = 0;
  fileCount = 0;
  readonly folders = new Map<string, Folder>();
  readonly files: TreeNode[] = [];
  private sorted: readonly TreeNode[] | undefined;

  constructor(name: string, path: string) {
    this.name = name;
    this.path = path;
  }

  /** Folders first, then by name as people count: 2 before 10. Sorted when first looked at. */
  get children(): readonly TreeNode[] {
    this.sorted ??= [...ordered([...this.folders.values()]), ...ordered(this.files)];
    return this.sorted;
  }

  folder(name: string): Folder {
    const known = this.folders.get(name);
    if (known !== undefined) return known;
    const made = new Folder(name, this.path === "" ? name : `${this.path}/${name}`);
    this.folders.set(name, made);
    return made;
  }
}

const collator = new Intl.Collator(undefined, { numeric: true });

function ordered(nodes: readonly TreeNode[]): readonly TreeNode[] {
  if (nodes.length > SORTED_SIBLINGS) return nodes;
  return [...nodes].sort((a, b) => collator.compare(a.name, b.name));
}

/** The root is no row; its children are. `dirs` are folders that no file need lie in. */
export function buildTree(files: readonly TreeFile[], dirs: readonly string[]): TreeNode {
  const root = new Folder("", "");
  for (const path of dirs) {
    let folder = root;
    for (const name of path.split("/")) folder = folder.folder(name);
  }
  for (const { path, size } of files) {
    const names = path.split("/");
    const name = names.pop() ?? "";
    let folder = root;
    const above = [root];
    for (const each of names) above.push((folder = folder.folder(each)));
    folder.files.push({ name, path, sizeBytes: size, fileCount: 1, children: undefined });
    for (const each of above) {
      each.sizeBytes += size;
      each.fileCount += 1;
    }
  }
  return root;
}

/** What is seen with the folders `expanded` (by path) open, from top to bottom. */
export function visibleRows(root: TreeNode, expanded: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = ({ children = [] }: TreeNode, level: number): void => {
    for (const [i, node] of children.entries()) {
      const isExpanded = node.children !== undefined && expanded.has(node.path);
      rows.push({ node, level, position: i + 1, setSize: children.length, isExpanded });
      if (isExpanded) add(node, level + 1);
    }
  };
  add(root, 1);
  return rows;
}

/** The folders to open at first: a short list is shown whole, a long one by its top. */
export function firstExpanded(
  files: readonly TreeFile[],
  dirs: readonly string[],
  mostRows: number,
): ReadonlySet<string> {
  if (files.length + dirs.length > mostRows) return new Set();
  const paths = [...dirs, ...files.map(({ path }) => path.slice(0, path.lastIndexOf("/")))];
  const expanded = new Set<string>();
  for (const path of paths) {
    for (let at = path.length; at > 0; at = path.lastIndexOf("/", at - 1)) {
      expanded.add(path.slice(0, at));
    }
  }
  return expanded;
}
