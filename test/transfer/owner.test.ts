/** Recall, extend and expiry: what the owner signed counts, wherever it stands, and nothing else. */
jest.mock("../../src/core/format/parameters", () =>
  jest.requireActual<SmallLayout>("../fakes/small-layout").smallParameters(),
);
import { utf8, type Bytes } from "../../src/core/bytes";
import type { Index } from "../../src/core/format/index-file";
import { isSlotName } from "../../src/core/store/state-store";
import { extend, readState, recall, type OwnerRequest } from "../../src/core/transfer/owner";
import { always, first } from "../fakes/faulty-store";
import { createMemorySource, differences, patternBytes } from "../fakes/memory-tree";
import { FILES } from "../fakes/schemes";
import type { SmallLayout } from "../fakes/small-layout";
import { BOTH_SUITES } from "../fakes/weather";
import { createWorld, never, outcome, type Scheme, type World } from "../fakes/world";

const DAY = 86_400;
const POSITIONS = [0, 1, 2] as const;
const unavailable = { kind: "error", code: "store-unavailable" } as const;

async function sendOne(scheme: Scheme, expiresInSeconds = 14 * DAY) {
  const world = createWorld(scheme);
  const { index, expirySeconds } = await world.send(createMemorySource(FILES), {
    expiresInSeconds,
  });
  return { world, index, expirySeconds };
}

function asOwner(world: World, index: Index): OwnerRequest {
  return { index, route: world.route, ownerKeys: [world.ownerKey], signal: never() };
}

const objectsAt = ({ route }: World, i: number, { id }: Index): Map<string, Bytes> =>
  route.store(i, id).objects;

function left(world: World, index: Index): { slots: string[]; fragments: string[] } {
  const names = POSITIONS.flatMap((i) => [...objectsAt(world, i, index).keys()]);
  return {
    slots: [...new Set(names.filter(isSlotName))],
    fragments: names.filter((name) => !isSlotName(name)),
  };
}

describe.each(BOTH_SUITES)("$weather, suite $suite", ({ apply, ...scheme }) => {
  describe("recall", () => {
    it("marks every store, removes every fragment, and is final", async () => {
      const { world, index } = await sendOne(scheme);
      apply(world.route);
      const { stores, isFinal } = await recall(world.engine, asOwner(world, index), "");
      expect(stores.map(({ storeId, done }) => [storeId, done])).toEqual([
        ...[
          ["store-1", true],
          ["store-2", true],
          ["store-3", true],
        ],
      ]);
      expect(stores.every(({ removed = 0 }) => removed >= 0)).toBe(true);
      expect(isFinal).toBe(true);
      expect(left(world, index)).toEqual({ slots: ["state-recalled"], fragments: [] });
    });

    it("a restore says so, with the reason that the sender gave", async () => {
      const { world, index } = await sendOne(scheme);
      await recall(world.engine, asOwner(world, index), "wrong Müller, sorry 宛先");
      apply(world.route);
      const { error } = await outcome(world.restore(index));
      expect(error).toMatchObject({ code: "recalled", subject: "wrong Müller, sorry 宛先" });
      const request = { index, route: world.route, signal: never() };
      expect((await readState(world.engine, request)).note).toBe("wrong Müller, sorry 宛先");
    });

    it("the reason stands in no store in suite 1, and readable in suite 2", async () => {
      const { world, index } = await sendOne(scheme);
      await recall(world.engine, asOwner(world, index), "a secret reason");
      const stored = objectsAt(world, 0, index).get("state-recalled")!;
      const { payload } = JSON.parse(new TextDecoder().decode(stored)) as { payload: string };
      const isReadable = Buffer.from(payload, "base64url").includes("a secret reason");
      expect(isReadable).toBe(scheme.suite === 2);
    });

    it("is pending at a store that does not answer, and done when it is asked again", async () => {
      const { world, index } = await sendOne(scheme);
      apply(world.route);
      world.route.script(1, always(unavailable));
      const { stores, isFinal } = await recall(world.engine, asOwner(world, index), "");
      expect(stores.map(({ done }) => done)).toEqual([true, false, true]);
      expect(stores[1]).toMatchObject({ storeId: "store-2", reason: "store-unavailable" });
      expect(isFinal).toBe(true);
      world.route.calm();
      const again = await recall(world.engine, asOwner(world, index), "");
      expect(again.stores.map(({ done }) => done)).toEqual([true, true, true]);
      expect(left(world, index)).toEqual({ slots: ["state-recalled"], fragments: [] });
    });

    it("is not final while k stores still hold their part, and marks who answers", async () => {
      const { world, index } = await sendOne(scheme);
      apply(world.route);
      for (const i of [0, 2]) world.route.script(i, always(unavailable));
      const { stores, isFinal } = await recall(world.engine, asOwner(world, index), "");
      expect(stores.map(({ done }) => done)).toEqual([false, true, false]);
      expect(isFinal).toBe(false);
    });

    it("ends though a store hangs", async () => {
      const { world, index } = await sendOne(scheme);
      world.route.script(2, always({ kind: "hang" }));
      const { stores } = await recall(world.engine, asOwner(world, index), "");
      expect(stores.map(({ done }) => done)).toEqual([true, true, false]);
    });

    it("one mark is enough: it wins over what every other store says, for ever", async () => {
      const { world, index } = await sendOne(scheme);
      const before = POSITIONS.map((i) => new Map(objectsAt(world, i, index)));
      await recall(world.engine, asOwner(world, index), "");
      const mark = objectsAt(world, 1, index).get("state-recalled")!;
      for (const i of POSITIONS) {
        const objects = objectsAt(world, i, index);
        objects.clear();
        for (const [name, bytes] of before[i]!) objects.set(name, bytes);
      }
      objectsAt(world, 1, index).set("state-recalled", mark);
      apply(world.route);
      expect((await outcome(world.restore(index))).error).toMatchObject({ code: "recalled" });
      const extending = extend(world.engine, asOwner(world, index), 4_000_000_000);
      expect((await outcome(extending)).error).toMatchObject({ code: "recalled" });
    });

    it("needs the owner key, and finds it among several", async () => {
      const { world, index } = await sendOne(scheme);
      apply(world.route);
      const other = { ...asOwner(world, index), ownerKeys: [patternBytes(32)] };
      const { error } = await outcome(recall(world.engine, other, ""));
      expect(error).toMatchObject({ code: "owner-key-missing" });
      expect(left(world, index).slots).toEqual(["state-opened"]);
      const both = { ...other, ownerKeys: [patternBytes(32), world.ownerKey] };
      expect((await recall(world.engine, both, "")).isFinal).toBe(true);
    });

    it("works when the signed actions are gone, by the heads", async () => {
      const { world, index } = await sendOne(scheme);
      for (const i of POSITIONS) objectsAt(world, i, index).delete("state-opened");
      apply(world.route);
      expect((await recall(world.engine, asOwner(world, index), "")).isFinal).toBe(true);
    });
  });

  describe("expiry", () => {
    it("a transfer restores until its expiry, and not from then on", async () => {
      const { world, index, expirySeconds } = await sendOne(scheme);
      apply(world.route);
      world.env.skip(expirySeconds * 1000 - 5_000 - world.env.nowMs());
      expect(differences((await world.restore(index)).disk, FILES)).toEqual([]);
      world.env.skip(expirySeconds * 1000 - world.env.nowMs());
      const { error } = await outcome(world.restore(index));
      expect(error).toMatchObject({ code: "expired", details: { atSeconds: expirySeconds } });
      expect(left(world, index).fragments).not.toEqual([]);
    });

    it("a moment of weather at every store does not hide it", async () => {
      const { world, index } = await sendOne(scheme);
      world.env.skip(15 * DAY * 1000);
      for (const i of POSITIONS) world.route.script(i, first(99, unavailable, "list"));
      const listed = world.route.calls.filter(({ method }) => method === "list").length;
      for (const i of POSITIONS) {
        world.route.script(i, ({ method, number }) =>
          method === "list" && number < listed / 3 + 1 ? unavailable : undefined,
        );
      }
      expect((await outcome(world.restore(index))).error).toMatchObject({ code: "expired" });
    });

    it("stores that do not tell the state are too few to restore from", async () => {
      const { world, index } = await sendOne(scheme);
      world.env.skip(15 * DAY * 1000);
      for (const i of [0, 1]) world.route.script(i, always(unavailable, "list", "read"));
      const { error } = await outcome(world.restore(index));
      expect(["too-few-stores", "expired"]).toContain((error as { code: string }).code);
    });

    it("is read at the one store that remembers an extension", async () => {
      const { world, index, expirySeconds } = await sendOne(scheme);
      await extend(world.engine, asOwner(world, index), expirySeconds + DAY);
      const slot = `state-extended-${String(expirySeconds + DAY)}`;
      for (const i of [0, 1]) objectsAt(world, i, index).delete(slot);
      world.env.skip(14.5 * DAY * 1000);
      apply(world.route);
      expect(differences((await world.restore(index)).disk, FILES)).toEqual([]);
    });
  });

  describe("extend", () => {
    it("the latest expiry counts, in whatever order they were signed", async () => {
      const { world, index, expirySeconds } = await sendOne(scheme);
      apply(world.route);
      for (const days of [3, 9, 1]) {
        await extend(world.engine, asOwner(world, index), expirySeconds + days * DAY);
      }
      const state = await readState(world.engine, asOwner(world, index));
      expect(state.expirySeconds).toBe(expirySeconds + 9 * DAY);
    });

    it("brings an expired transfer back", async () => {
      const { world, index, expirySeconds } = await sendOne(scheme);
      world.env.skip(20 * DAY * 1000);
      apply(world.route);
      await extend(world.engine, asOwner(world, index), expirySeconds + 30 * DAY);
      expect(differences((await world.restore(index)).disk, FILES)).toEqual([]);
    });

    it("names the store that did not take it", async () => {
      const { world, index, expirySeconds } = await sendOne(scheme);
      apply(world.route);
      world.route.script(0, always({ kind: "error", code: "store-full" }, "write"));
      const { stores } = await extend(world.engine, asOwner(world, index), expirySeconds + DAY);
      expect(stores.map(({ done }) => done)).toEqual([false, true, true]);
      expect(stores[0]).toMatchObject({ storeId: "store-1", reason: "store-full" });
    });

    it("needs the owner key", async () => {
      const { world, index } = await sendOne(scheme);
      const other = { ...asOwner(world, index), ownerKeys: [patternBytes(32)] };
      const { error } = await outcome(extend(world.engine, other, 4_000_000_000));
      expect(error).toMatchObject({ code: "owner-key-missing" });
    });
  });
});

describe("a forged state at one store changes nothing", () => {
  const scheme: Scheme = { suite: 1, k: 2, n: 3 };

  /** Actions that are signed rightly, but by others or for others. */
  async function forgeries(world: World, index: Index) {
    const mine = objectsAt(world, 0, index).get("state-opened")!;
    await world.checkpoint.remove();
    const { index: otherIndex } = await world.send(createMemorySource(FILES));
    const other = asOwner(world, otherIndex);
    await extend(world.engine, other, 4_000_000_000);
    await recall(world.engine, other, "");
    const recalled = objectsAt(world, 0, otherIndex).get("state-recalled")!;
    const text = new TextDecoder().decode(mine);
    return [
      ["state-recalled", recalled, "the recall of another transfer"],
      ["state-recalled", mine, "a signed open, filed as a recall"],
      ["state-extended-4000000000", mine, "a signed open, filed as an extension"],
      ["state-recalled", utf8(text.replace('"action":1', '"action":2')), "an action changed"],
      ["state-opened", mine.map((byte, at) => (at === mine.length - 9 ? byte ^ 1 : byte)), "a sig"],
      ["state-recalled", utf8("{}"), "no action at all"],
      ["state-recalled", new Uint8Array(0), "nothing"],
      ["state-recalled", patternBytes(20_000), "noise"],
    ] as const;
  }

  it("every one of them is ignored", async () => {
    const { world, index, expirySeconds } = await sendOne(scheme);
    for (const [slot, bytes, what] of await forgeries(world, index)) {
      const objects = objectsAt(world, 1, index);
      const before = objects.get(slot);
      objects.set(slot, bytes);
      const state = await readState(world.engine, asOwner(world, index));
      expect([what, state.recall, state.expirySeconds]).toEqual([what, undefined, expirySeconds]);
      expect(differences((await world.restore(index)).disk, FILES)).toEqual([]);
      if (before === undefined) objects.delete(slot);
      else objects.set(slot, before);
    }
  });

  it("and does not stand in the way of the real one", async () => {
    const { world, index } = await sendOne(scheme);
    for (const [slot, bytes] of await forgeries(world, index)) {
      objectsAt(world, 1, index).set(slot, bytes);
    }
    await recall(world.engine, asOwner(world, index), "");
    expect((await outcome(world.restore(index))).error).toMatchObject({ code: "recalled" });
    expect(left(world, index)).toEqual({ slots: ["state-recalled"], fragments: [] });
  });

  it("a store that names a thousand slots is not read for ever", async () => {
    const { world, index } = await sendOne(scheme);
    for (let number = 0; number < 1_000; number += 1) {
      objectsAt(world, 2, index).set(`state-extended-${String(number)}`, patternBytes(10));
    }
    const from = world.route.calls.length;
    expect(differences((await world.restore(index)).disk, FILES)).toEqual([]);
    const reads = world.route.calls.slice(from).filter(({ method }) => method === "read");
    expect(reads.length).toBeLessThan(100);
  });
});
