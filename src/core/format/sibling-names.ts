/** The names under which the entries of one folder are sent (docs/format.md, "Limits"). */
import { numberComponent, pathKey, sanitizeComponent } from "./paths";

export interface Sibling {
  readonly name: string;
  /** The name is already a repaired one: it gives way to those that really have it. */
  readonly isRepaired: boolean;
}

/**
 * A distinct valid component for each of them, in the same order. Those that can keep theirs come first,
 * so that a repaired name never takes it from them.
 */
export function nameSiblings(siblings: readonly Sibling[]): string[] {
  const taken = new Set<string>();
  const names = siblings.map(({ name }) => sanitizeComponent(name));
  const give = (at: number): void => {
    const wanted = names[at] ?? "_";
    let name = wanted;
    for (let number = 2; taken.has(pathKey(name)); number += 1) {
      name = numberComponent(wanted, number);
    }
    taken.add(pathKey(name));
    names[at] = name;
  };
  const isKept = siblings.map(({ name, isRepaired }, at) => names[at] === name && !isRepaired);
  for (const at of siblings.keys()) if (isKept[at] === true) give(at);
  for (const at of siblings.keys()) if (isKept[at] !== true) give(at);
  return names;
}
