import { concatBytes, type Bytes } from "../../../src/core/bytes";
import { joinSecret } from "../../../src/core/codec/shamir";
import { openHead, sealHead, type OpenedHead } from "../../../src/core/format/head";
import { transferId } from "../../../src/core/format/identity";
import { deriveIndexKeys, HEAD_KIND, objectName } from "../../../src/core/format/keys";
import { headBytes } from "../../../src/core/format/parameters";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { flipBit, range, testBytes, withByte } from "../support";
import { smallPlan, writeTransfer, type Written } from "./writer";

async function headsOf({ stores, keys }: Written): Promise<Bytes[]> {
  const names = stores.map((_, i) => objectName(nodePrimitives, keys.name, HEAD_KIND, i, 0));
  return (await Promise.all(names)).map((name, i) => stores[i]!.get(name)!);
}

describe.each([1, 2] as const)("a head of suite %i", (suite) => {
  let written: Written;
  let heads: Bytes[];
  beforeAll(async () => {
    written = await writeTransfer(smallPlan({ suite, k: 2, n: 3 }));
    heads = await headsOf(written);
  });

  /** Opens bytes as the head at store i of this transfer. */
  const open = (bytes: Bytes, i: number, routeLength = 3): Promise<OpenedHead | undefined> =>
    openHead(nodePrimitives, bytes, {
      ...{ id: written.index.id, i, routeLength, wrapKey: written.keys.wrap[i]! },
    });

  it("opens at its position, with the identity that T binds and the share it was given", async () => {
    for (const [i, head] of heads.entries()) {
      const share = suite === 1 ? written.plan.secrets.shares[i] : undefined;
      expect(head).toHaveLength(headBytes(written.plan.parameters));
      expect(await open(head, i)).toEqual({ identity: written.identity, share });
    }
  });

  it("opens on a longer route, and not on a shorter one than it has stores", async () => {
    expect(await open(heads[0]!, 0, 16)).toBeDefined();
    expect(await open(heads[0]!, 0, 2)).toBeUndefined();
  });

  it("is refused with one bit flipped in any byte", async () => {
    for (const [i, head] of heads.entries()) {
      for (const at of range(head.length)) {
        expect(await open(flipBit(head, at), i)).toBeUndefined();
      }
    }
  });

  it("is refused at any other length", async () => {
    const [head] = heads as [Bytes];
    for (const length of range(head.length))
      expect(await open(head.slice(0, length), 0)).toBeUndefined();
    expect(await open(concatBytes(head, new Uint8Array(1)), 0)).toBeUndefined();
    expect(await open(concatBytes(head, new Uint8Array(32)), 0)).toBeUndefined();
  });

  it("is refused at another position, and under the T of another transfer", async () => {
    const other = await writeTransfer(smallPlan({ suite, k: 2, n: 3 }, 10, "another"));
    expect(await open(heads[1]!, 0)).toBeUndefined();
    expect(await open((await headsOf(other))[0]!, 0)).toBeUndefined();
  });

  it.each([
    ["magic", 3, 0x32],
    ["position", 7, 1],
    ["zero byte", 11, 1],
    ["k of 0", 5, 0],
    ["n above 16", 6, 17],
    ["z below 6", 8, 5],
    ["p above 8", 9, 9],
    ["unknown flag", 10, 2],
    ["unknown suite", 4, 3],
  ])(
    "is refused with a wrong %s even when T, key and share are made to fit",
    async (_, at, value) => {
      const { identity, keys, plan } = written;
      const [wrapKey] = keys.wrap as [Bytes];
      const clear = withByte(heads[0]!.subarray(0, 76 + 32 * 3), at, value);
      const [s, k, n, , z, p, flags] = [...clear.subarray(4, 11)];
      const parameters = { suite: s as 1 | 2, k: k!, n: n!, z: z!, p: p!, flags: flags! };
      const id = await transferId(nodePrimitives, { ...identity, parameters });
      const sealed = new Uint8Array(48);
      const aead = await nodePrimitives.aead(wrapKey);
      await aead.seal(
        new Uint8Array(12),
        clear,
        plan.secrets.shares[0] ?? new Uint8Array(32),
        sealed,
      );
      const end = suite === 1 ? sealed : await nodePrimitives.hmac(wrapKey, clear);
      const expected = { id, i: 0, routeLength: 16, wrapKey };
      const bytes = concatBytes(clear, end);
      expect(await openHead(nodePrimitives, bytes, expected)).toBeUndefined();
    },
  );

  it("keeps secret what it carries: two heads share nothing behind the commitments", () => {
    const clearBytes = 76 + 32 * 3;
    const ends = heads.map((head) => Buffer.from(head.subarray(clearBytes)).toString("hex"));
    expect(new Set(ends).size).toBe(3);
    if (suite === 2) return;
    for (const [i, head] of heads.entries()) {
      expect(Buffer.from(head).includes(Buffer.from(written.plan.secrets.shares[i]!))).toBe(false);
      expect(Buffer.from(head).includes(Buffer.from(written.plan.secrets.key))).toBe(false);
    }
  });
});

describe("a head forged by an index holder, who has every K_wrap", () => {
  it("cannot carry another share: T binds the commitment", async () => {
    const { identity, keys, index, plan } = await writeTransfer(smallPlan());
    const open = (bytes: Bytes) =>
      openHead(nodePrimitives, bytes, {
        ...{ id: index.id, i: 0, routeLength: 3, wrapKey: keys.wrap[0]! },
      });
    const seal = (share: Bytes) => sealHead(nodePrimitives, identity, 0, keys.wrap[0]!, share);
    expect(await open(await seal(plan.secrets.shares[0]!))).toBeDefined();
    expect(await open(await seal(testBytes(32, "forged")))).toBeUndefined();
    expect(await open(await seal(plan.secrets.shares[1]!))).toBeUndefined();
  });

  it.each(["commitment", "shareCommitments", "publicKey"] as const)(
    "cannot carry another %s",
    async (field) => {
      const { identity, keys, index, plan } = await writeTransfer(smallPlan());
      const [first, ...others] = identity.shareCommitments as [Bytes, ...Bytes[]];
      const changed = {
        commitment: flipBit(identity.commitment, 0),
        publicKey: flipBit(identity.publicKey, 31),
        shareCommitments: [flipBit(first, 9), ...others],
      }[field];
      const forged = { ...identity, [field]: changed };
      const [wrapKey] = keys.wrap as [Bytes];
      const bytes = await sealHead(nodePrimitives, forged, 0, wrapKey, plan.secrets.shares[0]);
      const expected = { id: index.id, i: 0, routeLength: 3, wrapKey };
      expect(await openHead(nodePrimitives, bytes, expected)).toBeUndefined();
    },
  );

  it.each([1, 2] as const)("is refused at a position from n on, suite %i", async (suite) => {
    const { identity, index, plan } = await writeTransfer(smallPlan({ suite, k: 2, n: 3 }));
    const keys = await deriveIndexKeys(nodePrimitives, index.id, index.secret, 4);
    const wrapKey = keys.wrap[3]!;
    const bytes = await sealHead(nodePrimitives, identity, 3, wrapKey, plan.secrets.shares[0]);
    const expected = { id: index.id, i: 3, routeLength: 4, wrapKey };
    expect(await openHead(nodePrimitives, bytes, expected)).toBeUndefined();
  });

  it("of suite 2 is refused with anything but zeros for C and c_i, even when T is made to fit", async () => {
    const { identity, keys } = await writeTransfer(smallPlan({ suite: 2 }));
    const zero = new Uint8Array(32);
    const [wrapKey] = keys.wrap as [Bytes];
    for (const forged of [
      { ...identity, commitment: withByte(zero, 31, 1) },
      { ...identity, shareCommitments: [zero, zero, withByte(zero, 0, 1)] },
    ]) {
      const bytes = await sealHead(nodePrimitives, forged, 0, wrapKey, undefined);
      const id = await transferId(nodePrimitives, forged);
      const expected = { id, i: 0, routeLength: 3, wrapKey };
      expect(await openHead(nodePrimitives, bytes, expected)).toBeUndefined();
    }
  });
});

it("gives Kd back from any k heads", async () => {
  const written = await writeTransfer(smallPlan({ k: 2, n: 3 }));
  const heads = await headsOf(written);
  const shares = new Map<number, Bytes>();
  for (const i of [2, 0]) {
    const expected = { id: written.index.id, i, routeLength: 3, wrapKey: written.keys.wrap[i]! };
    shares.set(i, (await openHead(nodePrimitives, heads[i]!, expected))!.share!);
  }
  expect(joinSecret(shares)).toEqual(written.plan.secrets.key);
});
