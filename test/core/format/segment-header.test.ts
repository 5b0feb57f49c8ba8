/** Headers that break a rule are refused, though everything behind them is genuine and well sealed. */
import { concatBytes, u32, type Bytes } from "../../../src/core/bytes";
import { shardBytes } from "../../../src/core/format/parameters";
import { encodeSegmentHeader, parseSegmentHeader } from "../../../src/core/format/segment";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { encode } from "../../reference/reed-solomon";
import { share } from "../../reference/shamir";
import { hex, range, testBytes } from "../support";
import { createKit, type SegmentKit } from "./segment-kit";

/** k = 2, z = 6: a full segment is 128 bytes. */
const FULL = 128;

/** The n shards of a plaintext, sealed under the right keys with any eight bytes for a header. */
async function shardsUnder(
  kit: SegmentKit,
  j: number,
  header: Bytes,
  plaintext: Bytes,
): Promise<Map<number, Bytes>> {
  const { suite, k, n } = kit.parameters;
  const digest = await nodePrimitives.hash(plaintext);
  const cell = Math.max(1, Math.ceil(plaintext.length / k));
  const padded = concatBytes(plaintext, new Uint8Array(k * cell - plaintext.length));
  const cells = encode(
    range(k).map((c) => padded.subarray(c * cell, (c + 1) * cell)),
    n,
  );
  const message = concatBytes(digest, plaintext);
  const shards = new Map<number, Bytes>();
  for (const i of range(n)) {
    const content =
      suite === 1
        ? concatBytes(digest, cells[i]!)
        : share(0x11d, [message, testBytes(message.length, "randomness")], i);
    shards.set(i, await kit.forge(0, j, i, header, content));
  }
  return shards;
}

describe.each([1, 2] as const)("a shard of suite %i", (suite) => {
  const opens = async (j: number, header: Bytes, plainBytes: number): Promise<boolean> => {
    const kit = await createKit({ suite, k: 2, n: 3, z: 6 });
    const shards = await shardsUnder(kit, j, header, testBytes(plainBytes));
    return (await kit.reader[0].candidates(j, shards)).length > 0;
  };
  const headerOf = (start: string, plainBytes: number): Bytes =>
    concatBytes(hex(start), u32(plainBytes));

  it.each<[what: string, j: number, start: string, plainBytes: number]>([
    ["a last segment of one byte", 7, "53000100", 1],
    ["a full segment", 7, "53000000", FULL],
    ["a full last segment", 7, "53000100", FULL],
    ["an empty stream", 0, "53000100", 0],
  ])("opens: %s", async (_, j, start, plainBytes) => {
    expect(await opens(j, headerOf(start, plainBytes), plainBytes)).toBe(true);
  });

  it.each<[what: string, j: number, start: string, plainBytes: number]>([
    ["another marker", 7, "54000100", 1],
    ["another stream", 7, "53010100", 1],
    ["a stream that does not exist", 7, "53020100", 1],
    ["a final flag that is neither 0 nor 1", 7, "53000200", FULL],
    ["a fourth byte that is not zero", 7, "53000101", 1],
    ["more than a full segment", 7, "53000100", FULL + 1],
    ["a part of a segment that is not the last", 7, "53000000", FULL - 1],
    ["an empty segment that is not the last", 0, "53000000", 0],
    ["an empty last segment behind others", 1, "53000100", 0],
  ])("is refused: %s", async (_, j, start, plainBytes) => {
    expect(await opens(j, headerOf(start, plainBytes), plainBytes)).toBe(false);
  });

  it("is refused beyond a full segment, at the length that it announces", async () => {
    const { parameters } = await createKit({ suite, k: 2, n: 3, z: 6 });
    for (const plainBytes of [FULL, FULL + 1, FULL + 2, 1_000]) {
      const shard = new Uint8Array(shardBytes(parameters, plainBytes));
      shard.set(encodeSegmentHeader(0, { final: true, plainBytes }));
      const expected = plainBytes === FULL ? { final: true, plainBytes } : undefined;
      expect(parseSegmentHeader(parameters, 0, 0, shard)).toEqual(expected);
    }
  });

  it("is refused at any length but the one that its header announces", async () => {
    const { parameters } = await createKit({ suite, k: 2, n: 3, z: 6 });
    for (const plainBytes of [0, 1, 2, 127, 128]) {
      const right = shardBytes(parameters, plainBytes);
      for (const length of range(250)) {
        const shard = new Uint8Array(length);
        shard.set(encodeSegmentHeader(0, { final: true, plainBytes }).subarray(0, length));
        const expected = length === right ? { final: true, plainBytes } : undefined;
        expect(parseSegmentHeader(parameters, 0, 0, shard)).toEqual(expected);
      }
    }
  });
});
