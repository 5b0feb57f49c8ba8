/** Our key shares and those of the audited npm package shamir-secret-sharing 0.0.4 join each other. */
import { combine, split } from "shamir-secret-sharing";
import type { Bytes } from "../../../src/core/bytes";
import { interpolateShare, joinSecret, splitSecret } from "../../../src/core/codec/shamir";
import { positionSubsets, range, shapes, testBytes } from "../support";

const SECRET = testBytes(32, "secret of both");

/** Their share carries x behind the bytes; our position is x - 1. */
function fromPeer(share: Uint8Array): [position: number, share: Bytes] {
  return [share[share.length - 1]! - 1, new Uint8Array(share.subarray(0, -1))];
}

const toPeer = (position: number, share: Bytes): Uint8Array =>
  Uint8Array.of(...share, position + 1);

describe.each(shapes(6, 2))("%i of %i", (k, n) => {
  it("joins their shares with ours", async () => {
    const theirs = await split(SECRET, n, k);
    for (const positions of positionSubsets(n, k)) {
      const chosen = new Map(positions.map((at) => fromPeer(theirs[at]!)));
      expect(joinSecret(chosen)).toEqual(SECRET);
    }
  });

  it("has ours joined by theirs", async () => {
    const coefficients = range(k - 1).map((e) => testBytes(32, String(e)));
    const ours = splitSecret(SECRET, coefficients, n);
    for (const positions of positionSubsets(n, k)) {
      const chosen = positions.map((i) => toPeer(i, ours[i]!));
      expect(new Uint8Array(await combine(chosen))).toEqual(SECRET);
    }
  });

  it("mixes: a share that we rebuild from theirs fits the rest of theirs", async () => {
    const theirs = await split(SECRET, n, k);
    const known = new Map(theirs.slice(0, k).map(fromPeer));
    const free = range(255).find((position) => !known.has(position))!;
    const rebuilt = toPeer(free, interpolateShare(known, free));
    const joined = await combine([...theirs.slice(1, k), rebuilt]);
    expect(new Uint8Array(joined)).toEqual(SECRET);
  });
});
