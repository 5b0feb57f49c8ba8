import * as fc from "fast-check";
import { isJsonObject, member, parseStrictJson } from "../../../src/core/format/strict-json";
import { anyText } from "../mutations";

const malformed = expect.objectContaining({ name: "SyntaxError" }) as Error;

/** A JSON text with free white space between its signs. */
const spaced = (value: unknown, space: string): string =>
  JSON.stringify(value, undefined, space === "" ? undefined : space);

/** Wraps a text into arrays and objects, as deep as the list is long. */
const nested = (text: string, wraps: readonly ("array" | "object")[]): string =>
  wraps.reduce((inner, wrap) => (wrap === "array" ? `[0,${inner},"x"]` : `{"w":${inner}}`), text);

const anyName = fc.oneof(
  anyText,
  fc.constantFrom("__proto__", "constructor", "toString", "", "\\", '"', "{", "a:b", "\u2028"),
);

it("reads whatever JSON.stringify writes, with any spacing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom("", " ", "\t"), (value, space) => {
      const text = spaced(value, space);
      expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

it("refuses a member that comes twice, at every depth, whatever its name", () => {
  const wraps = fc.array(fc.constantFrom<"array" | "object">("array", "object"), { maxLength: 30 });
  fc.assert(
    fc.property(anyName, wraps, (name, path) => {
      const key = JSON.stringify(name);
      const text = nested(`{${key}:1,"other ${String(path.length)}":[{"x":2}],${key} :1}`, path);
      expect(JSON.parse(text)).toBeDefined();
      expect(() => parseStrictJson(text)).toThrow(malformed);
    }),
  );
});

it("takes the same name in different objects, and as a value", () => {
  const text = '[{"a":"a","b":{"a":["a","a"]}},{"a":{"a":1}},"a","a"]';
  expect(parseStrictJson(text)).toEqual(JSON.parse(text));
});

it.each([
  ['{"a":1,"a":1}', "the plain case"],
  ['{"a":1,"\\u0061":1}', "an escape is the same name"],
  ['{"\\u005f_proto__":1,"__proto__":1}', "an escaped __proto__"],
  ['{"__proto__":1,"__proto__":2}', "__proto__ twice"],
  ['{"":1,"":2}', "the empty name twice"],
  ['{"a"\n:1, "a"\t\r :2}', "white space before the colon"],
  ['{"a\\"":1,"b":"\\\\","a\\"":2}', "quotes and backslashes within"],
  ['{"a":{"b":{"c":[{"d":1,"d":2}]}}}', "four levels down"],
  ['{"a":{},"b":[],"a":{}}', "behind closed brackets"],
  ['{"a":"}","b":"]","a":1}', "behind brackets within strings"],
])("refuses %s: %s", (text) => {
  expect(() => parseStrictJson(text)).toThrow(malformed);
});

it.each([
  "",
  " ",
  "{",
  "{]",
  "[1,]",
  '{"a":1,}',
  "{'a':1}",
  "nul",
  "01",
  "NaN",
  "\ufeff{}",
  "{}{}",
])("refuses %j, which is not JSON", (text) => {
  expect(() => parseStrictJson(text)).toThrow(malformed);
});

it("is not led astray by strings of brackets, quotes and backslashes", () => {
  const piece = fc.constantFrom('"', "\\", "{", "}", "[", "]", ":", ",", "\\u0022", '\\"', "a");
  const nasty = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.uniqueArray(nasty, { maxLength: 8 }), nasty, (names, value) => {
      const entries = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
      const text = `{${entries.join()}}`;
      expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      const [again] = entries;
      if (again === undefined) return;
      expect(() => parseStrictJson(`{${[...entries, again].join()}}`)).toThrow(malformed);
    }),
    { numRuns: 500 },
  );
});

it("takes time in proportion to long strings, many escapes and deep nesting", () => {
  const long = JSON.stringify({ a: '"\\'.repeat(500_000), b: "\\".repeat(1_000_000) });
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const started = performance.now();
  expect(parseStrictJson(long)).toEqual(JSON.parse(long));
  expect(Array.isArray(parseStrictJson(deep))).toBe(true);
  expect(performance.now() - started).toBeLessThan(5_000);
});

describe("members", () => {
  it("are own ones only: nothing is inherited, and __proto__ is a member like any other", () => {
    const value = parseStrictJson('{"__proto__":{"size":1},"a":1}');
    if (!isJsonObject(value)) throw new Error("it is an object");
    expect(member(value, "a")).toBe(1);
    expect(member(value, "size")).toBeUndefined();
    expect(member(value, "toString")).toBeUndefined();
    expect(member(value, "constructor")).toBeUndefined();
    expect(member(value, "__proto__")).toEqual({ size: 1 });
    expect(Object.getPrototypeOf(value)).toBe(Object.getPrototypeOf(JSON.parse("{}")));
    expect(({} as Record<string, unknown>)["size"]).toBeUndefined();
  });

  it("are asked of objects only", () => {
    expect(isJsonObject({})).toBe(true);
    for (const other of [null, [], "a", 1, true, undefined])
      expect(isJsonObject(other)).toBe(false);
  });

  it("can hide hasOwnProperty", () => {
    const value = parseStrictJson('{"hasOwnProperty":1}');
    expect(isJsonObject(value) && member(value, "hasOwnProperty")).toBe(1);
  });
});
