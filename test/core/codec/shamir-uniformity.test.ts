/**
 * Coefficients are uniform and may be zero. Libraries that force the leading one to be non-zero tell the
 * holder of a share which value the secret is not: their share byte never equals the secret byte.
 *
 * Bounds: 2^19 draws with probability 1/256 have mean 2,048 and standard deviation 45.2. Leaving the mean
 * by seven of these has a probability below 3e-12, so this test does not fail by chance.
 */
import { drawSecrets } from "../../../src/core/format/identity";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import * as twin from "../../reference/shamir";
import { range } from "../support";

const DRAWS = 2 ** 14;
const BYTES = DRAWS * 32;
const MEAN = BYTES / 256;
const SEVEN_SIGMA = 7 * Math.sqrt(BYTES * (1 / 256) * (255 / 256));

function expectOnceIn256(count: number): void {
  expect(count).toBeGreaterThan(MEAN - SEVEN_SIGMA);
  expect(count).toBeLessThan(MEAN + SEVEN_SIGMA);
}

it("has share bytes equal to the secret byte once in 256, at every position of 2 of 3", () => {
  const equal = [0, 0, 0];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const { key, shares } = drawSecrets(nodePrimitives, { suite: 1, k: 2, n: 3 });
    for (const [i, share] of shares.entries()) {
      for (let at = 0; at < 32; at += 1) if (share[at] === key[at]) equal[i]! += 1;
    }
  }
  for (const count of equal) expectOnceIn256(count);
});

it("has a leading coefficient of zero once in 256, and every other value as often, 3 of 3", () => {
  const counts = new Uint32Array(256);
  // The leading coefficient is linear in the shares: tabulate what each share adds to it.
  const terms = range(3).map((i) =>
    range(256).map((y) =>
      twin.leadingCoefficient(
        0x11b,
        range(3).map((own) => [own + 1, own === i ? y : 0] as const),
      ),
    ),
  );
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const { shares } = drawSecrets(nodePrimitives, { suite: 1, k: 3, n: 3 });
    for (let at = 0; at < 32; at += 1) {
      const leading = shares.reduce((sum, share, i) => sum ^ terms[i]![share[at]!]!, 0);
      counts[leading]! += 1;
    }
  }
  expectOnceIn256(counts[0]!);
  // Chi square with 255 degrees of freedom: above 450 with a probability below 1e-12.
  const chiSquare = counts.reduce((sum, count) => sum + (count - MEAN) ** 2 / MEAN, 0);
  expect(chiSquare).toBeLessThan(450);
});
