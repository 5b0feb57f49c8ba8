import type { Bytes } from "../../../src/core/bytes";
import {
  encodeExpiry,
  EXTEND,
  OPEN,
  openAction,
  RECALL,
  signAction,
  WRITE,
  type Action,
  type SignedAction,
} from "../../../src/core/format/owner-action";
import {
  foldState,
  OPENED_SLOT,
  openSlot,
  RECALLED_SLOT,
  slotOf,
} from "../../../src/core/format/transfer-state";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { flipBit, hex } from "../support";
import { smallPlan, writeTransfer, type Written } from "./writer";

const NOTHING = new Uint8Array(0);
const SLOTS = [OPENED_SLOT, RECALLED_SLOT, "state-extended-2000", "state-extended-3000"];

let written: Written;
beforeAll(async () => {
  written = await writeTransfer(smallPlan());
});

function sign(action: Action, payload: Bytes, ts = 1_000): Promise<Bytes> {
  const { identity, seed } = written;
  return signAction(nodePrimitives, seed, { identity, action, ts, origin: "", payload });
}

async function opened(action: Action, payload: Bytes, ts?: number): Promise<SignedAction> {
  return (await openAction(nodePrimitives, written.index.id, await sign(action, payload, ts)))!;
}

describe("slots", () => {
  it("are named after what is signed", async () => {
    expect(slotOf(await opened(OPEN, encodeExpiry(1)))).toBe("state-opened");
    expect(slotOf(await opened(RECALL, NOTHING))).toBe("state-recalled");
    expect(slotOf(await opened(EXTEND, encodeExpiry(2_000)))).toBe("state-extended-2000");
    expect(slotOf(await opened(WRITE, NOTHING))).toBeUndefined();
  });

  it.each<[what: string, action: Action, payload: Bytes, own: string | undefined]>([
    ["an opening", OPEN, encodeExpiry(2_000), OPENED_SLOT],
    ["a recall", RECALL, NOTHING, RECALLED_SLOT],
    ["an extension", EXTEND, encodeExpiry(2_000), "state-extended-2000"],
    ["a right to write", WRITE, NOTHING, undefined],
  ])("%s counts in its own slot and in no other", async (_, action, payload, own) => {
    const bytes = await sign(action, payload);
    for (const slot of [...SLOTS, "", "state-", "state-extended-02000", "state-recalled2"]) {
      const found = await openSlot(nodePrimitives, written.index.id, slot, bytes);
      expect([slot, found?.action]).toEqual([slot, slot === own ? action : undefined]);
    }
  });

  it("hold nothing that does not verify", async () => {
    const bytes = await sign(RECALL, NOTHING);
    const other = await writeTransfer(smallPlan({}, 0, "another"));
    const open = (id: Bytes, content: Bytes) =>
      openSlot(nodePrimitives, id, RECALLED_SLOT, content);
    expect(await open(written.index.id, bytes)).toBeDefined();
    expect(await open(other.index.id, bytes)).toBeUndefined();
    expect(await open(written.index.id, flipBit(bytes, 40))).toBeUndefined();
    expect(await open(written.index.id, NOTHING)).toBeUndefined();
  });

  it("take an expiry as far away as the u64 of the format reaches, in decimal", async () => {
    const furthest = hex("ffffffffffffffff");
    const bytes = await sign(EXTEND, furthest);
    const slot = "state-extended-18446744073709551615";
    expect(await openSlot(nodePrimitives, written.index.id, slot, bytes)).toBeDefined();
  });
});

describe("the state", () => {
  it("is empty without actions", () => {
    expect(foldState([])).toEqual({
      ...{ recall: undefined, expirySeconds: undefined, opened: undefined },
    });
  });

  it("takes the latest expiry, whatever came first or was signed last", async () => {
    const opening = await opened(OPEN, encodeExpiry(2_000), 1);
    const longer = await opened(EXTEND, encodeExpiry(9_000), 2);
    const shorter = await opened(EXTEND, encodeExpiry(3_000), 3);
    for (const actions of [
      [opening, longer, shorter],
      [shorter, longer, opening],
      [longer, opening, longer],
    ]) {
      expect(foldState(actions)).toMatchObject({ expirySeconds: 9_000, opened: opening });
    }
    expect(foldState([shorter])).toMatchObject({ expirySeconds: 3_000, opened: undefined });
  });

  it("is recalled for ever, though it is extended later", async () => {
    const recall = await opened(RECALL, NOTHING, 1);
    const later = await opened(EXTEND, encodeExpiry(9_000), 2);
    expect(foldState([later, recall])).toMatchObject({ recall, expirySeconds: 9_000 });
  });

  it("does not change by a right to write", async () => {
    const writing = await opened(WRITE, NOTHING);
    expect(foldState([writing])).toEqual(foldState([]));
  });
});
