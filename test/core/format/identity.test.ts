import { createHash, createHmac } from "node:crypto";
import { concatBytes, encodeHex, utf8, type Bytes } from "../../../src/core/bytes";
import {
  commitToDataKey,
  commitToShare,
  completeShares,
  drawSecrets,
  identify,
  signingSeed,
  transferId,
  type Identity,
} from "../../../src/core/format/identity";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { flipBit, pick, positionSubsets, range, testBytes } from "../support";
import { smallPlan, writeTransfer } from "./writer";

const sha256 = (...parts: Uint8Array[]): Bytes =>
  new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());

it("is what the definitions say", async () => {
  const { identity, index, plan, seed } = await writeTransfer(smallPlan({ k: 2, n: 3 }));
  const { secrets, ownerKey } = plan;
  const commitments = secrets.shares.map((share, i) =>
    sha256(utf8("sd1/sh\0\0"), Uint8Array.of(i), share),
  );
  const commitment = sha256(utf8("sd1/kd\0\0"), secrets.key);
  const clear = [Uint8Array.of(1, 2, 3, 6, 1, 0), identity.publicKey, commitment, ...commitments];
  expect(identity).toMatchObject({ commitment, shareCommitments: commitments });
  expect(await commitToDataKey(nodePrimitives, secrets.key)).toEqual(commitment);
  expect(await commitToShare(nodePrimitives, 2, secrets.shares[2]!)).toEqual(commitments[2]);
  expect(index.id).toEqual(sha256(utf8("sd1/tid\0"), ...clear).slice(0, 24));
  const mac = createHmac("sha256", ownerKey).update("sd1/seed").update(secrets.secret).digest();
  expect(seed).toEqual(new Uint8Array(mac));
  expect(await signingSeed(nodePrimitives, ownerKey, secrets.secret)).toEqual(seed);
});

it("changes T with every field", async () => {
  const { identity, index } = await writeTransfer(smallPlan());
  const { parameters, publicKey, commitment, shareCommitments } = identity;
  const changes: Identity[] = [
    ...(["suite", "k", "n", "z", "p", "flags"] as const).map((name) => ({
      ...identity,
      parameters: { ...parameters, [name]: parameters[name] + 1 },
    })),
    { ...identity, publicKey: flipBit(publicKey, 5) },
    { ...identity, commitment: flipBit(commitment, 5) },
    ...range(3).map((at) => ({
      ...identity,
      shareCommitments: shareCommitments.map((c, i) => (i === at ? flipBit(c, 5) : c)),
    })),
    { ...identity, shareCommitments: [...shareCommitments].reverse() },
  ];
  const ids = [];
  for (const changed of changes) ids.push(encodeHex(await transferId(nodePrimitives, changed)));
  expect(new Set([...ids, encodeHex(index.id)]).size).toBe(changes.length + 1);
});

it("draws S, then Kd and its coefficients, or R, and never the same twice", () => {
  const sizes: number[] = [];
  const random = (sizeBytes: number): Bytes => {
    sizes.push(sizeBytes);
    return nodePrimitives.random(sizeBytes);
  };
  const prims = { ...nodePrimitives, random };
  expect(drawSecrets(prims, { suite: 1, k: 4, n: 6 }).shares).toHaveLength(6);
  expect(sizes.splice(0)).toEqual([24, 32, 32, 32, 32]);
  expect(drawSecrets(prims, { suite: 2, k: 4, n: 6 }).shares).toEqual([]);
  expect(sizes).toEqual([24, 32]);
  const drawn = range(50).flatMap(() => {
    const { secret, key } = drawSecrets(nodePrimitives, { suite: 1, k: 1, n: 1 });
    return [encodeHex(secret), encodeHex(key)];
  });
  expect(new Set(drawn).size).toBe(100);
});

it("commits to nothing in suite 2", async () => {
  const { parameters, secrets } = smallPlan({ suite: 2 });
  const zero = new Uint8Array(32);
  const publicKey = testBytes(32, "pk");
  expect(await identify(nodePrimitives, parameters, secrets, publicKey)).toEqual({
    ...{ parameters, publicKey, commitment: zero, shareCommitments: [zero, zero, zero] },
  });
});

it("completes the shares from any k of them, the given ones untouched", () => {
  const { secrets } = smallPlan({ k: 3, n: 5 });
  const all = new Map(secrets.shares.entries());
  for (const positions of positionSubsets(5, 3)) {
    expect(completeShares(pick(all, positions), 5)).toEqual(secrets.shares);
  }
  expect(concatBytes(...secrets.shares)).toHaveLength(160);
});
