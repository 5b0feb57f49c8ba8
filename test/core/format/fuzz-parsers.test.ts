/** Whatever bytes come, the parsers answer as documented: a value, undefined, or their one AppError. */
import * as fc from "fast-check";
import { concatBytes, decodeUtf8, u32, utf8, type Bytes } from "../../../src/core/bytes";
import { isAppError } from "../../../src/core/errors";
import {
  encodeIndex,
  formatIndexFile,
  parseIndex,
  readIndexFile,
} from "../../../src/core/format/index-file";
import { buildManifest, isSignedManifest, parseManifest } from "../../../src/core/format/manifest";
import { findPathConflict } from "../../../src/core/format/paths";
import { parseStrictJson } from "../../../src/core/format/strict-json";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { anyBytesLike, anyJsonWith, anyText } from "../mutations";
import { testBytes } from "../support";
import { smallPlan } from "./writer";

const RUNS = { numRuns: 1_000 };
const { parameters } = smallPlan();

describe("the index", () => {
  const REASONS = [
    ...["empty", "long", "lines", "address", "http"],
    ...["length", "letters", "version", "checksum"],
  ];
  const index = { route: 3, secret: testBytes(24, "S"), id: testBytes(24, "T") };

  async function expectAnswer(parse: () => Promise<unknown>): Promise<void> {
    const found = await parse().catch((error: unknown) => error);
    if (!(found instanceof Error)) {
      expect(found).toHaveProperty("index");
      return;
    }
    if (!isAppError(found)) throw found;
    expect(found.code).toBe("index-invalid");
    expect(REASONS).toContain(found.details["reason"]);
  }

  it("from any bytes", async () => {
    const valid = utf8(await formatIndexFile(nodePrimitives, index, "p.example:8443"));
    await fc.assert(
      fc.asyncProperty(anyBytesLike(valid), (bytes) =>
        expectAnswer(() => readIndexFile(nodePrimitives, bytes)),
      ),
      RUNS,
    );
  });

  it("from any text around a valid code", async () => {
    const code = await encodeIndex(nodePrimitives, index);
    const piece = fc.constantFrom(
      ...["http://", "https://", "//", "/", "#", "@", ":", "?", "[", "]", "::1", "localhost", "."],
      ...["\n", "\r\n", " ", "\ufeff", '"', code, code.slice(1), "p.example", "127.0.0.1", "8443"],
    );
    const text = fc.array(fc.oneof(piece, anyText), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(text, (parts) =>
        expectAnswer(() => parseIndex(nodePrimitives, parts.join(""))),
      ),
      RUNS,
    );
  });
});

describe("strict JSON", () => {
  /** Strict parsing never accepts more than JSON.parse, and finds the same in it. */
  function expectAnswer(text: string): void {
    let plain: { value: unknown } | undefined;
    let strict: { value: unknown } | undefined;
    try {
      plain = { value: JSON.parse(text) as unknown };
    } catch {
      plain = undefined;
    }
    try {
      strict = { value: parseStrictJson(text) };
    } catch (error) {
      expect(error).toMatchObject({ name: "SyntaxError" });
    }
    if (strict !== undefined) expect(strict).toEqual(plain);
  }

  it("from any text", () => {
    const valid = utf8('{"a":[{"b":"\\"c\\\\","d":{}}, 1.5e3],"__proto__":{"a":null}}');
    fc.assert(
      fc.property(anyBytesLike(valid), (bytes) => {
        expectAnswer(Buffer.from(bytes).toString("utf8"));
        expectAnswer(Buffer.from(bytes).toString("latin1"));
      }),
      RUNS,
    );
  });

  it("from any signs of JSON", () => {
    const signs = fc.constantFrom(...'{}[]:,"\\ \n01eE-.tfnu'.split(""), '"a"', "null", '"a":');
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 20 }), (parts) => {
        expectAnswer(parts.join(""));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("the manifest", () => {
  const id = testBytes(24, "T");
  const seed = testBytes(32, "seed");
  const valid = (): Promise<Bytes> =>
    buildManifest(nodePrimitives, id, seed, {
      ...{ total: 200, segments: 2, created: "2026-11-22T00:00:00.000Z", dirs: ["d"] },
      ...{ files: [{ path: "a/b", size: 200 }], from: { name: "n" }, digests: testBytes(64) },
    });

  function expectAnswer(stream: Bytes): void {
    try {
      const { total, files, dirs, digests, segments } = parseManifest(parameters, stream);
      expect(files.reduce((sum, { size }) => sum + size, 0)).toBe(total);
      expect(digests).toHaveLength(32 * segments);
      const paths = files.map(({ path }) => path);
      expect(findPathConflict(paths, dirs)).toBeUndefined();
    } catch (error) {
      if (!isAppError(error)) throw error;
      expect(error.code).toBe("manifest-invalid");
      expect(typeof error.details["what"]).toBe("string");
    }
  }

  it("from any bytes", async () => {
    fc.assert(fc.property(anyBytesLike(await valid()), expectAnswer), RUNS);
  });

  it("from any JSON within a right stream", () => {
    const names = ["v", "total", "segments", "created", "files", "dirs", "from", "path", "size"];
    const content = anyJsonWith([...names, "modified", "name", "expires", "__proto__"]);
    const almost = content.map((value) => ({
      ...{ v: 1, total: 0, segments: 1, files: [], dirs: [] },
      ...(value as object),
    }));
    const file = content.map((value) => ({
      v: 1,
      total: 0,
      segments: 1,
      files: [value],
      dirs: [],
    }));
    fc.assert(
      fc.property(fc.oneof(content, almost, file), (value) => {
        const json = utf8(JSON.stringify(value));
        expectAnswer(concatBytes(utf8("SDM1"), u32(json.length), json, new Uint8Array(96)));
      }),
      RUNS,
    );
  });

  it("is signed or not, and nothing is thrown", async () => {
    const publicKey = await nodePrimitives.publicKey(seed);
    const stream = await valid();
    await fc.assert(
      fc.asyncProperty(anyBytesLike(stream), anyBytesLike(publicKey), async (bytes, key) => {
        const isSame = Buffer.compare(bytes, stream) === 0;
        expect(await isSignedManifest(nodePrimitives, id, publicKey, bytes)).toBe(isSame);
        expect(await isSignedManifest(nodePrimitives, id, key, stream)).toBe(
          Buffer.compare(key, publicKey) === 0,
        );
      }),
      { numRuns: 200 },
    );
  });
});

it("UTF-8 that is refused is refused as TypeError", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      try {
        expect(utf8(decodeUtf8(bytes))).toEqual(bytes);
      } catch (error) {
        expect(error).toMatchObject({ name: "TypeError" });
      }
    }),
  );
});
