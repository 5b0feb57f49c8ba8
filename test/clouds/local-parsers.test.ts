/** What a stranger writes into a request line or a Range header is read strictly, whatever it is. */
import * as fc from "fast-check";
import { parseRange } from "../../src/clouds/local-range";
import { signUrl, verifyUrl } from "../../src/clouds/local-signature";
import { decodeUtf8, utf8 } from "../../src/core/bytes";
import { anyBytesLike, anyText } from "../core/mutations";
import { patternBytes } from "../fakes/memory-tree";

const RUNS = { numRuns: 2_000 };
const key = patternBytes(32, "key");
const origin = "http://127.0.0.1:3001";
const object = {
  ...{ method: "PUT" as const, transfer: "A".repeat(32), name: "-object_name-0000000" },
  ...{ sizeBytes: 4_194_304, expiresAt: 1_800_000_000 },
};
const target = signUrl(key, origin, object).slice(origin.length);

it("a URL that was signed says what for, and only at its origin, by its method and key", () => {
  expect(verifyUrl(key, origin, "PUT", target)).toEqual(object);
  expect(verifyUrl(key, "http://127.0.0.1:3002", "PUT", target)).toBeUndefined();
  expect(verifyUrl(patternBytes(32, "other"), origin, "PUT", target)).toBeUndefined();
  for (const method of ["GET", "HEAD", "POST", "DELETE", "put", ""]) {
    expect(verifyUrl(key, origin, method, target)).toBeUndefined();
  }
});

it("any other URL is worth nothing", () => {
  const bytes = anyBytesLike(utf8(target)).map((changed) =>
    Buffer.from(changed).toString("latin1"),
  );
  fc.assert(
    fc.property(fc.oneof(bytes, anyText), fc.constantFrom("PUT", "GET"), (text, method) => {
      const found = verifyUrl(key, origin, method, text);
      if (text !== target || method !== "PUT") expect(found).toBeUndefined();
    }),
    RUNS,
  );
});

it("a range lies within the object, or is none", () => {
  const piece = fc.constantFrom("bytes", "=", "-", ",", "0", "1", "9", "99", "5000", " ", "x");
  const header = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((parts) => parts.join("")),
    fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `bytes=${String(a)}-${String(b)}`),
    anyBytesLike(utf8("bytes=10-20")).map((bytes) => {
      try {
        return decodeUtf8(bytes);
      } catch {
        return "";
      }
    }),
  );
  fc.assert(
    fc.property(header, fc.nat({ max: 10_000 }), (text, sizeBytes) => {
      const range = parseRange(text, sizeBytes);
      if (range === undefined || range === "unsatisfiable") return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(sizeBytes);
    }),
    RUNS,
  );
});

it.each([
  ["bytes=0-0", { first: 0, last: 0 }],
  ["bytes=5-", { first: 5, last: 9 }],
  ["bytes=-3", { first: 7, last: 9 }],
  ["bytes=-30", { first: 0, last: 9 }],
  ["bytes=3-99", { first: 3, last: 9 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=5-4", undefined],
  ["bytes=0-1,3-4", undefined],
  ["items=0-1", undefined],
  ["bytes=-", undefined],
  [undefined, undefined],
])("%s of ten bytes", (header, range) => {
  expect(parseRange(header, 10)).toEqual(range);
});
