/** A whole small transfer under attack: the files come back right, and who gave something else is named. */
import type { Bytes } from "../../../src/core/bytes";
import { HEAD_KIND, objectName } from "../../../src/core/format/keys";
import { buildManifest, type Manifest } from "../../../src/core/format/manifest";
import { nodePrimitives } from "../../../src/platform/node/primitives";
import { flipBit, positionSubsets, range, testBytes } from "../support";
import { readTransfer } from "./reader";
import { rememberingPrimitives as prims } from "./remembering";
import {
  coderOf,
  sealStream,
  smallPlan,
  writeTransfer,
  type Objects,
  type Written,
} from "./writer";

const replaced = (
  stores: readonly Objects[],
  i: number,
  name: string,
  bytes: Bytes,
): readonly Objects[] =>
  stores.map((store, at) => (at === i ? new Map([...store, [name, bytes]]) : store));

describe.each([
  [1, 2, 3],
  [2, 2, 3],
] as const)("suite %i, %i of %i", (suite, k, n) => {
  let written: Written;
  beforeAll(async () => {
    written = await writeTransfer(smallPlan({ suite, k, n }, 150));
  });

  /** Everything is right, and exactly these stores are named. */
  async function expectRestored(
    stores: readonly Objects[],
    liars: readonly number[],
  ): Promise<void> {
    const read = await readTransfer(prims, written.index, stores);
    if ("failed" in read) throw new Error(`the ${read.failed} failed`);
    const isPayloadRight = Buffer.compare(read.payload, written.payload) === 0;
    const isManifestRight = Buffer.compare(read.stream, written.manifest) === 0;
    expect([isPayloadRight, isManifestRight, ...read.liars]).toEqual([true, true, ...liars]);
  }

  it("names the store, for one bit flipped in every byte of every object", async () => {
    for (const [i, store] of written.stores.entries()) {
      for (const [name, bytes] of store) {
        for (const at of range(bytes.length)) {
          await expectRestored(replaced(written.stores, i, name, flipBit(bytes, at)), [i]);
        }
      }
    }
  });

  it("returns nothing wrong, for one bit flipped at one of exactly k stores", async () => {
    const [first, second] = written.stores as [Objects, Objects];
    for (const [name, bytes] of first) {
      for (const at of range(bytes.length).filter((offset) => offset % 7 === 0)) {
        const damaged = new Map([...first, [name, flipBit(bytes, at)]]);
        const read = await readTransfer(prims, written.index, [damaged, second, new Map()]);
        expect(read).toHaveProperty("failed");
      }
    }
  });

  it("names the store, for every object truncated, lengthened, emptied or swapped", async () => {
    for (const [i, store] of written.stores.entries()) {
      const others = [...store.values(), ...written.stores[(i + 1) % n]!.values()];
      for (const [name, bytes] of store) {
        const longer = new Uint8Array(bytes.length + 1);
        longer.set(bytes);
        const shorter = bytes.slice(0, -1);
        const wrong = [shorter, longer, new Uint8Array(0), ...others.filter((o) => o !== bytes)];
        for (const content of wrong) {
          await expectRestored(replaced(written.stores, i, name, content), [i]);
        }
      }
    }
  });

  it("does not name a store for an object that is not there", async () => {
    for (const [i, store] of written.stores.entries()) {
      for (const name of store.keys()) {
        const without = new Map([...store].filter(([own]) => own !== name));
        await expectRestored(
          written.stores.map((whole, at) => (at === i ? without : whole)),
          [],
        );
      }
    }
  });

  it("names a store that holds another transfer under the names of this one", async () => {
    const other = await writeTransfer(smallPlan({ suite, k, n }, 150, "another"));
    for (const i of range(n)) {
      const names = [...written.stores[i]!.keys()];
      const strange = new Map(
        [...other.stores[i]!.values()].map((bytes, at) => [names[at]!, bytes]),
      );
      await expectRestored(
        written.stores.map((store, at) => (at === i ? strange : store)),
        [i],
      );
    }
  });

  it("restores by every k stores alone, and by none with k - 1", async () => {
    const only = (positions: readonly number[]): Objects[] =>
      written.stores.map((store, i) => (positions.includes(i) ? store : new Map()));
    for (const positions of positionSubsets(n, k)) await expectRestored(only(positions), []);
    for (const positions of positionSubsets(n, k - 1)) {
      expect(await readTransfer(prims, written.index, only(positions))).toHaveProperty("failed");
    }
  });

  it("keeps the manifest against an index holder who reseals it at one store", async () => {
    const { index, identity, seed, streamKeys, keys, plan, digests } = written;
    const forged: Manifest = {
      ...{ total: 150, segments: 2, created: plan.created, dirs: [], digests },
      files: [{ path: "invoice.exe", size: 150 }],
    };
    // Sealed under the right keys, but signed by someone else than the owner.
    const stream = await buildManifest(nodePrimitives, index.id, testBytes(32, "mallory"), forged);
    expect(seed).not.toEqual(testBytes(32, "mallory"));
    const coder = await coderOf(identity.parameters, index.id, 1, streamKeys[1]);
    const { shards } = await sealStream(identity.parameters, coder, stream);
    const perPack = 2 ** identity.parameters.p;
    let stores: readonly Objects[] = written.stores;
    for (const q of range(Math.ceil(shards[1]!.length / perPack))) {
      const name = await objectName(nodePrimitives, keys.name, 1, 1, q);
      const pack = Buffer.concat(shards[1]!.slice(q * perPack, (q + 1) * perPack));
      stores = replaced(stores, 1, name, new Uint8Array(pack));
    }
    await expectRestored(stores, [1]);
  });
});

describe("k of 2k stores holding a forged manifest, n = 4", () => {
  it.each([1, 2] as const)("changes nothing in suite %i: the signature decides", async (suite) => {
    const plan = smallPlan({ suite, k: 2, n: 4 }, 150);
    const genuine = await writeTransfer(plan);
    const forged = await writeTransfer({ ...plan, created: "2030-01-01T00:00:00.000Z" });
    // The same keys and the same T, but the signature of another owner.
    expect(forged.index).toEqual(genuine.index);
    const stream = await buildManifest(nodePrimitives, genuine.index.id, testBytes(32, "mallory"), {
      ...{ total: 150, segments: 2, created: "2030-01-01T00:00:00.000Z" },
      ...{ files: [{ path: "folder/file.bin", size: 150 }], dirs: ["empty"] },
      digests: genuine.digests,
    });
    expect(stream).toHaveLength(genuine.manifest.length);
    const { parameters } = plan;
    const coder = await coderOf(parameters, genuine.index.id, 1, genuine.streamKeys[1]);
    const { shards } = await sealStream(parameters, coder, stream);
    const stores = genuine.stores.map((store) => new Map(store));
    for (const i of [0, 1]) {
      for (const q of range(Math.ceil(shards[i]!.length / 2))) {
        const name = await objectName(nodePrimitives, genuine.keys.name, 1, i, q);
        expect(stores[i]!.has(name)).toBe(true);
        stores[i]!.set(name, new Uint8Array(Buffer.concat(shards[i]!.slice(2 * q, 2 * q + 2))));
      }
    }
    const read = await readTransfer(nodePrimitives, genuine.index, stores);
    expect(read).toMatchObject({
      stream: genuine.manifest,
      payload: genuine.payload,
      liars: [0, 1],
    });
  });
});

it("a head that is missing at n - k stores leaves the rest enough", async () => {
  const { index, keys, stores, payload } = await writeTransfer(smallPlan({ k: 2, n: 4 }, 150));
  const headless = [];
  for (const [i, store] of stores.entries()) {
    const name = await objectName(nodePrimitives, keys.name, HEAD_KIND, i, 0);
    headless.push(i < 2 ? new Map([...store].filter(([own]) => own !== name)) : store);
  }
  expect(await readTransfer(nodePrimitives, index, headless)).toMatchObject({ payload, liars: [] });
});
