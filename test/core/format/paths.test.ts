import fc from "fast-check";
import { findPathConflict, isValidPath, pathKey } from "../../../src/core/format/paths";
import { range } from "../support";

const INVISIBLE = [
  [0x61c],
  [0x200b],
  [0x200e, 0x200f],
  [0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  [0x2060],
  [0x2066, 0x2067, 0x2068, 0x2069],
  [0xfeff],
].flat();
const CONTROL = [...range(0x20), ...range(0x21, 0x7f)];

const codePoint = (value: number): string =>
  `U+${value.toString(16).toUpperCase().padStart(4, "0")}`;

/** A path of that many folders with the same long name. */
const deep = (letter: string, length: number, folders: number): string =>
  Array.from({ length: folders }, () => letter.repeat(length)).join("/");

describe("valid", () => {
  it.each([
    "a",
    "folder/sub folder/file.tar.gz",
    ".hidden",
    "...",
    "a..",
    " a ",
    'a:b*c?d<e>f|g"h',
    "con",
    "日本語/ファイル.txt",
    "\u{1F511}/\u{20BB7}野家",
    "caf\u00e9",
    "\u00a0",
    "\u200c\u200d",
    "a".repeat(255),
    "あ".repeat(85),
    `${"a".repeat(255)}/`.repeat(3) + "b".repeat(256 - 1),
    `${"a/".repeat(511)}bb`,
    deep("あ", 68, 5),
  ])("%j", (path) => {
    expect(isValidPath(path)).toBe(true);
  });
});

describe("refused", () => {
  it.each([
    ["nothing", ""],
    ["a leading slash", "/a"],
    ["a trailing slash", "a/"],
    ["an empty component", "a//b"],
    ["a slash alone", "/"],
    ["this folder", "."],
    ["the folder above", ".."],
    ["this folder within", "a/./b"],
    ["the folder above within", "a/../b"],
    ["the folder above at the end", "a/.."],
    ["a backslash", "a\\b"],
    ["a lone high surrogate", "a\ud800"],
    ["a lone low surrogate", "\udc00a"],
    ["surrogates in the wrong order", "\udc00\ud800"],
    ["a name that is not in NFC", "cafe\u0301"],
    ["a compatibility form that NFC replaces", "\u212b"],
    ["a folder that is not in NFC", "か\u3099/a"],
    ["a component of 256 bytes", "a".repeat(256)],
    ["a component of 256 bytes, in fewer characters", `${"あ".repeat(85)}a`],
    ["a path of 1,025 bytes", `${"a/".repeat(511)}bbb`],
    ["a path of 1,025 bytes, in fewer characters", `${deep("あ", 68, 5)}a`],
  ])("%s", (_, path) => {
    expect(isValidPath(path)).toBe(false);
  });

  it.each([...CONTROL, ...INVISIBLE].map((value) => [codePoint(value), value] as const))(
    "%s at the beginning, within and at the end",
    (_, value) => {
      const character = String.fromCodePoint(value);
      for (const name of [`${character}a`, `a${character}b`, `a${character}`, character]) {
        expect(isValidPath(name)).toBe(false);
        expect(isValidPath(`folder/${name}/x`)).toBe(false);
      }
    },
  );

  it("no neighbour of those", () => {
    const neighbours = [0x20, 0x7e, 0xa0, 0x61b, 0x61d, 0x200a, 0x200c, 0x200d, 0x2010, 0x2029];
    for (const value of [...neighbours, 0x202f, 0x205f, 0x2061, 0x2065, 0x206a, 0xfefe, 0xff00]) {
      expect([codePoint(value), isValidPath(`a${String.fromCodePoint(value)}b`)]).toEqual([
        codePoint(value),
        true,
      ]);
    }
  });
});

describe("together", () => {
  it.each<[files: string[], dirs: string[]]>([
    [[], []],
    [["a", "b"], ["c"]],
    [["a/b"], ["a"]],
    [["a/b/c"], ["a/d", "e/f"]],
    [["a.txt", "a.txt.bak", "ab"], ["a"]],
    [[], ["a", "a/b"]],
    [["a b", "a-b", "a/b"], []],
  ])("files %j and folders %j stand", (files, dirs) => {
    expect(findPathConflict(files, dirs)).toBeUndefined();
  });

  it.each<[why: string, files: string[], dirs: string[], conflict: string]>([
    ["a file twice", ["a", "b", "a"], [], "a"],
    ["two that differ by case", ["Read.me", "read.ME"], [], "read.ME"],
    ["two that differ by case beyond ASCII", ["ÄÖ", "äö"], [], "äö"],
    ["a folder twice", [], ["a", "A"], "A"],
    ["a file and a folder", ["a"], ["A"], "A"],
    ["a file that is a folder of a file", ["a", "a/b"], [], "a/b"],
    ["a file that is a folder of an earlier file", ["a/b", "a"], [], "a/b"],
    ["a file that is a folder by case", ["A", "a/b/c"], [], "a/b/c"],
    ["a file that is the folder of a folder", ["a/b"], ["a/b/c"], "a/b/c"],
    ["a file deep in a file", ["a", "a/b/c/d"], [], "a/b/c/d"],
    ["an invalid file", ["a", "../b"], [], "../b"],
    ["an invalid folder", ["a"], ["b/"], "b/"],
  ])("%s conflict", (_, files, dirs, conflict) => {
    expect(findPathConflict(files, dirs)).toBe(conflict);
  });

  it("as their twin says that looks at every pair", () => {
    const component = fc.constantFrom("a", "A", "b", "ab", "a b", "a-b", "a.b");
    const path = fc
      .array(component, { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join("/"));
    const conflicts = (files: string[], dirs: string[]): boolean => {
      const lower = [...files, ...dirs].map((one) => one.toLowerCase());
      const isTwice = lower.some((one, at) => lower.indexOf(one) !== at);
      const inFile = (one: string) =>
        files.some((file) => one.startsWith(`${file.toLowerCase()}/`));
      return isTwice || lower.some(inFile);
    };
    const few = fc.array(path, { maxLength: 4 });
    fc.assert(
      fc.property(few, few, (files, dirs) => {
        const found = findPathConflict(files, dirs);
        expect(found !== undefined).toBe(conflicts(files, dirs));
        if (found !== undefined) expect([...files, ...dirs]).toContain(found);
      }),
      { numRuns: 3_000 },
    );
  });

  it("are checked in time that grows with their number", () => {
    const files = range(100_000).map(
      (number) => `folder/${String(number % 300)}/${String(number)}`,
    );
    const started = performance.now();
    expect(findPathConflict(files, [])).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("are checked in time that does not grow with their depth", () => {
    const deep = "/a".repeat(500);
    const files = range(30_000).map((number) => `${String(number)}${deep}`);
    const started = performance.now();
    expect(findPathConflict(files, [])).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

it("compares without case and without locale", () => {
  expect(pathKey("ÀB/Ｃ")).toBe("àb/ｃ");
  expect(pathKey("I")).toBe("i");
});
