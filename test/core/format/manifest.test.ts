import * as fc from "fast-check";
import { concatBytes, type Bytes } from "../../../src/core/bytes";
import {
  buildManifest,
  isSignedManifest,
  MAX_JSON_BYTES,
  MAX_MANIFEST_BYTES,
  parseManifest,
  type Manifest,
} from "../../../src/core/format/manifest";
import type { Parameters } from "../../../src/core/format/parameters";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { SMALL_ORDER_POINTS } from "../../vectors/small-order-points";
import { flipBit, hex, range, testBytes } from "../support";

const PARAMETERS: Parameters = { suite: 1, k: 2, n: 3, z: 6, p: 1, flags: 0 };
const ID = testBytes(24, "T");
const SEED = testBytes(32, "seed");

const MANIFEST: Manifest = {
  total: 300,
  segments: 3,
  created: "2026-11-22T01:02:03.004Z",
  files: [
    { path: "a/b.txt", size: 200, modified: "2026-01-02T03:04:05.678Z" },
    { path: "a/empty", size: 0 },
    { path: "日本語", size: 100 },
  ],
  dirs: ["left alone"],
  from: { name: "宛先", contact: "a@example.jp" },
  expires: "2027-01-01T00:00:00Z",
  digests: testBytes(96, "digests"),
};

const build = (manifest: Manifest): Promise<Bytes> =>
  buildManifest(nodePrimitives, ID, SEED, manifest);

const publicKeyOf = async (): Promise<Bytes> => nodePrimitives.publicKey(SEED);

describe("a manifest", () => {
  it("comes back as it was built, signed by its owner", async () => {
    const stream = await build(MANIFEST);
    expect(parseManifest(PARAMETERS, stream)).toEqual(MANIFEST);
    expect(await isSignedManifest(nodePrimitives, ID, await publicKeyOf(), stream)).toBe(true);
  });

  it("comes back for any files, of any k and z", async () => {
    const name = fc.stringMatching(/^[a-z]{1,5}$/);
    const anyTree = fc.record({
      k: fc.integer({ min: 1, max: 5 }),
      z: fc.integer({ min: 6, max: 24 }),
      names: fc.uniqueArray(name, { maxLength: 6 }),
      sizes: fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 6, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(anyTree, async ({ k, z, names, sizes }) => {
        const files = names.map((path, at) => ({ path, size: sizes[at]! }));
        const total = files.reduce((sum, { size }) => sum + size, 0);
        const segments = Math.max(1, Math.ceil(total / (k * 2 ** z)));
        const digests = testBytes(32 * segments);
        const created = MANIFEST.created;
        const manifest = { total, segments, created, files, dirs: [], digests };
        const parameters = { ...PARAMETERS, k, n: 5, z };
        expect(parseManifest(parameters, await build(manifest))).toEqual(manifest);
      }),
      { numRuns: 30 },
    );
  });

  it("is not signed any more with one bit flipped in any byte", async () => {
    const { created } = MANIFEST;
    const small = { total: 0, segments: 1, created, files: [], dirs: [], digests: testBytes(32) };
    const stream = await build(small);
    const publicKey = await publicKeyOf();
    for (const at of range(stream.length)) {
      const changed = flipBit(stream, at);
      expect(await isSignedManifest(nodePrimitives, ID, publicKey, changed)).toBe(false);
    }
  });

  it("is not signed for another transfer, by another owner, or at another length", async () => {
    const stream = await build(MANIFEST);
    const publicKey = await publicKeyOf();
    const isSigned = (id: Bytes, key: Bytes, bytes: Bytes) =>
      isSignedManifest(nodePrimitives, id, key, bytes);
    expect(await isSigned(testBytes(24, "other"), publicKey, stream)).toBe(false);
    const other = await nodePrimitives.publicKey(testBytes(32, "other"));
    expect(await isSigned(ID, other, stream)).toBe(false);
    expect(await isSigned(ID, publicKey, stream.slice(0, -1))).toBe(false);
    expect(await isSigned(ID, publicKey, concatBytes(stream, new Uint8Array(32)))).toBe(false);
    expect(await isSigned(ID, publicKey, new Uint8Array(0))).toBe(false);
  });

  it("is at most 128 MiB of JSON and a digest for each of 2^22 segments", () => {
    expect(MAX_JSON_BYTES).toBe(134_217_728);
    expect(MAX_MANIFEST_BYTES).toBe(72 + 134_217_728 + 32 * 2 ** 22);
  });

  it("is not built for more than a million entries", async () => {
    const files = Array.from({ length: 500_000 }, () => ({ path: "f", size: 0 }));
    const dirs = Array.from({ length: 500_001 }, () => "d");
    await expect(build({ ...MANIFEST, files, dirs })).rejects.toMatchObject({
      code: "source-too-large",
    });
  });

  it.each(SMALL_ORDER_POINTS)(
    "is not signed by the public key %s, which fits any message",
    async (point) => {
      const { created } = MANIFEST;
      const stream = await build({ ...MANIFEST, created });
      // R = the neutral element, S = 0: right for every message where small orders are let through.
      stream.fill(0, stream.length - 64);
      stream[stream.length - 64] = 1;
      expect(await isSignedManifest(nodePrimitives, ID, hex(point), stream)).toBe(false);
    },
  );
});
