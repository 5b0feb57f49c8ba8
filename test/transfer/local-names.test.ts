/** Names as Windows can hold them: safe, distinct, and said. */
import fc from "fast-check";
import {
  createLocalNames,
  EVERY_NAME,
  windowsComponent,
} from "../../src/core/transfer/local-names";

const onWindows = (...paths: readonly string[]) => {
  const names = createLocalNames(paths, windowsComponent);
  return { of: paths.map((path) => names.of(path)), renamed: names.renamed };
};

it("elsewhere every valid path stays as it is", () => {
  expect(["con", "a:b", "x. "].map((path) => EVERY_NAME.of(path))).toEqual(["con", "a:b", "x. "]);
  expect(EVERY_NAME.renamed).toEqual([]);
});

it("what Windows can hold stays as it is", () => {
  const paths = ["a", "a b.txt", "dir/ü.txt", "console.log", "com10", "nulls", ".hidden", "a..b"];
  expect(onWindows(...paths)).toEqual({ of: paths, renamed: [] });
});

it.each([
  ['<>:"|?*', "_______"],
  ["ends with a dot.", "ends with a dot_"],
  ["ends with a space ", "ends with a space_"],
  ["con", "_con"],
  ["CON.txt", "_CON.txt"],
  ["Aux", "_Aux"],
  ["nul.tar.gz", "_nul.tar.gz"],
  ["COM1", "_COM1"],
  ["lpt9.x", "_lpt9.x"],
  ["com²", "_com²"],
  ["prn/inside", "_prn/inside"],
])("%j becomes %j, and it is said", (path, wanted) => {
  const { of, renamed } = onWindows(path);
  expect(of).toEqual([wanted]);
  expect(renamed.length).toBeGreaterThan(0);
});

it("distinct names stay distinct, and a good name is never taken from its file", () => {
  const { of } = onWindows("a?.txt", "a_.txt", "a*.txt", "A:.txt");
  expect(of[1]).toBe("a_.txt");
  expect(new Set(of.map((path) => path.toLowerCase())).size).toBe(4);
});

it("files of a renamed folder stay together", () => {
  const { of } = onWindows("a?/1", "a?/2", "a_/1", "a?/b*/3");
  const folders = of.map((path) => path.split("/")[0]);
  expect(new Set([folders[0], folders[1], folders[3]]).size).toBe(1);
  expect(folders[2]).not.toBe(folders[0]);
});

it("any set of valid paths gives distinct paths that Windows takes", () => {
  const letters = fc.constantFrom(...'aAbB<>:"|?* .~1_'.split(""), "con", "nul", "com1", ".");
  const component = fc
    .array(letters, { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(""))
    .filter((name) => name !== "." && name !== "..");
  const path = fc.array(component, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(
      fc.uniqueArray(path, { maxLength: 12, selector: (p) => p.toLowerCase() }),
      (paths) => {
        const { of } = onWindows(...paths);
        expect(new Set(of.map((name) => name.toLowerCase())).size).toBe(paths.length);
        for (const name of of.flatMap((local) => local.split("/"))) {
          expect(name).not.toMatch(/[<>:"|?*]|[. ]$/);
          expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
        }
      },
    ),
    { numRuns: 300 },
  );
});
