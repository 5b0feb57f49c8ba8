/** All ways to choose k of the items, in lexicographic order: the earliest items are tried first. */
export function* subsets<Item>(items: readonly Item[], k: number): Generator<readonly Item[]> {
  if (k === 0) {
    yield [];
    return;
  }
  for (let first = 0; first + k <= items.length; first += 1) {
    for (const rest of subsets(items.slice(first + 1), k - 1)) {
      yield [...items.slice(first, first + 1), ...rest];
    }
  }
}
