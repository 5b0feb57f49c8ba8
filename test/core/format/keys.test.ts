import { hkdfSync } from "node:crypto";
import * as fc from "fast-check";
import { encodeHex, type Bytes } from "../../../src/core/bytes";
import {
  deriveIndexKeys,
  deriveSealedKeys,
  deriveSharedKeys,
  label,
  objectName,
} from "../../../src/core/format/keys";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { hex, range, testBytes } from "../support";

const ID = testBytes(24, "T");
const SECRET = testBytes(24, "S");
const KEY = testBytes(32, "Kd or R");
const NONE = new Uint8Array(0);

/** Node's own HKDF, with the info written out. */
function hkdf(ikm: Uint8Array, name: string, ...more: number[]): Bytes {
  const info = Buffer.concat([Buffer.from(name.padEnd(8, "\0")), Buffer.from(more)]);
  return new Uint8Array(hkdfSync("sha256", ikm, ID, info, 32));
}

it("pads labels with zeros to eight bytes", () => {
  expect(label("sd1/iv")).toEqual(hex("7364312f69760000"));
  expect(label("sd1/wrap")).toEqual(hex("7364312f77726170"));
});

it("derives from S what every index holder has", async () => {
  const keys = await deriveIndexKeys(nodePrimitives, ID, SECRET, 16);
  expect(keys.name).toEqual(hkdf(SECRET, "sd1/name"));
  expect(keys.note).toEqual(hkdf(SECRET, "sd1/note"));
  expect(keys.wrap).toEqual(range(16).map((i) => hkdf(SECRET, "sd1/wrap", i)));
});

it.each([
  ["without a passphrase", NONE],
  ["with one", testBytes(32, "pw")],
])("derives the keys of suite 1 from S || Kd || pw, %s", async (_, passphraseKey) => {
  const ikm = Buffer.concat([SECRET, KEY, passphraseKey]);
  const parts = { secret: SECRET, dataKey: KEY, passphraseKey };
  for (const stream of [0, 1] as const) {
    const keys = await deriveSealedKeys(nodePrimitives, ID, parts, 16, stream);
    expect(keys.shard).toEqual(range(16).map((i) => hkdf(ikm, "sd1/seal", stream, i)));
    expect(keys.derive).toEqual(hkdf(ikm, "sd1/iv", stream));
  }
});

it("derives the keys of suite 2 from S, and the randomness from R for who has it", async () => {
  for (const stream of [0, 1] as const) {
    const parts = { secret: SECRET, randomSeed: KEY };
    const keys = await deriveSharedKeys(nodePrimitives, ID, parts, 16, stream);
    expect(keys.shard).toEqual(range(16).map((i) => hkdf(SECRET, "sd1/mac", stream, i)));
    expect(keys.derive).toEqual(hkdf(KEY, "sd1/rnd", stream));
    const reader = { secret: SECRET, randomSeed: undefined };
    expect(await deriveSharedKeys(nodePrimitives, ID, reader, 16, stream)).toEqual({
      shard: keys.shard,
      derive: NONE,
    });
  }
});

it("never derives the same key twice", async () => {
  const sealed = { secret: SECRET, dataKey: KEY, passphraseKey: NONE };
  const shared = { secret: SECRET, randomSeed: KEY };
  const index = await deriveIndexKeys(nodePrimitives, ID, SECRET, 16);
  const keys = [index.name, index.note, ...index.wrap];
  for (const stream of [0, 1] as const) {
    const ofSealed = await deriveSealedKeys(nodePrimitives, ID, sealed, 16, stream);
    const ofShared = await deriveSharedKeys(nodePrimitives, ID, shared, 16, stream);
    keys.push(...ofSealed.shard, ofSealed.derive, ...ofShared.shard, ofShared.derive);
  }
  expect(new Set(keys.map(encodeHex)).size).toBe(18 + 2 * 34);
});

it("names every object differently, in 20 characters that no state slot begins with", async () => {
  const { name } = await deriveIndexKeys(nodePrimitives, ID, SECRET, 1);
  const names = new Set<string>();
  for (const kind of [0, 1, 2] as const) {
    for (const i of range(16)) {
      for (const q of [0, 1, 255, 256, 2 ** 22, 2 ** 32]) {
        const found = await objectName(nodePrimitives, name, kind, i, q);
        expect(found).toMatch(/^[\w-]{20}$/);
        names.add(found);
      }
    }
  }
  expect(names.size).toBe(3 * 16 * 6);
});

it("gives names that say nothing without the index: another S, other names", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 24, maxLength: 24 }), async (secret) => {
      const own = await deriveIndexKeys(nodePrimitives, ID, SECRET, 1);
      const other = await deriveIndexKeys(nodePrimitives, ID, secret, 1);
      expect(await objectName(nodePrimitives, other.name, 2, 0, 0)).not.toBe(
        await objectName(nodePrimitives, own.name, 2, 0, 0),
      );
    }),
    { numRuns: 20 },
  );
});
