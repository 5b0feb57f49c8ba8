/** Rules for other origins, as setup leaves them, whatever others had set before. */
import fc from "fast-check";
import { originSetting, type OriginRule } from "../../src/clouds/settings";

const OWN = "https://porter.example.co.jp";
const WANTED = { prefix: "pro-porter/", origin: OWN, expiryDays: 30 };
const PUT_HEADERS = ["if-none-match"];

const some = (values: readonly string[], minLength = 0) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength, maxLength: 3 });
const rule: fc.Arbitrary<OriginRule> = fc.record({
  origins: some(["*", OWN, "https://a.example", "https://b.example"], 1),
  methods: some(["GET", "HEAD", "PUT", "POST", "DELETE"], 1),
  headers: some(["*", "range", "content-type", "if-none-match", "x-ms-*"]),
  exposed: some(["*", "ETag", "Content-Range", "x-other"]),
});
const rules = fc.array(rule, { maxLength: 5 });

function setting(held: { rules: readonly OriginRule[] }, isShared = false) {
  return originSetting<OriginRule>(WANTED, {
    ...{ byHand: "", putHeaders: PUT_HEADERS, toRule: (raw) => raw, fromRule: (raw) => raw },
    read: () => Promise.resolve(held.rules),
    write: (next) => {
      held.rules = next;
      return Promise.resolve();
    },
    ...(!isShared && { narrowed: (raw, methods) => ({ ...raw, methods }) }),
  });
}

/** What an origin may do by these rules, with one header sent and one read. */
function rights(held: readonly OriginRule[], origin: string): Set<string> {
  return new Set(
    held
      .filter(({ origins }) => origins.includes(origin) || origins.includes("*"))
      .flatMap(({ methods, headers, exposed }) =>
        methods.flatMap((method) =>
          [...headers, ""].flatMap((sent) => [...exposed, ""].map((read) => [method, sent, read])),
        ),
      )
      .map((right) => right.join(" ").toLowerCase()),
  );
}

it("one run is enough, and the next changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(rules, async (before) => {
      const held = { rules: before };
      await setting(held).mend?.();
      expect(await setting(held).look()).toEqual([]);
      const once = held.rules;
      await setting(held).mend?.();
      expect(held.rules).toEqual(once);
    }),
  );
});

it("what other origins could do they can still do, but for writing from everywhere", async () => {
  const everybody = ["*", "https://a.example", "https://b.example"];
  await fc.assert(
    fc.asyncProperty(rules, fc.boolean(), async (before, isShared) => {
      const held = { rules: before };
      await setting(held, isShared).mend?.();
      for (const origin of everybody) {
        const now = rights(held.rules, origin);
        const lost = [...rights(before, origin)].filter((right) => !now.has(right));
        expect(isShared ? lost : lost.filter((right) => !right.startsWith("put "))).toEqual([]);
      }
    }),
  );
});

it("undone, it stands as it stood", async () => {
  await fc.assert(
    fc.asyncProperty(rules, async (before) => {
      const held = { rules: before };
      const undo = await setting(held).mend?.();
      await undo?.();
      expect(held.rules).toEqual(before);
    }),
  );
});
