/** sd1-vectors.json, second way: from the index and the objects to the files, by any k stores. */
import { encodeHex } from "../../../src/core/bytes";
import { parseIndex } from "../../../src/core/format/index-file";
import { hex, hexOf, positionSubsets, range } from "../support";
import { readTransfer } from "./reader";
import { rebuildStore } from "./rebuilder";
import { rememberingPrimitives as prims } from "./remembering";
import { VECTORS, vectorOf, type Vector } from "./vectors";
import type { Objects } from "./writer";

const storesOf = ({ objects }: Vector): Objects[] =>
  objects.map(
    (store) => new Map(Object.entries(store).map(([name, bytes]) => [name, hex(bytes)] as const)),
  );

const indexOf = async (vector: Vector) => (await parseIndex(prims, vector.index)).index;

describe.each(VECTORS.map((vector) => [vector.label, vector] as const))("reads %s", (_, vector) => {
  const { k, n, passphrase } = vector;
  const stores = storesOf(vector);
  const only = (positions: readonly number[]) =>
    stores.map((store, i) => (positions.includes(i) ? store : undefined));

  it("the index", async () => {
    const { index } = await parseIndex(prims, vector.index);
    expect(index).toEqual({ route: vector.route, secret: hex(vector.S), id: hex(vector.T) });
  });

  it("the files and the manifest, from all stores and from every k of them", async () => {
    const index = await indexOf(vector);
    for (const positions of [range(n), ...positionSubsets(n, k)]) {
      const read = await readTransfer(prims, index, only(positions), passphrase);
      if ("failed" in read) throw new Error(`${String(positions)}: ${read.failed}`);
      expect(read.liars).toEqual([]);
      expect(encodeHex(read.stream)).toBe(vector.manifest);
      expect(read.manifest).toMatchObject({ created: vector.created, dirs: vector.dirs });
      let offset = 0;
      for (const [at, { data, ...file }] of vector.files.entries()) {
        expect(read.manifest.files[at]).toEqual(file);
        expect(encodeHex(read.payload.subarray(offset, offset + file.size))).toBe(data);
        offset += file.size;
      }
      expect(read.payload).toHaveLength(offset);
    }
  });

  it("nothing from k - 1 stores", async () => {
    const index = await indexOf(vector);
    for (const positions of positionSubsets(n, k - 1)) {
      const read = await readTransfer(prims, index, only(positions), passphrase);
      expect(read).toHaveProperty("failed");
    }
  });

  it("every store again, byte for byte, from every k others", async () => {
    const index = await indexOf(vector);
    const payloadBytes = vector.files.reduce((sum, { size }) => sum + size, 0);
    const totals = [payloadBytes, vector.manifest.length / 2] as const;
    for (const lost of range(n)) {
      for (const positions of positionSubsets(n, k).filter((chosen) => !chosen.includes(lost))) {
        const sources = new Map(positions.map((i) => [i, stores[i]!]));
        const built = await rebuildStore({ index, totals, passphrase }, sources, lost);
        expect([...built.keys()].sort()).toEqual([...stores[lost]!.keys()].sort());
        for (const [name, bytes] of stores[lost]!) {
          expect(hexOf([built.get(name)!])).toEqual(hexOf([bytes]));
        }
      }
    }
  });
});

describe("the transfer with a passphrase", () => {
  const vector = vectorOf("vector-10-passphrase");
  const read = async (passphrase?: string) =>
    readTransfer(prims, await indexOf(vector), storesOf(vector), passphrase);

  it("opens with the composed form too", async () => {
    expect(await read(vector.passphrase!.normalize("NFC"))).toMatchObject({ liars: [] });
  });

  it.each([
    ["without it", undefined],
    ["with another one", "resume が 2026"],
    ["with a space behind it", `${vector.passphrase!} `],
  ])("stays closed %s, though its heads open", async (_, passphrase) => {
    expect(await read(passphrase)).toEqual({ failed: "manifest" });
  });
});
