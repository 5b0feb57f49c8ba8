/**
 * What a recipient who works with stores can do: seal anything under the right keys. Only the digest that
 * the owner signed decides, k honest stores are enough, and no honest store is ever named.
 */
import { concatBytes, type Bytes } from "../../../src/core/bytes";
import type { ExpectedSegment } from "../../../src/core/format/segment";
import { encode } from "../../reference/reed-solomon";
import { pick, positionSubsets, range, shapes, testBytes } from "../support";
import { createKit, type SegmentKit, type Shards } from "./segment-kit";

const PLAIN_BYTES = 111;
const PLAINTEXT = testBytes(PLAIN_BYTES, "genuine");

/** Shard i as a liar reseals it: the genuine header and digest, a wrong cell (suite 2: a wrong share). */
async function wrongShard(kit: SegmentKit, expected: ExpectedSegment, i: number): Promise<Bytes> {
  const { suite, k } = kit.parameters;
  const seed = `lie of ${String(i)}`;
  const content =
    suite === 1
      ? concatBytes(expected.digest, testBytes(Math.ceil(PLAIN_BYTES / k), seed))
      : testBytes(32 + PLAIN_BYTES, seed);
  return kit.forge(0, 0, i, expected, content);
}

async function withLiars(
  kit: SegmentKit,
  liars: readonly number[],
): Promise<{ shards: Shards; expected: ExpectedSegment }> {
  const { shards, expected } = await kit.seal(0, 0, true, PLAINTEXT);
  for (const i of liars) shards.set(i, await wrongShard(kit, expected, i));
  return { shards, expected };
}

describe.each([1, 2] as const)("a forged cell under the right keys, suite %i", (suite) => {
  it.each(shapes(5, 2))(
    "%i of %i: every set of n - k liars is named, whoever they are",
    async (k, n) => {
      const kit = await createKit({ suite, k, n });
      for (const liars of positionSubsets(n, n - k)) {
        const { shards, expected } = await withLiars(kit, liars);
        const found = await kit.reader[0].candidates(0, shards, expected);
        expect(found).toMatchObject([{ plaintext: PLAINTEXT, wrong: liars }]);
        expect([...found[0]!.fitting].sort()).toEqual(range(n).filter((i) => !liars.includes(i)));
      }
    },
  );

  it("with exactly k answers nothing comes out and nobody can be named", async () => {
    const kit = await createKit({ suite, k: 3, n: 5 });
    const { shards, expected } = await withLiars(kit, [1]);
    expect(await kit.reader[0].candidates(0, pick(shards, [0, 1, 2]), expected)).toEqual([]);
  });

  it("is told from the genuine one by the digest alone, when a whole camp lies alike", async () => {
    // 2k stores: half of them hold another version, sealed as an owner would seal it.
    const kit = await createKit({ suite, k: 2, n: 4 });
    const genuine = await kit.seal(1, 0, true, PLAINTEXT);
    const other = await kit.seal(1, 0, true, testBytes(PLAIN_BYTES, "forged"));
    const shards = new Map([...pick(genuine.shards, [0, 2]), ...pick(other.shards, [1, 3])]);
    const found = await kit.reader[1].candidates(0, shards);
    expect(found).toHaveLength(2);
    const camps = found.map(({ plaintext, fitting, wrong }) => [
      plaintext,
      [...fitting],
      [...wrong],
    ]);
    expect(camps).toContainEqual([PLAINTEXT, [0, 2], [1, 3]]);
    expect(camps).toContainEqual([testBytes(PLAIN_BYTES, "forged"), [1, 3], [0, 2]]);
    expect(await kit.reader[1].candidates(0, shards, genuine.expected)).toMatchObject([
      { plaintext: PLAINTEXT, wrong: [1, 3] },
    ]);
  });

  it("a stale version of the segment is named once the digest is known", async () => {
    const kit = await createKit({ suite, k: 2, n: 4 });
    const stale = await kit.seal(0, 0, true, testBytes(PLAIN_BYTES, "before the file changed"));
    const shorter = await kit.seal(0, 0, true, testBytes(PLAIN_BYTES - 20, "shorter"));
    const { shards, expected } = await kit.seal(0, 0, true, PLAINTEXT);
    shards.set(0, stale.shards.get(0)!);
    shards.set(3, shorter.shards.get(3)!);
    const found = await kit.reader[0].candidates(0, shards, expected);
    expect(found).toMatchObject([{ plaintext: PLAINTEXT, wrong: [0, 3] }]);
  });

  it("another final flag under the right keys is named once the length is known", async () => {
    const kit = await createKit({ suite, k: 2, n: 3 });
    const full = testBytes(128, "full");
    const { shards, expected } = await kit.seal(0, 0, false, full);
    const last = await kit.seal(0, 0, true, full);
    shards.set(1, last.shards.get(1)!);
    const found = await kit.reader[0].candidates(0, shards, expected);
    expect(found).toMatchObject([{ plaintext: full, final: false, wrong: [1] }]);
  });

  it("k stores with the genuine content under another final flag are named as well", async () => {
    const kit = await createKit({ suite, k: 2, n: 4 });
    const full = testBytes(128, "full");
    const { shards, expected } = await kit.seal(0, 0, false, full);
    const last = await kit.seal(0, 0, true, full);
    for (const i of [0, 1]) shards.set(i, last.shards.get(i)!);
    const found = await kit.reader[0].candidates(0, shards, expected);
    expect(found).toMatchObject([{ plaintext: full, final: false, wrong: [0, 1] }]);
  });
});

describe("forged padding, suite 1", () => {
  // 1 byte over 3 cells: two cells are nothing but padding, in which anything could be hidden.
  const plaintext = testBytes(1, "one byte");

  async function withPadding(
    kit: SegmentKit,
    liar: number,
  ): Promise<{ shards: Shards; expected: ExpectedSegment }> {
    const { shards, expected } = await kit.seal(0, 0, true, plaintext);
    const padded = [plaintext, Uint8Array.of(0xff), Uint8Array.of(0xee)];
    const cell = encode(padded, 5)[liar]!;
    const content = concatBytes(expected.digest, cell);
    shards.set(liar, await kit.forge(0, 0, liar, expected, content));
    return { shards, expected };
  }

  it.each([1, 2, 3, 4])("at store %i is named, with all answers and with k", async (liar) => {
    const kit = await createKit({ suite: 1, k: 3, n: 5 });
    const { shards, expected } = await withPadding(kit, liar);
    expect(await kit.reader[0].candidates(0, shards, expected)).toMatchObject([
      { plaintext, wrong: [liar] },
    ]);
    // Here even k answers tell: the plaintext is right, and it has only one encoding.
    const exact = [...new Set([liar, 0, 1, 2])].slice(0, 3);
    expect(await kit.reader[0].candidates(0, pick(shards, exact), expected)).toMatchObject([
      { plaintext, wrong: [liar] },
    ]);
  });
});

describe("with a passphrase", () => {
  const flags = { suite: 1, flags: 1 } as const;

  it("a wrong one opens nothing and names nobody", async () => {
    const kit = await createKit({ ...flags, k: 2, n: 3 }, "kit", "right");
    const mistyped = await createKit({ ...flags, k: 2, n: 3 }, "kit", "wrong");
    const { shards } = await kit.seal(1, 0, true, PLAINTEXT);
    expect(await mistyped.reader[1].candidates(0, shards)).toEqual([]);
  });

  it("a segment planted under the wrong one at one store changes nothing", async () => {
    const kit = await createKit({ ...flags, k: 2, n: 3 }, "kit", "right");
    const mistyped = await createKit({ ...flags, k: 2, n: 3 }, "kit", "wrong");
    const { shards } = await kit.seal(1, 0, true, PLAINTEXT);
    const planted = await mistyped.seal(1, 0, true, PLAINTEXT);
    shards.set(0, planted.shards.get(0)!);
    expect(await mistyped.reader[1].candidates(0, shards)).toEqual([]);
    expect(await kit.reader[1].candidates(0, shards)).toMatchObject([{ wrong: [0] }]);
  });

  it("n - k stores that seal the genuine content under the wrong one get no honest store named", async () => {
    const kit = await createKit({ ...flags, k: 2, n: 4 }, "kit", "right");
    const mistyped = await createKit({ ...flags, k: 2, n: 4 }, "kit", "wrong");
    const { shards } = await kit.seal(1, 0, true, PLAINTEXT);
    const planted = await mistyped.seal(1, 0, true, PLAINTEXT);
    for (const i of [1, 2]) shards.set(i, planted.shards.get(i)!);
    expect(await mistyped.reader[1].candidates(0, shards)).toMatchObject([{ wrong: [] }]);
  });

  it("until it is proven right, only what opens and is something else is named", async () => {
    const kit = await createKit({ ...flags, k: 2, n: 5 }, "kit", "right");
    const { shards, expected } = await kit.seal(0, 0, true, PLAINTEXT);
    shards.set(2, await wrongShard(kit, expected, 2));
    shards.set(3, new Uint8Array(shards.get(3)!.length));
    const four = pick(shards, [0, 1, 2, 3]);
    expect(await kit.reader[0].candidates(0, four, expected)).toMatchObject([{ wrong: [2] }]);
    const other = await kit.seal(0, 0, true, testBytes(PLAIN_BYTES, "other"));
    four.set(2, other.shards.get(2)!);
    expect(await kit.reader[0].candidates(0, four, expected)).toMatchObject([{ wrong: [2] }]);
  });

  it("more than n - k that open prove it right: then who does not open is named", async () => {
    const kit = await createKit({ ...flags, k: 2, n: 4 }, "kit", "right");
    const { shards, expected } = await kit.seal(0, 0, true, PLAINTEXT);
    shards.set(3, new Uint8Array(shards.get(3)!.length));
    expect(await kit.reader[0].candidates(0, shards, expected)).toMatchObject([{ wrong: [3] }]);
  });
});
