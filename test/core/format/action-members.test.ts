/** The JSON of a signed action: what a gateway believes of a stranger, member by member. */
import { concatBytes, encodeBase64Url, utf8, type Bytes } from "../../../src/core/bytes";
import { transferId, type Identity } from "../../../src/core/format/identity";
import {
  encodeAction,
  encodeExpiry,
  OPEN,
  openAction,
  signAction,
  WRITE,
} from "../../../src/core/format/owner-action";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { SMALL_ORDER_POINTS } from "../../vectors/small-order-points";
import { hex, range, testBytes } from "../support";
import { smallPlan, writeTransfer, type Written } from "./writer";

type Members = Readonly<Record<string, unknown>>;

let written: Written;
let good: Bytes;
let members: Members;
beforeAll(async () => {
  written = await writeTransfer(smallPlan());
  const { identity, seed } = written;
  const payload = encodeExpiry(1_797_180_672);
  const order = { identity, action: OPEN, ts: 1_795_000_000, origin: "https://a.jp", payload };
  good = await signAction(nodePrimitives, seed, order);
  members = JSON.parse(Buffer.from(good).toString()) as Members;
});

const isAccepted = async (json: string | Bytes): Promise<boolean> => {
  const bytes = typeof json === "string" ? utf8(json) : json;
  return (await openAction(nodePrimitives, written.index.id, bytes)) !== undefined;
};
const isAcceptedWith = (change: Members): Promise<boolean> =>
  isAccepted(JSON.stringify({ ...members, ...change }));

const NAMES = [
  ...["suite", "k", "n", "z", "p", "flags", "pk", "C", "c"],
  ...["action", "ts", "origin", "payload", "sig"],
] as const;

it("has these members, in this order, and is accepted in any other", async () => {
  expect(Object.keys(members)).toEqual(NAMES);
  expect(await isAccepted(good)).toBe(true);
  const reversed = Object.fromEntries(Object.entries(members).reverse());
  expect(await isAccepted(JSON.stringify(reversed, undefined, 2))).toBe(true);
});

describe.each(NAMES)("%s", (name) => {
  it("may not be missing, null, of another type, or come twice", async () => {
    for (const wrong of [undefined, null, true, {}, [], [1], 1.5, -1, "x y", 2 ** 53]) {
      expect([name, wrong, await isAcceptedWith({ [name]: wrong })]).toEqual([name, wrong, false]);
    }
    const value = JSON.stringify(members[name]);
    const json = Buffer.from(good).toString();
    expect(await isAccepted(`{"${name}":${value},${json.slice(1)}`)).toBe(false);
  });

  it("may not change", async () => {
    const value = members[name];
    const changes: unknown[] = [];
    if (typeof value === "number")
      changes.push(value + 1, value === 0 ? 2 : value - 1, String(value));
    else if (Array.isArray(value)) {
      const list = value as string[];
      changes.push(list.slice(1), [...list, list[0]], [...list].reverse());
    } else {
      const text = value as string;
      changes.push(`${text}A`, `${text}=`, text.slice(1), ` ${text}`, text.toUpperCase());
    }
    for (const changed of changes) {
      expect([name, changed, await isAcceptedWith({ [name]: changed })]).toEqual([
        name,
        changed,
        false,
      ]);
    }
  });
});

describe("lengths count, though T and the signature are made to fit", () => {
  async function isAcceptedAs(change: Partial<Identity>): Promise<boolean> {
    const identity = { ...written.identity, ...change };
    const order = { identity, action: WRITE, ts: 1, origin: "", payload: new Uint8Array(0) };
    const bytes = await signAction(nodePrimitives, written.seed, order);
    const id = await transferId(nodePrimitives, identity);
    return (await openAction(nodePrimitives, id, bytes)) !== undefined;
  }

  it("of the list c", async () => {
    for (const count of [2, 3, 4]) {
      const shareCommitments = range(count).map((i) => testBytes(32, String(i)));
      expect(await isAcceptedAs({ shareCommitments })).toBe(count === 3);
    }
  });

  it.each([
    [31, 33, 32, 32],
    [33, 31, 32, 32],
    [32, 31, 33, 32],
    [32, 32, 33, 31],
  ])("of C and c_i, whose bytes T joins: %i, %i, %i, %i", async (...lengths) => {
    let rest = concatBytes(written.identity.commitment, ...written.identity.shareCommitments);
    const parts = lengths.map((length) => {
      const part = rest.slice(0, length);
      rest = rest.slice(length);
      return part;
    });
    const [commitment, ...shareCommitments] = parts as [Bytes, ...Bytes[]];
    const shifted = { ...written.identity, commitment, shareCommitments };
    expect(await transferId(nodePrimitives, shifted)).toEqual(written.index.id);
    expect(await isAcceptedAs({ commitment, shareCommitments })).toBe(false);
  });
});

describe("as a whole", () => {
  it.each(["", "null", "[]", "1", '"x"', "{}", "{", "\ufeff{}"])(
    "%j is no action",
    async (json) => {
      expect(await isAccepted(json)).toBe(false);
    },
  );

  it("has at most 8 KiB, white space counted in", async () => {
    const json = Buffer.from(good).toString();
    expect(await isAccepted(json.padEnd(8_192, " "))).toBe(true);
    expect(await isAccepted(json.padEnd(8_193, " "))).toBe(false);
  });

  it("is UTF-8", async () => {
    const bytes = new Uint8Array(good);
    bytes[Buffer.from(good).indexOf("a.jp")] = 0xff;
    expect(await isAccepted(bytes)).toBe(false);
  });

  it("may state numbers as JSON allows, if they are integers", async () => {
    const json = Buffer.from(good).toString();
    expect(await isAccepted(json.replace('"ts":1795000000', '"ts":1.795e9'))).toBe(true);
    expect(await isAccepted(json.replace('"ts":1795000000', '"ts":1795000000.5'))).toBe(false);
  });
});

describe("a signature", () => {
  const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

  it("whose S is not below L is refused, though the scalar is the same", async () => {
    const signature = Buffer.from(members["sig"] as string, "base64url");
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`);
    for (const factor of range(8, 1)) {
      const text = (s + BigInt(factor) * L).toString(16).padStart(64, "0");
      const larger = Buffer.concat([signature.subarray(0, 32), Buffer.from(text, "hex").reverse()]);
      expect(larger).toHaveLength(64);
      expect(await isAcceptedWith({ sig: larger.toString("base64url") })).toBe(false);
    }
  });

  it.each(SMALL_ORDER_POINTS)(
    "under the public key %s of small order is refused",
    async (point) => {
      // T is what follows from this key, and R = neutral element, S = 0 fits every message under it.
      const identity = { ...written.identity, publicKey: hex(point) };
      const id = await transferId(nodePrimitives, identity);
      const signature = hex(`01${"00".repeat(63)}`);
      for (const ts of range(8)) {
        const payload = new Uint8Array(0);
        const action = { identity, action: WRITE, ts, origin: "", payload, signature };
        expect(await openAction(nodePrimitives, id, encodeAction(action))).toBeUndefined();
      }
    },
  );

  it("by another owner, or for another action, origin, time or payload, is refused", async () => {
    const { identity, index } = written;
    const order = { identity, action: WRITE, ts: 5, origin: "", payload: new Uint8Array(0) };
    const foreign = await signAction(nodePrimitives, testBytes(32, "another owner"), order);
    expect(await openAction(nodePrimitives, index.id, foreign)).toBeUndefined();
    for (const change of [
      { action: 3 },
      { ts: 1_795_000_001 },
      { origin: "https://b.jp" },
      { origin: "" },
      { payload: encodeBase64Url(encodeExpiry(2_000_000_000)) },
    ]) {
      expect(await isAcceptedWith(change)).toBe(false);
    }
  });
});
