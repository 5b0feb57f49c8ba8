import { concatBytes, u32, utf8, type Bytes } from "../../../src/core/bytes";
import { MAX_JSON_BYTES, parseManifest, type Manifest } from "../../../src/core/format/manifest";
import type { Parameters } from "../../../src/core/format/parameters";

const PARAMETERS: Parameters = { suite: 1, k: 2, n: 3, z: 6, p: 1, flags: 0 };

/** A stream around any JSON text; its signature is not looked at by the parser. */
function streamOf(json: string | Bytes, digestCount = 3, announced?: number): Bytes {
  const bytes = typeof json === "string" ? utf8(json) : json;
  const rest = new Uint8Array(32 * digestCount + 64);
  return concatBytes(utf8("SDM1"), u32(announced ?? bytes.length), bytes, rest);
}

const JSON_OBJECT: Record<string, unknown> = {
  v: 1,
  total: 300,
  segments: 3,
  created: "2026-11-22T01:02:03.004Z",
  files: [
    { path: "a/b.txt", size: 200, modified: "2026-01-02T03:04:05.678Z" },
    { path: "a/empty", size: 0 },
    { path: "日本語", size: 100 },
  ],
  dirs: ["left alone"],
};

/** The parser's answer to the good JSON with some members changed; undefined takes a member away. */
const parseWith = (change: Record<string, unknown>, digestCount = 3): Manifest =>
  parseManifest(PARAMETERS, streamOf(JSON.stringify({ ...JSON_OBJECT, ...change }), digestCount));

const refusal = (what: string): Error =>
  expect.objectContaining({ code: "manifest-invalid", details: { what } }) as Error;

describe("the stream around the JSON", () => {
  const json = JSON.stringify(JSON_OBJECT);

  it("is accepted as streamOf writes it", () => {
    expect(parseManifest(PARAMETERS, streamOf(json))).toMatchObject({ total: 300 });
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["only a beginning", streamOf(json).slice(0, 103)],
    ["another magic", concatBytes(utf8("SDM2"), streamOf(json).slice(4))],
    ["no digest", streamOf(json, 0)],
    ["half a digest", streamOf(json).slice(0, -16)],
    ["a length beyond the end", streamOf(json, 3, 2 ** 32 - 1)],
    ["a length above 128 MiB", streamOf(json, 3, MAX_JSON_BYTES + 1)],
    ["a length that eats a part of the digests", streamOf(json, 3, utf8(json).length + 1)],
  ])("is refused with %s", (_, stream) => {
    expect(() => parseManifest(PARAMETERS, stream)).toThrow(refusal("length"));
  });

  it.each([
    ["not JSON", "{v:1}"],
    ["nothing", ""],
    ["a byte order mark", `\ufeff${json}`],
    ["a repeated member", json.replace('{"v":1', '{"v":1,"v":1')],
    ["a repeated member in a file", json.replace('"size":0', '"size":0,"size":0')],
    ["an overlong slash", Uint8Array.from([...utf8(json.slice(0, -1)), 0xc0, 0xaf])],
    ["bytes that are not UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
  ])("is refused with %s for JSON", (_, text) => {
    expect(() => parseManifest(PARAMETERS, streamOf(text))).toThrow(refusal("json"));
  });
});

describe("members", () => {
  it("may come in any order, with any spacing, beside unknown ones", () => {
    const reversed = Object.fromEntries(Object.entries(JSON_OBJECT).reverse());
    const text = JSON.stringify({ ...reversed, unknown: { v: 2 } }, undefined, 3);
    expect(parseManifest(PARAMETERS, streamOf(text))).toMatchObject({ total: 300, segments: 3 });
    expect(parseWith({ "x-future": [1, { a: null }] })).toMatchObject({ total: 300 });
  });

  it("named __proto__ change nothing: what is missing stays missing", () => {
    const bare = '{"__proto__":{"v":1,"total":0,"segments":1,"created":"","files":[],"dirs":[]}}';
    expect(() => parseManifest(PARAMETERS, streamOf(bare, 1))).toThrow(refusal("v"));
    const file = `{"__proto__":{"path":"a","size":0}}`;
    const text = JSON.stringify({ ...JSON_OBJECT, files: [] }).replace("[]", `[${file}]`);
    expect(() => parseManifest(PARAMETERS, streamOf(text))).toThrow(refusal("path"));
    expect(({} as Record<string, unknown>)["v"]).toBeUndefined();
  });

  const file = (change: object) => ({ files: [{ path: "a", size: 300, ...change }] });

  it.each<[what: string, change: Record<string, unknown>]>([
    ["v", { v: undefined }],
    ["v", { v: 2 }],
    ["v", { v: "1" }],
    ["v", { v: null }],
    ["total", { total: undefined }],
    ["total", { total: "300" }],
    ["total", { total: -300 }],
    ["total", { total: 300.5 }],
    ["total", { total: 2 ** 53 }],
    ["total", { total: 301 }],
    ["total", { total: null }],
    ["segments", { segments: undefined }],
    ["segments", { segments: "3" }],
    ["segments", { segments: 2 }],
    ["segments", { segments: 4 }],
    ["segments", { segments: -3 }],
    ["files", { files: undefined }],
    ["files", { files: {} }],
    ["files", { files: [null] }],
    ["files", { files: [["a", 300]] }],
    ["files", { files: ["a"] }],
    ["path", file({ path: undefined })],
    ["path", file({ path: 1 })],
    ["path", file({ path: null })],
    ["path", file({ path: "" })],
    ["path", file({ path: "../a" })],
    ["path", file({ path: "/etc/passwd" })],
    ["path", file({ path: "a\\b" })],
    ["path", file({ path: "e\u0301" })],
    ["size", file({ size: undefined })],
    ["size", file({ size: "300" })],
    ["size", file({ size: -1 })],
    ["size", file({ size: 0.5 })],
    ["size", file({ size: 2 ** 53 })],
    ["size", file({ size: null })],
    ["modified", file({ modified: 1_700_000_000 })],
    ["modified", file({ modified: null })],
    ["dirs", { dirs: undefined }],
    ["dirs", { dirs: "a" }],
    ["dirs", { dirs: [1] }],
    ["dirs", { dirs: [null] }],
    ["path", { dirs: ["a/b.txt"] }],
    ["path", { dirs: ["A/B.TXT"] }],
    ["path", { dirs: ["a/b.txt/c"] }],
    ["path", { dirs: [""] }],
    ["path", { dirs: [".."] }],
    ["from", { from: null }],
    ["from", { from: "a@example.jp" }],
    ["from", { from: [] }],
    ["name", { from: { name: 1 } }],
    ["contact", { from: { contact: {} } }],
    ["created", { created: 1 }],
    ["created", { created: null }],
    ["expires", { expires: 1 }],
    ["expires", { expires: null }],
  ])("refused because of its %s: %j", (what, change) => {
    expect(() => parseWith(change)).toThrow(refusal(what));
  });

  it.each(["null", "1", "[]", '"v"', "true"])("refused when the JSON is %s", (text) => {
    expect(() => parseManifest(PARAMETERS, streamOf(text))).toThrow(refusal("v"));
  });

  it("refused when sizes add up to more than a number can hold exactly", () => {
    const huge = Number.MAX_SAFE_INTEGER;
    const files = [1, 2, 3].map((at) => ({ path: String(at), size: huge }));
    expect(() => parseWith({ files, total: huge })).toThrow(refusal("total"));
    expect(() => parseWith({ files: files.slice(1), total: huge - 1 })).toThrow(refusal("total"));
  });

  it("refused when digests and segments do not fit", () => {
    expect(() => parseWith({}, 2)).toThrow(refusal("segments"));
    expect(() => parseWith({}, 4)).toThrow(refusal("segments"));
  });

  it("refused above a million entries, files and folders together", () => {
    // The number is looked at before any entry is.
    const files = Array.from({ length: 600_000 }, () => 0);
    const dirs = Array.from({ length: 400_001 }, () => "");
    expect(() => parseWith({ files, dirs })).toThrow(refusal("entries"));
    expect(() => parseWith({ files, dirs: dirs.slice(1) })).toThrow(refusal("files"));
  });

  it("accepted when optional ones are missing or partly there", () => {
    expect(parseWith({})).not.toHaveProperty("from");
    expect(parseWith({})).not.toHaveProperty("expires");
    expect(parseWith({ from: {} }).from).toEqual({});
    expect(parseWith({ from: { name: "a", more: 1 } }).from).toEqual({ name: "a" });
  });
});

describe("dates", () => {
  it.each(["2026-11-22T01:02:03Z", "2026-11-22T01:02:03.4Z", "2026-11-22T01:02:03.123456789Z"])(
    "%s is kept as it stands",
    (text) => {
      expect(parseWith({ expires: text }).expires).toBe(text);
    },
  );

  it.each(["", "now", "2026-11-22", "2026-11-22T01:02:03", "2026-13-01T00:00:00Z"])(
    "%j cannot be read and counts as absent",
    (text) => {
      const files = [{ path: "a", size: 300, modified: text }];
      const manifest = parseWith({ created: text, expires: text, files });
      expect(manifest.created).toBe("");
      expect(manifest).not.toHaveProperty("expires");
      expect(manifest.files).toEqual([{ path: "a", size: 300 }]);
    },
  );
});
