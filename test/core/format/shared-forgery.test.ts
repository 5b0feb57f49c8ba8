/** Suite 2 alone: shares are bound to nothing but the digest, so several liars can play together. */
import { concatBytes, type Bytes } from "../../../src/core/bytes";
import type { Kernel } from "../../../src/core/codec/kernel";
import { createKernel } from "../../../src/core/codec/wasm-kernel";
import { createSharedCoder } from "../../../src/core/format/shared-segment";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { interpolateBytes } from "../../reference/shamir";
import { pick, testBytes } from "../support";
import { createKit, type SegmentKit, type Shards } from "./segment-kit";

const PLAINTEXT = testBytes(50, "genuine");
const FORGED = testBytes(50, "forged");
const HEADER = { final: true, plainBytes: 50 };

/** "Position" of the message itself: x = 0. */
const MESSAGE = -1;

const shareOf = (shard: Bytes): Bytes => shard.slice(8, -32);

/** h || plaintext, as it is shared. */
async function messageOf(kit: SegmentKit, plaintext: Bytes): Promise<Bytes> {
  const { expected } = await kit.seal(1, 0, true, plaintext);
  return concatBytes(expected.digest, plaintext);
}

/** The share of `liar` that lies on the polynomial through these points, under the right key. */
async function shareThrough(
  kit: SegmentKit,
  liar: number,
  points: ReadonlyMap<number, Bytes>,
): Promise<Bytes> {
  return kit.forge(1, 0, liar, HEADER, interpolateBytes(0x11d, points, liar + 1));
}

it("two liars of five who share a recipient are named when they fit nobody", async () => {
  const kit = await createKit({ suite: 2, k: 3, n: 5 });
  const { shards, expected } = await kit.seal(1, 0, true, PLAINTEXT);
  for (const liar of [1, 4]) {
    const lie = testBytes(82, `lie ${String(liar)}`);
    shards.set(liar, await kit.forge(1, 0, liar, HEADER, lie));
  }
  for (const known of [undefined, expected]) {
    expect(await kit.reader[1].candidates(0, shards, known)).toMatchObject([
      { plaintext: PLAINTEXT, wrong: [1, 4] },
    ]);
  }
});

it("with fewer than n answers only a wrong HMAC names: the honest could be the odd ones out", async () => {
  const kit = await createKit({ suite: 2, k: 2, n: 4 });
  const { shards, expected } = await kit.seal(1, 0, true, PLAINTEXT);
  shards.set(0, await kit.forge(1, 0, 0, HEADER, testBytes(82, "lie")));
  const three = pick(shards, [0, 1, 2]);
  expect(await kit.reader[1].candidates(0, three, expected)).toMatchObject([
    { plaintext: PLAINTEXT, wrong: [] },
  ]);
  expect(await kit.reader[1].candidates(0, shards, expected)).toMatchObject([
    { plaintext: PLAINTEXT, wrong: [0] },
  ]);
  three.set(0, new Uint8Array(three.get(0)!.length));
  expect(await kit.reader[1].candidates(0, three, expected)).toMatchObject([
    { plaintext: PLAINTEXT, wrong: [0] },
  ]);
});

it("liars on another polynomial through an honest share and the message fit, and so does everyone", async () => {
  // 3 of 5: stores 3 and 4 choose a second polynomial of degree 2 through the message and share 0.
  const kit = await createKit({ suite: 2, k: 3, n: 5 });
  const { shards, expected } = await kit.seal(1, 0, true, PLAINTEXT);
  const message = await messageOf(kit, PLAINTEXT);
  const lie = await kit.forge(1, 0, 3, HEADER, testBytes(82, "second polynomial"));
  const points = new Map([
    [MESSAGE, message],
    [0, shareOf(shards.get(0)!)],
    [3, shareOf(lie)],
  ]);
  shards.set(3, lie).set(4, await shareThrough(kit, 4, points));
  for (const known of [undefined, expected]) {
    const [found, ...others] = await kit.reader[1].candidates(0, shards, known);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ plaintext: PLAINTEXT, wrong: [] });
    expect([...found!.fitting].sort()).toEqual([0, 1, 2, 3, 4]);
  }
});

/**
 * Liars 0 and 1 each go through the forged message with another one of the honest, so that the forged
 * candidate fits every store before the last k-subset, the only honest one, is tried.
 */
async function hideBehindForgery(kit: SegmentKit, honest: readonly number[]): Promise<Shards> {
  const { shards } = await kit.seal(1, 0, true, PLAINTEXT);
  const forged = await messageOf(kit, FORGED);
  const through = (liar: number, partners: readonly number[]): Promise<Bytes> => {
    const points = partners.map((i) => [i, shareOf(shards.get(i)!)] as const);
    return shareThrough(kit, liar, new Map([[MESSAGE, forged], ...points]));
  };
  shards.set(0, await through(0, honest.slice(0, -1)));
  shards.set(1, await through(1, honest.slice(1)));
  return shards;
}

it.each([
  [2, [2, 3]],
  [3, [2, 3, 4]],
])("n - k = 2 liars cannot hide the manifest of %i honest stores %j", async (k, honest) => {
  const kit = await createKit({ suite: 2, k, n: k + 2 });
  const shards = await hideBehindForgery(kit, honest);
  const found = await kit.reader[1].candidates(0, shards);
  const plaintexts = found.map(({ plaintext }) => plaintext);
  expect(plaintexts).toContainEqual(FORGED);
  expect(plaintexts).toContainEqual(PLAINTEXT);
});

it("a store is rebuilt on the polynomial that most stores lie on, not on that of two liars", async () => {
  // 2 of 6: liars 0 and 1 choose a line of their own through the message; 2, 3 and 4 are honest.
  const kit = await createKit({ suite: 2, k: 2, n: 6 });
  const { shards, expected } = await kit.seal(1, 0, true, PLAINTEXT);
  const message = await messageOf(kit, PLAINTEXT);
  const lie = await kit.forge(1, 0, 0, HEADER, testBytes(82, "a line of their own"));
  const points = new Map([
    [MESSAGE, message],
    [0, shareOf(lie)],
  ]);
  const given = pick(shards, [0, 1, 2, 3, 4]);
  given.set(0, lie).set(1, await shareThrough(kit, 1, points));
  const [candidate] = await kit.reader[1].candidates(0, given, expected);
  expect(candidate).toMatchObject({ plaintext: PLAINTEXT, wrong: [] });
  const rebuilt = new Uint8Array(shards.get(5)!.length);
  await kit.reader[1].rebuild(0, candidate!, given, 5, rebuilt);
  expect(rebuilt).toEqual(shards.get(5));
});

it("eight liars of sixteen make a reader compare digests, not whole segments, subset by subset", async () => {
  const kit = await createKit({ suite: 2, k: 8, n: 16, z: 8 });
  const plaintext = testBytes(2_000);
  const { shards, expected } = await kit.seal(0, 0, true, plaintext);
  for (let liar = 0; liar < 8; liar += 1) {
    const lie = testBytes(2_032, `lie ${String(liar)}`);
    const header = { final: true, plainBytes: 2_000 };
    shards.set(liar, await kit.forge(0, 0, liar, header, lie));
  }
  const kernel = createKernel();
  let combinedBytes = 0;
  const counting: Kernel = {
    ...kernel,
    combine(job) {
      combinedBytes += job.lengthBytes;
      kernel.combine(job);
    },
  };
  const { parameters, keys } = kit;
  const context = {
    prims: nodePrimitives,
    kernel: counting,
    parameters,
    id: testBytes(24, "kit T"),
  };
  const coder = createSharedCoder({ ...context, stream: 0, keys: keys[0] });
  const liars = [0, 1, 2, 3, 4, 5, 6, 7];
  expect(await coder.candidates(0, shards, expected)).toMatchObject([{ plaintext, wrong: liars }]);
  const subsetCount = 12_870;
  expect(combinedBytes).toBeLessThan(subsetCount * 32 + 100 * 2_032);
});
