import { parseConfig } from "../../src/clouds/config";
import { brokenRule } from "../../src/clouds/placement";

const at = (...jurisdictions: (string | undefined)[]) =>
  jurisdictions.map((jurisdiction, i) => ({ id: `store-${String(i + 1)}`, jurisdiction }));

it.each([
  [["JP", "JP", "US", "EU"], 3, true],
  [["JP", "US", "EU", "CN"], 3, false],
  [["JP", "JP", "US", undefined], 3, true],
  [["JP", undefined, undefined, undefined], 3, false],
  [["JP"], 1, true],
  [["US"], 1, false],
] as const)("fewer than k outside of JP: %j, k = %d: %s", (places, k, isKept) => {
  const broken = brokenRule({ fewerThanKOutside: "JP" }, at(...places), k);
  expect(broken === undefined).toBe(isKept);
});

it.each([
  [["JP", "JP", "US", "EU"], 3, true],
  [["JP", "JP", "JP", "EU"], 3, false],
  [["JP", "JP", undefined, "EU"], 3, false],
  [["JP", "US", undefined, "EU"], 3, true],
  [[undefined, undefined], 2, false],
] as const)("no k in one jurisdiction: %j, k = %d: %s", (places, k, isKept) => {
  expect(brokenRule({ noKInOne: true }, at(...places), k) === undefined).toBe(isKept);
});

it("a configuration that breaks a rule is refused with a sentence that names the stores", () => {
  const store = (jurisdiction: string) => ({ cloud: "local", folder: jurisdiction, jurisdiction });
  const stores = { a: store("JP"), b: store("US"), c: store("US") };
  const of = (fewerThanKOutside: string) => ({
    stores,
    routes: [{ id: 0, stores: ["a", "b", "c"], k: 2, placement: { fewerThanKOutside } }],
  });
  expect(parseConfig(of("US")).routes).toHaveLength(1);
  expect(() => parseConfig(of("JP"))).toThrow(
    expect.objectContaining({
      code: "config-invalid",
      subject: "routes[0].placement",
      details: { reason: "wants fewer than 2 stores outside of JP, and there are: b, c" },
    }) as Error,
  );
});
