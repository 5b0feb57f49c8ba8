/** Who is asked first, and how long anyone is waited for. */
import { createRanking } from "../../src/core/transfer/ranking";
import { createVerdicts } from "../../src/core/transfer/verdicts";

const MEBIBYTE = 2 ** 20;

function setUp(eligible: readonly number[] = [0, 1, 2, 3]) {
  const verdicts = createVerdicts(["a", "b", "c", "d"]);
  return { verdicts, ranking: createRanking(eligible, verdicts) };
}

it("begins in the order of the route: the plain cells come first", () => {
  expect(setUp().ranking.order()).toEqual([0, 1, 2, 3]);
  expect(setUp([2, 0]).ranking.order()).toEqual([0, 2]);
});

it("puts those first that answered fast", () => {
  const { ranking } = setUp();
  ranking.measured(0, 900, MEBIBYTE);
  ranking.measured(1, 100, MEBIBYTE);
  ranking.measured(2, 20, MEBIBYTE);
  ranking.measured(3, 20, MEBIBYTE);
  expect(ranking.order()).toEqual([2, 3, 1, 0]);
});

it("does not change its mind for noise", () => {
  const { ranking } = setUp();
  for (const [i, ms] of [1.2, 0.4, 5, 3].entries()) ranking.measured(i, ms, MEBIBYTE);
  expect(ranking.order()).toEqual([0, 1, 2, 3]);
});

it("forgives a store that has become fast", () => {
  const { ranking } = setUp([0, 1]);
  ranking.measured(0, 2_000, MEBIBYTE);
  expect(ranking.order()).toEqual([1, 0]);
  for (let time = 0; time < 30; time += 1) ranking.measured(0, 1, MEBIBYTE);
  expect(ranking.order()).toEqual([0, 1]);
});

it("asks who failed late and who lied last, however fast", () => {
  const { ranking, verdicts } = setUp();
  ranking.measured(3, 5_000, MEBIBYTE);
  verdicts.lied(0);
  verdicts.failed(1, new Error("gone"));
  expect(ranking.order()).toEqual([2, 3, 1, 0]);
  expect(ranking.goodCount()).toBe(2);
});

describe("the wait before another store is asked", () => {
  it("is 250 ms at least", () => {
    const { ranking } = setUp();
    expect(ranking.hedgeDelayMs()).toBe(250);
    for (let time = 0; time < 50; time += 1) ranking.measured(0, 10, MEBIBYTE);
    expect(ranking.hedgeDelayMs()).toBe(250);
  });

  it("is twice the 95th percentile of the last answers", () => {
    const { ranking } = setUp();
    for (let ms = 1; ms <= 40; ms += 1) ranking.measured(0, ms * 100, MEBIBYTE);
    expect(ranking.hedgeDelayMs()).toBe(2 * 3_900);
  });

  it("forgets what is long past", () => {
    const { ranking } = setUp();
    ranking.measured(0, 60_000, MEBIBYTE);
    for (let time = 0; time < 64; time += 1) ranking.measured(0, 500, MEBIBYTE);
    expect(ranking.hedgeDelayMs()).toBe(1_000);
  });
});

describe("verdicts", () => {
  it("a proven lie stays, whatever is learned later", () => {
    const { verdicts } = setUp();
    verdicts.lied(1);
    verdicts.absent(1);
    verdicts.failed(1, new Error("gone"));
    expect(verdicts.of(1)).toBe("lied");
  });

  it("keeps the reason of a failure, and knows nobody beyond the route", () => {
    const { verdicts } = setUp();
    verdicts.failed(2, new Error("a bug"));
    expect(verdicts.list()[2]).toEqual({
      storeId: "c",
      verdict: "unreachable",
      reason: "internal",
    });
    verdicts.lied(9);
    expect(verdicts.list()).toHaveLength(4);
    expect(verdicts.of(9)).toBe("absent");
  });
});
