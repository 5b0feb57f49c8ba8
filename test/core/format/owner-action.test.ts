import { encodeBase64Url, utf8, type Bytes } from "../../../src/core/bytes";
import { deriveIndexKeys } from "../../../src/core/format/keys";
import {
  encodeExpiry,
  EXTEND,
  expiryOf,
  MAX_NOTE_TEXT_BYTES,
  OPEN,
  openAction,
  openNote,
  RECALL,
  sealNote,
  signAction,
  WRITE,
  type Action,
  type SignedAction,
} from "../../../src/core/format/owner-action";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { flipBit, range, testBytes } from "../support";
import { smallPlan, writeTransfer, type Written } from "./writer";

const ORIGIN = "https://porter.example.co.jp";
const TS = 1_795_000_000;

describe.each([1, 2] as const)("an action on a transfer of suite %i", (suite) => {
  let written: Written;
  beforeAll(async () => {
    written = await writeTransfer(smallPlan({ suite }));
  });

  const sign = (action: Action, payload: Bytes): Promise<Bytes> => {
    const { identity, seed } = written;
    const order = { identity, action, ts: TS, origin: ORIGIN, payload };
    return signAction(nodePrimitives, seed, order);
  };
  const open = (bytes: Bytes): Promise<SignedAction | undefined> =>
    openAction(nodePrimitives, written.index.id, bytes);

  it.each([
    [OPEN, 8, 8],
    [RECALL, 0, 0],
    [RECALL, suite === 1 ? 28 : 1, suite === 1 ? 4_124 : 4_096],
    [EXTEND, 8, 8],
    [WRITE, 0, 0],
  ])("%i is accepted with a payload of %i..%i bytes", async (action, least, most) => {
    for (const sizeBytes of [least, most]) {
      const payload = testBytes(sizeBytes);
      expect(await open(await sign(action, payload))).toMatchObject({
        ...{ action, ts: TS, origin: ORIGIN, payload, identity: written.identity },
      });
    }
  });

  it.each([
    [OPEN, [0, 7, 9]],
    [RECALL, suite === 1 ? [1, 12, 27, 4_125] : [4_097]],
    [EXTEND, [0, 7, 9]],
    [WRITE, [1, 8]],
    [0 as Action, [0, 8]],
    [5 as Action, [0, 8, 28]],
  ])("%i is refused with a payload of %j bytes, well signed as it is", async (action, sizes) => {
    for (const sizeBytes of sizes) {
      expect(await open(await sign(action, testBytes(sizeBytes)))).toBeUndefined();
    }
  });

  it("counts under its own T only", async () => {
    const bytes = await sign(WRITE, new Uint8Array(0));
    expect(await open(bytes)).toBeDefined();
    expect(await openAction(nodePrimitives, testBytes(24, "T"), bytes)).toBeUndefined();
  });

  it("is refused with one bit flipped in any byte of what is signed", async () => {
    const bytes = await sign(OPEN, encodeExpiry(TS + 60));
    for (const at of range(bytes.length)) {
      for (const bit of [0, at % 7]) {
        expect(await open(flipBit(bytes, at, bit))).toBeUndefined();
      }
    }
  });
});

describe("a note", () => {
  const ID = testBytes(24, "T");
  const noteKey = async () => (await deriveIndexKeys(nodePrimitives, ID, testBytes(24), 1)).note;

  async function recallWith(payload: Bytes, suite: 1 | 2): Promise<SignedAction> {
    const { identity } = await writeTransfer(smallPlan({ suite }, 0));
    return { identity, action: RECALL, ts: TS, origin: "", payload, signature: new Uint8Array(64) };
  }
  const roundTrip = async (suite: 1 | 2, text: string): Promise<string | undefined> => {
    const payload = await sealNote(nodePrimitives, suite, await noteKey(), ID, text);
    return openNote(nodePrimitives, await noteKey(), ID, await recallWith(payload, suite));
  };

  it.each([1, 2] as const)("of suite %i comes back", async (suite) => {
    for (const text of ["a", "宛先間違い", "あ".repeat(1_365) + "a"]) {
      expect(await roundTrip(suite, text)).toBe(text);
    }
    expect(await roundTrip(suite, "")).toBeUndefined();
  });

  it("is sealed in suite 1 under a fresh nonce, and readable in suite 2", async () => {
    const key = await noteKey();
    const seal = (suite: number) => sealNote(nodePrimitives, suite, key, ID, "reason");
    expect(await seal(1)).not.toEqual(await seal(1));
    expect(Buffer.from(await seal(1)).includes("reason")).toBe(false);
    expect(await seal(1)).toHaveLength(28 + 6);
    expect(await seal(2)).toEqual(utf8("reason"));
  });

  it("has at most 4,096 bytes of text", async () => {
    const seal = async (text: string) => sealNote(nodePrimitives, 1, await noteKey(), ID, text);
    expect(await seal("a".repeat(MAX_NOTE_TEXT_BYTES))).toHaveLength(4_124);
    await expect(seal("a".repeat(4_097))).rejects.toThrow(RangeError);
    await expect(seal("あ".repeat(1_366))).rejects.toThrow(RangeError);
  });

  it("of the greatest length still fits an action of 16 stores into 8 KiB", async () => {
    const { identity, seed, index } = await writeTransfer(smallPlan({ k: 8, n: 16 }, 0));
    const payload = await sealNote(nodePrimitives, 1, await noteKey(), index.id, "a".repeat(4_096));
    const order = { identity, action: RECALL, ts: TS, origin: ORIGIN, payload };
    const bytes = await signAction(nodePrimitives, seed, order);
    expect(bytes.length).toBeLessThanOrEqual(8_192);
    expect(await openAction(nodePrimitives, index.id, bytes)).toBeDefined();
  });

  it("that cannot be read is no note, and no error", async () => {
    const key = await noteKey();
    const payload = await sealNote(nodePrimitives, 1, key, ID, "reason");
    const read = async (bytes: Bytes, suite: 1 | 2 = 1, id = ID) =>
      openNote(nodePrimitives, key, id, await recallWith(bytes, suite));
    for (const at of range(payload.length)) {
      expect(await read(flipBit(payload, at))).toBeUndefined();
    }
    expect(await read(payload, 1, testBytes(24, "other"))).toBeUndefined();
    expect(await read(Uint8Array.of(0xff), 2)).toBeUndefined();
  });
});

describe("an expiry", () => {
  const stating = (action: Action, payload: Bytes): SignedAction =>
    ({ action, payload }) as SignedAction;

  it("is a u64 of seconds, in an opening and in an extension only", () => {
    expect(encodeBase64Url(encodeExpiry(0x6b0cc900))).toBe("AAAAAGsMyQA");
    for (const action of [OPEN, EXTEND]) {
      expect(expiryOf(stating(action, encodeExpiry(0x6b0cc900)))).toBe(0x6b0cc900);
    }
    for (const action of [RECALL, WRITE]) {
      expect(expiryOf(stating(action, encodeExpiry(1)))).toBeUndefined();
    }
  });

  it("beyond what a number holds is far enough away", () => {
    const payload = new Uint8Array(8).fill(0xff);
    expect(expiryOf(stating(EXTEND, payload))).toBe(Number.MAX_SAFE_INTEGER);
  });
});
