/** Orders what was picked and gives it the names under which it is sent. */
import { AppError } from "../../../core/errors";
import { isValidPath } from "../../../core/format/paths";
import { nameSiblings } from "../../../core/format/sibling-names";
import type { Picked } from "../picked";
import type { Inspection } from "../transfers";

export interface ArrangedFile {
  readonly path: string;
  readonly file: File;
}

export interface Arranged {
  /** In the order of the payload, which is the same for the same files however they were picked. */
  readonly files: readonly ArrangedFile[];
  readonly dirs: readonly string[];
  readonly renamed: Inspection["renamed"];
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: { readonly name: string; readonly file: File }[];
}

const emptyFolder = (): Folder => ({ folders: new Map(), files: [] });

/** The folder at these components, made where it is missing. */
function folderAt(root: Folder, components: readonly string[]): Folder {
  let folder = root;
  for (const component of components) {
    const next = folder.folders.get(component) ?? emptyFolder();
    folder.folders.set(component, next);
    folder = next;
  }
  return folder;
}

function treeOf({ files, dirs }: Picked): Folder {
  const root = emptyFolder();
  for (const { path, file } of files) {
    const components = path.split("/").filter((component) => component !== "");
    const name = components.pop() ?? file.name;
    folderAt(root, components).files.push({ name, file });
  }
  for (const dir of dirs) {
    folderAt(
      root,
      dir.split("/").filter((component) => component !== ""),
    );
  }
  return root;
}

type Child =
  | { readonly name: string; readonly isRepaired: false; readonly file: File }
  | { readonly name: string; readonly isRepaired: false; readonly folder: Folder };

const byName = (a: Child, b: Child): number => (a.name < b.name ? -1 : Number(a.name > b.name));

function childrenOf({ folders, files }: Folder): Child[] {
  const isRepaired = false;
  return [
    ...Array.from(folders, ([name, folder]) => ({ name, isRepaired, folder }) as const),
    ...files.map(({ name, file }) => ({ name, isRepaired, file }) as const),
  ].sort(byName);
}

interface Target {
  readonly files: ArrangedFile[];
  readonly dirs: string[];
  readonly renamed: { from: string; to: string }[];
}

/** `from` is the path as it was picked, `to` the one under which it is sent. */
function visit(target: Target, folder: Folder, from: string, to: string): void {
  const children = childrenOf(folder);
  const names = nameSiblings(children);
  for (const [at, child] of children.entries()) {
    const name = names[at] ?? "_";
    const path = `${to}${name}`;
    const picked = `${from}${child.name}`;
    if (!isValidPath(path)) throw new AppError("source-path-too-long", { subject: picked });
    if (name !== child.name) target.renamed.push({ from: picked, to: path });
    if ("file" in child) {
      target.files.push({ path, file: child.file });
    } else {
      visit(target, child.folder, `${picked}/`, `${path}/`);
      const { folders, files } = child.folder;
      if (folders.size + files.length === 0) target.dirs.push(path);
    }
  }
}

/** Throws `source-path-too-long` with the path as subject. */
export function arrange(picked: Picked): Arranged {
  const target: Target = { files: [], dirs: [], renamed: [] };
  visit(target, treeOf(picked), "", "");
  return target;
}
