import * as fc from "fast-check";
import {
  byteString,
  concatBytes,
  decodeBase64Url,
  decodeUtf8,
  encodeBase64Url,
  encodeHex,
  equalBytes,
  readU32,
  readU64,
  requireInteger,
  requireLength,
  u32,
  u64,
  utf8,
} from "../../src/core/bytes";
import { anyText } from "./mutations";
import { flipBit, hex, range } from "./support";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LETTERS = Array.from(ALPHABET);

describe("base64url", () => {
  it("is what Node writes, and reads back to the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 99 }), (bytes) => {
        const text = encodeBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString("base64url"));
        expect(decodeBase64Url(text)).toEqual(bytes);
      }),
    );
  });

  it("has exactly one text for any bytes: what is read is written the same", () => {
    const letters = fc.string({
      unit: fc.constantFrom(...LETTERS, "=", "+", "/", " "),
      maxLength: 9,
    });
    fc.assert(
      fc.property(letters, (text) => {
        const bytes = decodeBase64Url(text);
        const isCanonical = Buffer.from(text, "base64url").toString("base64url") === text;
        expect(bytes === undefined ? undefined : encodeBase64Url(bytes)).toBe(
          isCanonical ? text : undefined,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it("accepts exactly one in sixteen, and one in four, of the last letters with unused bits", () => {
    const canonical = (stem: string): string =>
      LETTERS.filter((last) => decodeBase64Url(stem + last) !== undefined).join("");
    expect(canonical("A")).toBe("AQgw");
    expect(canonical("AA")).toBe("AEIMQUYcgkosw048");
    expect(canonical("AAA")).toBe(ALPHABET);
    expect(canonical("AAAA")).toBe("");
  });

  it.each(["AA==", "AAA=", "+AAA", "/AAA", " AAAA", "AAAA\n", "AA\u00e0A", "A\ud83d\ude00A", "A"])(
    "refuses %j",
    (text) => {
      expect(decodeBase64Url(text)).toBeUndefined();
    },
  );
});

describe("integers", () => {
  it("are big-endian", () => {
    expect(u32(0x01020304)).toEqual(hex("01020304"));
    expect(u64(0x1f_ffff_ffff_ffff)).toEqual(hex("001fffffffffffff"));
    expect(readU32(hex("00010203ff"), 1)).toBe(0x010203ff);
  });

  it("read back what was written, from a view into other bytes too", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const within = concatBytes(hex("ffffff"), u64(value)).subarray(3);
        expect(readU64(within, 0)).toBe(value);
        expect(readU32(within, 4)).toBe(value % 2 ** 32);
      }),
    );
  });

  it("stop where a number would not be exact any more", () => {
    expect(readU64(hex("001fffffffffffff"), 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(readU64(hex("0020000000000000"), 0)).toBeUndefined();
    expect(readU64(hex("ffffffffffffffff"), 0)).toBeUndefined();
  });

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 32])("refuse %p as u32", (value) => {
    expect(() => u32(value)).toThrow(RangeError);
  });

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])("refuse %p as u64", (value) => {
    expect(() => u64(value)).toThrow(RangeError);
  });

  it.each([-1, 256, 1.5, Number.NaN])("refuse %p as one byte", (value) => {
    expect(() => byteString(1, value)).toThrow(RangeError);
  });
});

describe("guards", () => {
  it("let the right value through and name the wrong argument", () => {
    expect(requireInteger("cells", 3, 0, 3)).toBe(3);
    expect(() => requireInteger("cells", 4, 0, 3)).toThrow(/^cells must be .* from 0 to 3$/);
    expect(requireLength("seed", hex("0102"), 2)).toEqual(hex("0102"));
    expect(() => requireLength("seed", hex("01"), 2)).toThrow(/^seed must be 2 bytes, not 1$/);
  });
});

describe("bytes", () => {
  it("join in order, into memory of their own", () => {
    const part = hex("0102");
    const joined = concatBytes(part, hex(""), hex("03"));
    part[0] = 9;
    expect(joined).toEqual(hex("010203"));
    expect(concatBytes()).toEqual(hex(""));
  });

  it.each(range(4).map((offset) => [offset, 40 + offset]))(
    "are equal when all of them are, whichever bit differs (%d before, %d bytes)",
    (offset, sizeBytes) => {
      const memory = Uint8Array.from(range(offset + sizeBytes + 1));
      const bytes = memory.subarray(offset, offset + sizeBytes);
      expect(equalBytes(bytes, bytes.slice())).toBe(true);
      for (const bit of range(8 * sizeBytes)) {
        expect(equalBytes(bytes, flipBit(bytes, bit >> 3, bit % 8))).toBe(false);
      }
      expect(equalBytes(bytes, bytes.subarray(0, sizeBytes - 1))).toBe(false);
      expect(equalBytes(bytes, memory.subarray(offset))).toBe(false);
    },
  );

  it("are written as lower-case hexadecimal", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(encodeHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
      }),
    );
  });
});

describe("UTF-8", () => {
  it("keeps every well-formed text, a byte order mark included", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeUtf8(utf8(text))).toBe(text);
      }),
    );
    expect(decodeUtf8(hex("efbbbf41"))).toBe("\ufeffA");
  });

  it.each([
    ["a byte that begins nothing", "ff"],
    ["a cut character", "e697"],
    ["an overlong slash", "c0af"],
    ["a surrogate", "eda080"],
    ["more than U+10FFFF", "f4908080"],
  ])("refuses %s", (_, bytes) => {
    // By its name: the decoder's TypeError is of another realm than the test's.
    const refusal = expect.objectContaining({ name: "TypeError" }) as Error;
    expect(() => decodeUtf8(hex(bytes))).toThrow(refusal);
  });
});
