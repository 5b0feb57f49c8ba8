/** The tree of a transfer, and which of its files are warned about. */
import { isDangerous } from "../../src/ui/dangerous-files";
import { buildTree, firstExpanded, visibleRows } from "../../src/ui/file-tree";

const files = [
  { path: "a/b/10.txt", size: 10 },
  { path: "a/b/2.txt", size: 2 },
  { path: "top.txt", size: 1 },
];
const dirs = ["a/empty"];

const shown = (expanded: ReadonlySet<string>) =>
  visibleRows(buildTree(files, dirs), expanded).map(
    ({ node, level, position, setSize }) =>
      `${"-".repeat(level)}${node.name} ${String(node.sizeBytes)} ${String(position)}/${String(setSize)}`,
  );

it("closed, it shows the top; folders first, with the sizes of all in them", () => {
  expect(shown(new Set())).toEqual(["-a 12 1/2", "-top.txt 1 2/2"]);
});

it("open, it shows everything, counted as people count", () => {
  expect(shown(firstExpanded(files, dirs, 10))).toEqual([
    "-a 12 1/2",
    "--b 12 1/2",
    "---2.txt 2 1/2",
    "---10.txt 10 2/2",
    "--empty 0 2/2",
    "-top.txt 1 2/2",
  ]);
});

it("a long list begins closed", () => {
  expect(firstExpanded(files, dirs, 3).size).toBe(0);
});

it("a hundred thousand files in one folder are quick to build", () => {
  const many = Array.from({ length: 100_000 }, (_, i) => ({ path: `d/${String(i)}`, size: 1 }));
  const root = buildTree(many, []);
  expect(root.fileCount).toBe(100_000);
  expect(visibleRows(root, new Set(["d"]))).toHaveLength(100_001);
});

it.each(["setup.EXE", "a/b/run.ps1", "x.pdf.lnk", "macro.xlsm", "trick.exe. ", "disk.iso"])(
  "%s is dangerous",
  (path) => {
    expect(isDangerous(path)).toBe(true);
  },
);

it.each(["plan.pdf", "exe", "a.exe/readme.txt", "notes.exe.txt"])("%s is not", (path) => {
  expect(isDangerous(path)).toBe(false);
});
