/** Names that the platform's file system can hold, made from those of a manifest. */
import { numberComponent, pathKey } from "../format/paths";

const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** A component as Windows can hold it (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). */
export function windowsComponent(component: string): string {
  const clean = component.replace(/[<>:"|?*]/g, "_").replace(/[. ]$/, "_");
  return WINDOWS_DEVICE.test(clean) ? `_${clean}` : clean;
}

export interface LocalNames {
  /** Relative path on this platform for a path of the manifest; `/` between components. */
  of(path: string): string;
  /** Paths whose name had to change. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** Where every valid path can be kept as it is. */
export const EVERY_NAME: LocalNames = { of: (path) => path, renamed: [] };

/**
 * Names by `toLocal`, which gives the component that the platform can hold, the same one if it can hold
 * it. Distinct names stay distinct.
 */
export function createLocalNames(
  paths: readonly string[],
  toLocal: (component: string) => string,
): LocalNames {
  const renamed: { from: string; to: string }[] = [];
  const known = new Map<string, string>();
  const taken = new Set<string>();
  const nameOf = (path: string): string => {
    const key = pathKey(path);
    const before = known.get(key);
    if (before !== undefined) return before;
    const slash = path.lastIndexOf("/");
    const parent = slash < 0 ? "" : `${nameOf(path.slice(0, slash))}/`;
    const component = path.slice(slash + 1);
    const wanted = toLocal(component);
    let name = wanted;
    for (let number = 2; taken.has(pathKey(parent + name)); number += 1) {
      name = numberComponent(wanted, number);
    }
    taken.add(pathKey(parent + name));
    known.set(key, parent + name);
    if (name !== component) renamed.push({ from: path, to: parent + name });
    return parent + name;
  };
  const changes = (path: string): boolean => path.split("/").some((part) => toLocal(part) !== part);
  for (const path of paths) if (!changes(path)) nameOf(path);
  for (const path of paths) nameOf(path);
  return { of: nameOf, renamed };
}
