import fc from "fast-check";
import { AppError } from "../../src/core/errors";
import { BRISK, PATIENT, retryDelayMs } from "../../src/core/store/retry";

const policies = fc.constantFrom(PATIENT, BRISK);
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const unavailable = new AppError("store-unavailable");

it("a wait lies between half of a doubling ceiling and the ceiling", () => {
  fc.assert(
    fc.property(policies, fc.nat(40), chances, (policy, attempt, chance) => {
      const delayMs = retryDelayMs(policy, attempt, unavailable, chance);
      const ceiling = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** attempt);
      expect(delayMs).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
      expect(delayMs).toBeLessThanOrEqual(ceiling);
      expect(delayMs).toBeGreaterThan(0);
    }),
  );
});

it("what the store asked for is obeyed exactly", () => {
  fc.assert(
    fc.property(policies, fc.nat(40), chances, fc.nat(600_000), (policy, attempt, chance, ms) => {
      const error = new AppError("store-throttled", { details: { retryAfterMs: ms } });
      expect(retryDelayMs(policy, attempt, error, chance)).toBe(ms);
    }),
  );
});
