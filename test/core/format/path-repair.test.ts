/** What a sender makes of names that the format does not take. */
import * as fc from "fast-check";
import { utf8 } from "../../../src/core/bytes";
import {
  isValidPath,
  numberComponent,
  pathKey,
  sanitizeComponent,
} from "../../../src/core/format/paths";
import { anyText } from "../mutations";

const nasty = fc.constantFrom(
  ...["/", "\\", ".", "..", "\0", "\n", "\u007f", "\u0085", "\u061c", "\u200b", "\u202e", "\u2066"],
  ...[
    "\ufeff",
    "\ud800",
    "\udc00",
    "e\u0301",
    "\u0301",
    "\u212b",
    "か\u3099",
    "\u{1F511}",
    "あ",
    " ",
  ],
);
const anyName = fc
  .array(fc.oneof(nasty, anyText, fc.string()), { maxLength: 12 })
  .map((parts) => parts.join(""));
const longName = fc
  .tuple(
    anyName,
    fc.integer({ min: 0, max: 300 }),
    fc.constantFrom("a", "あ", "\u{1F511}", "e\u0301"),
  )
  .map(([name, times, filler]) => filler.repeat(times) + name);
const validName = fc
  .oneof(anyName, longName)
  .map((name) => sanitizeComponent(name.replaceAll("/", "")));

/** One component: a valid path that has no slash. */
const isOneComponent = (name: string): boolean => isValidPath(name) && !name.includes("/");

describe("sanitizeComponent", () => {
  it("makes one valid component of every name", () => {
    fc.assert(
      fc.property(fc.oneof(anyName, longName), (name) => {
        expect([name, isOneComponent(sanitizeComponent(name))]).toEqual([name, true]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.oneof(anyName, longName), (name) => {
        const clean = sanitizeComponent(name);
        expect(sanitizeComponent(clean)).toBe(clean);
      }),
      { numRuns: 1_000 },
    );
  });

  it("leaves a valid component as it is", () => {
    fc.assert(
      fc.property(validName, (name) => {
        expect(sanitizeComponent(name)).toBe(name);
      }),
    );
  });

  it.each([
    ["", "_"],
    [".", "_"],
    ["..", "__"],
    ["a\\b", "a_b"],
    ["a\tb\u202ec", "a_b_c"],
    ["\ufeffa", "_a"],
    ["a\ud800b", "a_b"],
    ["\udc00\ud800", "__"],
    ["\ud800🔑", "_🔑"],
    ["cafe\u0301", "caf\u00e9"],
    ["a".repeat(300), "a".repeat(255)],
    ["あ".repeat(100), "あ".repeat(85)],
    [`${"a".repeat(253)}\u{1F511}`, "a".repeat(253)],
    ["report: final?", "report: final?"],
  ])("makes of %j %j", (name, clean) => {
    expect(sanitizeComponent(name)).toBe(clean);
  });
});

describe("numberComponent", () => {
  it("makes a valid component of every valid one, at most 255 bytes, different for each number", () => {
    const number = fc.integer({ min: 2, max: 1_000_000 });
    fc.assert(
      fc.property(validName, number, number, (name, one, other) => {
        const numbered = numberComponent(name, one);
        expect([name, isOneComponent(numbered)]).toEqual([name, true]);
        expect(utf8(numbered).length).toBeLessThanOrEqual(255);
        expect(pathKey(numbered)).not.toBe(pathKey(name));
        expect(numbered === numberComponent(name, other)).toBe(one === other);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["report.pdf", 2, "report~2.pdf"],
    ["report", 3, "report~3"],
    ["archive.tar.gz", 2, "archive.tar~2.gz"],
    [".profile", 2, ".profile~2"],
    ["a.", 2, "a~2."],
    ["a".repeat(255), 10, `${"a".repeat(252)}~10`],
    [`${"a".repeat(251)}.txt`, 2, `${"a".repeat(249)}~2.txt`],
    ["あ".repeat(85), 2, `${"あ".repeat(84)}~2`],
  ])("numbers %j with %i before its extension: %j", (name, number, numbered) => {
    expect(numberComponent(name, number)).toBe(numbered);
  });
});
