/** Bytes for fuzzing: random ones, and valid ones with a few things wrong. */
import * as fc from "fast-check";
import { concatBytes, type Bytes } from "../../src/core/bytes";

type Mutation = (bytes: Bytes) => Bytes;

/** Any well-formed text, from all of Unicode. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x7f }),
      fc.integer({ min: 0, max: 0xd7ff }),
      fc.integer({ min: 0xe000, max: 0x10ffff }),
    ),
    { maxLength: 12 },
  )
  .map((points) => String.fromCodePoint(...points));

/** A place in bytes of any length, as a part of it. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const offsetIn = (bytes: Bytes, part: number): number => Math.floor(part * bytes.length);

const replace = fc
  .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 4 }))
  .map(([part, patch]): Mutation => (bytes) => {
    const copy = bytes.slice();
    copy.set(patch.subarray(0, copy.length - offsetIn(bytes, part)), offsetIn(bytes, part));
    return copy;
  });

const insert = fc
  .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 40 }))
  .map(([part, patch]): Mutation => (bytes) => {
    const at = offsetIn(bytes, part);
    return concatBytes(bytes.subarray(0, at), patch, bytes.subarray(at));
  });

const remove = fc.tuple(place, place).map(([from, to]): Mutation => (bytes) => {
  const [first, last] = [offsetIn(bytes, Math.min(from, to)), offsetIn(bytes, Math.max(from, to))];
  return concatBytes(bytes.subarray(0, first), bytes.subarray(last));
});

const repeat = fc.tuple(place, place).map(([from, to]): Mutation => (bytes) => {
  const [first, last] = [offsetIn(bytes, Math.min(from, to)), offsetIn(bytes, Math.max(from, to))];
  return concatBytes(bytes.subarray(0, last), bytes.subarray(first));
});

const mutations = fc.array(fc.oneof(replace, insert, remove, repeat), {
  minLength: 1,
  maxLength: 4,
});

/** Random bytes, or these with one to four mutations. */
export function anyBytesLike(valid: Bytes): fc.Arbitrary<Bytes> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: valid.length + 64 }) },
    {
      weight: 4,
      arbitrary: mutations.map((list) => list.reduce((bytes, mutate) => mutate(bytes), valid)),
    },
  );
}

/** JSON values with the names and shapes that a parser looks for, mostly in the wrong places. */
export function anyJsonWith(names: readonly string[]): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      1,
      2,
      -1,
      0.5,
      300,
      2 ** 53,
      1e300,
      "",
      "a",
      "__proto__",
    ),
    fc.constantFrom("../a", "a/b", "2026-11-22T00:00:00.000Z", "AAAA", "=", "\ud800"),
    fc.string(),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 6 }),
    ),
  }));
  return value;
}

/** A valid JSON value in which one to three places hold something else, or nothing. */
export function anyJsonLike(valid: unknown): fc.Arbitrary<unknown> {
  const change = fc.tuple(fc.array(place, { maxLength: 5 }), fc.option(fc.jsonValue()));
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce<unknown>((value, [path, other]) => changeAt(value, path, other), valid),
    );
}

function changeAt(value: unknown, path: readonly number[], other: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined || typeof value !== "object" || value === null) return other;
  const entries = Object.entries(value);
  const at = Math.floor(part * entries.length);
  const changed = entries.map(([name, entry], i) => [
    name,
    i === at ? changeAt(entry, rest, other) : (entry as unknown),
  ]);
  return Array.isArray(value)
    ? changed.map(([, entry]) => entry)
    : (Object.fromEntries(changed) as unknown);
}
