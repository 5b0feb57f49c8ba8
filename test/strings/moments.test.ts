/** Moments that strangers signed are shown, whatever they are. */
import { AppError } from "../../src/core/errors";
import { en } from "../../src/strings/en";
import { ja } from "../../src/strings/ja";
import { englishMoment, isoMoment, japaneseMoment } from "../../src/strings/moments";
import { sentenceFor } from "../../src/strings/sentence";

it("shows a moment", () => {
  expect(isoMoment(1_796_374_800)).toBe("2026-12-04T09:00:00Z");
});

it.each([99_999_999_999_999, Number(2n ** 64n - 1n), -1e300])("bears %d seconds", (atSeconds) => {
  expect(isoMoment(atSeconds)).toMatch(/Z$/);
  expect(englishMoment(atSeconds, "UTC")).not.toBe("");
  expect(japaneseMoment(atSeconds, "UTC")).not.toBe("");
  for (const code of ["recalled", "expired"] as const) {
    const error = new AppError(code, { details: { atSeconds } });
    for (const { errors } of [en, ja]) expect(sentenceFor(errors, error)).toMatch(/Z/);
  }
});
