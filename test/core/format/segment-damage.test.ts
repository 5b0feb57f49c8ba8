/** Whatever a store does to its shards without the keys: it is named, and the plaintext stays right. */
import { concatBytes, type Bytes } from "../../../src/core/bytes";
import { flipBit, hexOf, pick, range, testBytes } from "../support";
import { createKit, type SegmentKit, type Shards } from "./segment-kit";

const PLAINTEXT = testBytes(111, "plaintext");

describe.each([
  [1, 2, 4],
  [1, 3, 4],
  [2, 2, 4],
  [2, 3, 4],
] as const)("suite %i, %i of %i", (suite, k, n) => {
  let kit: SegmentKit;
  let sealed: Awaited<ReturnType<SegmentKit["seal"]>>;
  beforeAll(async () => {
    kit = await createKit({ suite, k, n });
    sealed = await kit.seal(0, 0, true, PLAINTEXT);
  });

  const withShard = (i: number, shard: Bytes): Shards => new Map(sealed.shards).set(i, shard);

  /** Named with all n answers, with and without knowing the digest; without effect on the plaintext. */
  async function expectNamed(i: number, shard: Bytes): Promise<void> {
    const shards = withShard(i, shard);
    for (const known of [sealed.expected, undefined]) {
      const found = await kit.reader[0].candidates(0, shards, known);
      expect(found.map(({ wrong }) => wrong)).toEqual([[i]]);
      expect(hexOf(found.map(({ plaintext }) => plaintext))).toEqual(hexOf([PLAINTEXT]));
    }
  }

  /** Refused where it is one of exactly k. */
  async function expectRefused(i: number, shard: Bytes): Promise<void> {
    const others = range(n).filter((other) => other !== i);
    const exact = pick(withShard(i, shard), [i, ...others.slice(0, k - 1)]);
    expect(await kit.reader[0].candidates(0, exact, sealed.expected)).toEqual([]);
    expect(await kit.reader[0].candidates(0, exact)).toEqual([]);
  }

  it("one bit flipped in any byte of any shard is named, or refused among k", async () => {
    for (const [i, shard] of sealed.shards) {
      for (const at of range(shard.length)) {
        await expectNamed(i, flipBit(shard, at));
        await expectRefused(i, flipBit(shard, at));
      }
    }
  });

  it("every bit of a header counts", async () => {
    const shard = sealed.shards.get(1)!;
    for (const bit of range(64)) await expectNamed(1, flipBit(shard, bit >> 3, bit % 8));
  });

  it("a shard cut anywhere, or lengthened, is named", async () => {
    const shard = sealed.shards.get(2)!;
    for (const length of range(shard.length)) await expectNamed(2, shard.slice(0, length));
    await expectNamed(2, concatBytes(shard, new Uint8Array(1)));
    await expectNamed(2, concatBytes(shard, shard));
  });

  it("a shard of another position, segment, stream or transfer is named", async () => {
    const other = await createKit({ suite, k, n }, "another transfer");
    const strangers = [
      sealed.shards.get(0)!,
      (await kit.seal(0, 1, true, PLAINTEXT)).shards.get(3)!,
      (await kit.seal(1, 0, true, PLAINTEXT)).shards.get(3)!,
      (await other.seal(0, 0, true, PLAINTEXT)).shards.get(3)!,
    ];
    for (const stranger of strangers) {
      await expectNamed(3, stranger);
      await expectRefused(3, stranger);
    }
  });

  it("segments that changed places do not open at all", async () => {
    const full = testBytes(k * 64, "first");
    const first = await kit.seal(0, 0, false, full);
    const second = await kit.seal(0, 1, false, testBytes(k * 64, "second"));
    expect(await kit.reader[0].candidates(0, second.shards)).toEqual([]);
    expect(await kit.reader[0].candidates(1, first.shards)).toEqual([]);
    expect(await kit.reader[1].candidates(0, first.shards)).toEqual([]);
  });

  it("n - k stores damaged at once are all named, and no honest one is", async () => {
    for (const spared of range(n)) {
      const damaged = range(n)
        .filter((i) => i !== spared)
        .slice(0, n - k);
      const shards = new Map(
        [...sealed.shards].map(([i, shard]) => [
          i,
          damaged.includes(i) ? flipBit(shard, shard.length - 1 - i) : shard,
        ]),
      );
      const [candidate] = await kit.reader[0].candidates(0, shards, sealed.expected);
      expect(candidate).toMatchObject({ plaintext: PLAINTEXT, wrong: damaged });
    }
  });

  it("one store more than n - k leaves nothing to restore", async () => {
    const shards = new Map(
      [...sealed.shards].map(([i, shard]) => [i, i <= n - k ? flipBit(shard, 50) : shard]),
    );
    expect(await kit.reader[0].candidates(0, shards, sealed.expected)).toEqual([]);
  });

  it("a position that the transfer does not have opens nothing", async () => {
    const shards: Shards = new Map([[n, sealed.shards.get(0)!]]);
    expect(await kit.reader[0].candidates(0, shards)).toEqual([]);
  });
});
