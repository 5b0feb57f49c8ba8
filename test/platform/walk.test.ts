/** What is found below a path, and under which name it is sent. */
import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createTreeSource } from "../../src/platform/node/tree-source";
import { walkPaths, type Found } from "../../src/platform/node/walk";
import { tempFolder } from "../fakes/temp";
import { never, outcome } from "../fakes/world";

function treeOf(...paths: readonly string[]): string {
  const folder = join(tempFolder("walk"), "tree");
  mkdirSync(folder);
  for (const path of paths) {
    const full = join(folder, path);
    if (path.endsWith("/")) mkdirSync(full, { recursive: true });
    else {
      mkdirSync(join(full, ".."), { recursive: true });
      writeFileSync(full, path);
    }
  }
  return folder;
}

const pathsOf = ({ files }: Found): string[] => files.map(({ path }) => path);

it("a folder becomes the first component of what is below it, in a fixed order", async () => {
  const tree = treeOf("b", "a/z", "a/b/c", "B", "ä", "a.b");
  const found = await walkPaths([tree]);
  expect(pathsOf(found)).toEqual(["B", "a/b/c", "a/z", "a.b", "b~2", "ä"].map((p) => `tree/${p}`));
  expect(pathsOf(await walkPaths([tree]))).toEqual(pathsOf(found));
});

it("files, folders and the same ones twice can be given together", async () => {
  const tree = treeOf("one", "sub/two", "sub/three");
  const found = await walkPaths([join(tree, "one"), join(tree, "sub"), join(tree, "one")]);
  expect(pathsOf(found)).toEqual(["one", "sub/three", "sub/two"]);
  const dotted = await walkPaths([`${tree}/sub/../sub/`, `${tree}/./one`]);
  expect(pathsOf(dotted)).toEqual(["one", "sub/three", "sub/two"]);
});

it("two roots of one name get different ones, and it is said", async () => {
  const tree = treeOf("x/report.pdf", "y/report.pdf", "z/report.pdf");
  const roots = ["x", "y", "z"].map((name) => join(tree, name, "report.pdf"));
  const { files, renamed } = await walkPaths(roots);
  expect(files.map(({ path }) => path)).toEqual(["report.pdf", "report~2.pdf", "report~3.pdf"]);
  expect(renamed.map(({ to }) => to)).toEqual(["report~2.pdf", "report~3.pdf"]);
});

it("folders without files are listed, the innermost ones only", async () => {
  const found = await walkPaths([treeOf("full/file", "empty/", "a/b/c/", "full/inner/")]);
  expect(found.dirs).toEqual(["tree/a/b/c", "tree/empty", "tree/full/inner"]);
});

it("links, sockets, pipes and devices are listed, not followed and not opened", async () => {
  const tree = treeOf("file", "only-links/");
  symlinkSync("/etc/passwd", join(tree, "link-to-file"));
  symlinkSync("/etc", join(tree, "only-links", "link-to-folder"));
  symlinkSync("nowhere", join(tree, "broken"));
  symlinkSync(".", join(tree, "circle"));
  execFileSync("mkfifo", [join(tree, "pipe")]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(tree, "socket"), resolve));
  const { files, dirs, skipped } = await walkPaths([tree, "/dev/null"]);
  server.close();
  expect(files.map(({ path }) => path)).toEqual(["tree/file"]);
  expect(dirs).toEqual(["tree/only-links"]);
  const kinds = skipped.map(({ path, kind }) => [path.replace(`${tree}/`, ""), kind]);
  expect(kinds.sort()).toEqual([
    ["/dev/null", "device"],
    ["broken", "link"],
    ["circle", "link"],
    ["link-to-file", "link"],
    ["only-links/link-to-folder", "link"],
    ["pipe", "pipe"],
    ["socket", "socket"],
  ]);
});

describe("names", () => {
  it("every odd character that the format holds stays", async () => {
    const odd = [
      ...[
        "a b",
        " leading",
        "trailing ",
        "trailing.",
        "...",
        "-rf",
        "~",
        "#",
        "%41",
        "$HOME",
        "'",
        '"',
      ],
      ...["<>:|?*", "con", "NUL.txt", "COM1", "a;b", "`x`", "日本語", "👩‍👩‍👧.jpg", "é", "\u00a0", "­"],
    ];
    const { files, renamed } = await walkPaths([treeOf(...odd)]);
    expect(new Set(files.map(({ path }) => path))).toEqual(
      new Set(odd.map((name) => `tree/${name}`)),
    );
    expect(renamed).toEqual([]);
  });

  it("offending characters become _, and it is said", async () => {
    const tree = treeOf(
      "back\\slash",
      "new\nline",
      "tab\t",
      "bidi\u202Egpj.exe",
      "bom\uFEFF",
      "\u200B",
    );
    const { files, renamed } = await walkPaths([tree]);
    const sent = files.map(({ path }) => path.replace("tree/", "")).sort();
    expect(sent).toEqual(["_", "back_slash", "bidi_gpj.exe", "bom_", "new_line", "tab_"]);
    expect(renamed).toHaveLength(6);
    expect(renamed).toContainEqual({
      ...{ from: join(tree, "back\\slash"), to: "tree/back_slash" },
    });
  });

  it("names that are equal without case or normal form are kept apart", async () => {
    const tree = treeOf("Readme.md", "README.md", "readme.md", "e\u0301", "\u00e9", "X/1", "x/2");
    const { files } = await walkPaths([tree]);
    const keys = files.map(({ path }) => path.toLowerCase());
    expect(new Set(keys).size).toBe(7);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["tree/README.md", "tree/Readme~2.md", "tree/readme~3.md"]),
    );
    expect(files.every(({ path }) => path === path.normalize("NFC"))).toBe(true);
  });

  it("a repaired name never takes one that a file has by right", async () => {
    const tree = treeOf("a\\b", "a_b", "a_b~2");
    const { files, renamed } = await walkPaths([tree]);
    expect(files.map(({ path }) => path).sort()).toEqual(["tree/a_b", "tree/a_b~2", "tree/a_b~3"]);
    expect(renamed).toEqual([{ from: join(tree, "a\\b"), to: "tree/a_b~3" }]);
  });

  it("names that are no UTF-8 are sent, kept apart, opened by their bytes, and listed", async () => {
    const tree = treeOf("good", "bad1", "bad2");
    const bytes = (...last: number[]): Buffer =>
      Buffer.concat([Buffer.from(`${tree}/caf`), Buffer.from(last)]);
    renameSync(join(tree, "bad1"), bytes(0xe9));
    renameSync(join(tree, "bad2"), bytes(0xe8));
    const found = await walkPaths([tree]);
    expect(new Set(pathsOf(found)).size).toBe(3);
    const source = createTreeSource(found);
    const payload = await source.read(0, new Uint8Array(source.listing.totalBytes), never());
    const text = new TextDecoder().decode(payload);
    expect(["good", "bad1", "bad2"].every((content) => text.includes(content))).toBe(true);
    expect(found.renamed).toHaveLength(2);
  });

  it("the longest component is sent as it is, a longer one cannot be on a disk", async () => {
    const longest = "ä".repeat(127);
    expect(pathsOf(await walkPaths([treeOf(longest)]))).toEqual([`tree/${longest}`]);
  });

  it("a path that the format cannot hold is said before anything is sent", async () => {
    const deep = Array.from({ length: 6 }, () => "d".repeat(200)).join("/");
    const tree = tempFolder("deep");
    mkdirSync(join(tree, deep), { recursive: true });
    const { error } = await outcome(walkPaths([tree]));
    expect(error).toMatchObject({ code: "source-path-too-long" });
  });
});

describe("what cannot be sent", () => {
  it("a path that does not exist is named", async () => {
    const missing = join(tempFolder(), "not", "here");
    const { error } = await outcome(walkPaths([missing]));
    expect(error).toMatchObject({ code: "source-missing", subject: missing });
  });

  it("a file below a file does not exist either", async () => {
    const tree = treeOf("file");
    const { error } = await outcome(walkPaths([join(tree, "file", "below")]));
    expect(["source-missing", "source-unreadable"]).toContain((error as { code: string }).code);
  });
});

it("sizes and times are those of the files, also before 1970 and after 2038", async () => {
  const tree = treeOf("old", "new", "half");
  const old = new Date("1969-12-31T00:00:00.000Z");
  utimesSync(join(tree, "old"), old, old);
  utimesSync(join(tree, "new"), 4_102_444_800, 4_102_444_800);
  utimesSync(join(tree, "half"), 1_700_000_000.789, 1_700_000_000.789);
  const { listing } = createTreeSource(await walkPaths([tree]));
  const times = Object.fromEntries(listing.files.map(({ path, modified }) => [path, modified]));
  expect(times).toEqual({
    "tree/old": "1969-12-31T00:00:00.000Z",
    "tree/new": "2100-01-01T00:00:00.000Z",
    "tree/half": "2023-11-14T22:13:20.789Z",
  });
});

it("a time that no date can hold is left out, not a crash", async () => {
  const tree = treeOf("far");
  try {
    utimesSync(join(tree, "far"), 9e12, 9e12);
  } catch (error) {
    console.warn(`this file system has no such time: ${String(error)}`);
  }
  expect(() => createTreeSource({ ...found(9e15), renamed: [] }).listing).not.toThrow();
  const { listing } = createTreeSource(await walkPaths([tree]));
  expect(listing.files).toHaveLength(1);

  function found(modifiedMs: number): Omit<Found, "renamed"> {
    const known = { local: join(tree, "far"), path: "far", sizeBytes: 3, inode: 1 };
    const file = { ...known, modifiedMs, changedMs: 1 };
    return { files: [file], dirs: [], skipped: [] };
  }
});

it("the program's own places are left out and listed, and so is a folder of nothing else", async () => {
  const tree = treeOf("a", "data/one/object", "data/two/object", "mixed/store/object", "mixed/b");
  const own = ["data/one", "data/two", "mixed/store"].map((path) => {
    const { dev, ino } = lstatSync(join(tree, path));
    return { dev, ino, kind: "store" } as const;
  });
  const { dirs, skipped, ...found } = await walkPaths([tree], own);
  expect([pathsOf({ dirs, skipped, ...found }), dirs]).toEqual([["tree/a", "tree/mixed/b"], []]);
  expect(skipped.map(({ kind, path }) => [kind, path])).toEqual(
    ["data/one", "data/two", "mixed/store"].map((path) => ["store", join(tree, path)]),
  );
  // As if they were not there yet: a send that is broken off and one that goes on list the same.
  const before = createTreeSource(await walkPaths([treeOf("a", "mixed/b")])).listing;
  const after = createTreeSource({ dirs, skipped, ...found }).listing;
  expect(after.files.map(({ path }) => path)).toEqual(before.files.map(({ path }) => path));
  expect(after.dirs).toEqual(before.dirs);
});
