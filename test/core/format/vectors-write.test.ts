/** sd1-vectors.json, first way: from secrets and files to every object, byte by byte. */
import { encodeHex } from "../../../src/core/bytes";
import { drawSecrets } from "../../../src/core/format/identity";
import { encodeIndex, formatIndexFile } from "../../../src/core/format/index-file";
import { headBytes } from "../../../src/core/format/parameters";
import { passphraseKey } from "../../../src/core/format/passphrase";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { createTestDrbg } from "../../reference/drbg";
import { hex } from "../support";
import { rememberingPrimitives as prims } from "./remembering";
import { VECTORS, vectorOf, type Vector } from "./vectors";
import { writeTransfer, type Plan, type Written } from "./writer";

/** Draws everything as the note of the file says, and checks each draw against the vector. */
function planOf(vector: Vector): Plan {
  const { suite, k, n, z, p, flags } = vector;
  const draw = createTestDrbg(vector.label);
  const ownerKey = draw(32);
  const secret = draw(24);
  const key = draw(32);
  const files = vector.files.map(({ path, size, modified }) => ({
    path,
    data: draw(size),
    ...(modified !== undefined && { modified }),
  }));
  expect(encodeHex(ownerKey)).toBe(vector.ownerKey);
  expect(encodeHex(secret)).toBe(vector.S);
  expect(encodeHex(key)).toBe(vector.Kd ?? vector.R);
  expect(files.map(({ data }) => encodeHex(data))).toEqual(vector.files.map(({ data }) => data));
  // The files lie between Kd and the coefficients; drawSecrets asks for S, Kd or R, coefficients.
  const early = [secret, key];
  const random = (sizeBytes: number) => early.shift() ?? draw(sizeBytes);
  return {
    parameters: { suite, k, n, z, p, flags },
    route: vector.route,
    ownerKey,
    secrets: drawSecrets({ ...nodePrimitives, random }, { suite, k, n }),
    files,
    dirs: vector.dirs,
    created: vector.created,
    ...(vector.passphrase !== undefined && { passphrase: vector.passphrase }),
  };
}

describe.each(VECTORS.map((vector) => [vector.label, vector] as const))(
  "writes %s",
  (_, vector) => {
    let written: Written;
    beforeAll(async () => {
      written = await writeTransfer(planOf(vector));
    });

    it("shares, commitments, public key and T", () => {
      const { seed, identity, index, plan } = written;
      expect(plan.secrets.shares.map(encodeHex)).toEqual(vector.shares ?? []);
      expect(encodeHex(seed)).toBe(vector.seed);
      expect(encodeHex(identity.publicKey)).toBe(vector.pk);
      expect(encodeHex(identity.commitment)).toBe(vector.C);
      expect(identity.shareCommitments.map(encodeHex)).toEqual(vector.c);
      expect(encodeHex(index.id)).toBe(vector.T);
    });

    it("the index", async () => {
      expect(await encodeIndex(nodePrimitives, written.index)).toBe(vector.index);
      const file = await formatIndexFile(nodePrimitives, written.index, "porter.example.co.jp");
      expect(file).toBe(`porter.example.co.jp/#${vector.index}\n`);
    });

    it("keys and heads", () => {
      const [payload] = written.streamKeys;
      const firstKey = vector["K_seal[0][0]"] ?? vector["K_mac[0][0]"];
      expect(encodeHex(payload.shard[0]!)).toBe(firstKey);
      if (vector.suite === 1) expect(encodeHex(payload.derive)).toBe(vector["K_iv[0]"]);
      const heads = written.stores.map((store) =>
        [...store.values()].find((bytes) => bytes.length === headBytes(written.plan.parameters)),
      );
      expect(heads.map((head) => encodeHex(head!))).toEqual(vector.heads);
    });

    it("the manifest", () => {
      expect(encodeHex(written.manifest)).toBe(vector.manifest);
    });

    it("every object at every store, under its name", () => {
      const names = [0, 1, 2].map((kind) => `name(kind=${String(kind)},i=0,q=0)` as const);
      const [first] = written.stores;
      for (const name of names) {
        expect(first?.has(String((vector as unknown as Record<string, unknown>)[name]))).toBe(true);
      }
      const objects = written.stores.map((store) =>
        Object.fromEntries([...store].map(([name, bytes]) => [name, encodeHex(bytes)])),
      );
      expect(objects).toEqual(vector.objects);
    });
  },
);

it("normalises a decomposed passphrase to the pw of its composed form", async () => {
  const { passphrase, pw, T } = vectorOf("vector-10-passphrase");
  const composed = passphrase!.normalize("NFC");
  expect(composed).not.toBe(passphrase);
  for (const typed of [passphrase, composed, composed.normalize("NFD")]) {
    expect(encodeHex(await passphraseKey(prims, hex(T), typed))).toBe(pw);
  }
});
