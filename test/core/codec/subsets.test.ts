import { subsets } from "../../../src/core/codec/subsets";
import { range } from "../support";

const binomial = (n: number, k: number): number =>
  range(k).reduce((value, step) => (value * (n - step)) / (step + 1), 1);

it("gives each k-subset of n once, in lexicographic order", () => {
  for (const n of range(9)) {
    for (const k of range(n + 1)) {
      const found = [...subsets(range(n), k)];
      const words = found.map((subset) => subset.map((i) => i.toString(36)).join(""));
      expect(found).toHaveLength(binomial(n, k));
      expect(words).toEqual([...new Set(words)].sort());
      for (const subset of found) {
        expect(subset).toHaveLength(k);
        expect([...subset]).toEqual([...new Set(subset)].sort((a, b) => a - b));
      }
    }
  }
});

it("has nothing to give where fewer than k items are left", () => {
  expect([...subsets([1, 2], 3)]).toEqual([]);
});

it("is lazy: the first of 601,080,390 subsets comes at once", () => {
  expect(subsets(range(32), 16).next().value).toEqual(range(16));
});
