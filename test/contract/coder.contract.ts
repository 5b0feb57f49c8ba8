/** What every Coder guarantees (src/core/transfer/coder.ts): the same bytes, and buffers handed back. */
import type { Bytes } from "../../src/core/bytes";
import type { CoderSecrets, StreamKeys } from "../../src/core/format/keys";
import { packBytes, segmentBytes, type Parameters } from "../../src/core/format/parameters";
import type { Coder, CoderFactory, SealedRow } from "../../src/core/transfer/coder";
import { createRowCoder } from "../../src/core/transfer/row-coder";
import { nodePrimitives } from "../../src/platform/node/primitives";
import { patternBytes } from "../fakes/memory-tree";
import { inlineCoders } from "../fakes/world";

const shapes: readonly Parameters[] = [
  { suite: 1, k: 1, n: 1, z: 6, p: 2, flags: 0 },
  { suite: 1, k: 2, n: 3, z: 8, p: 2, flags: 0 },
  { suite: 1, k: 4, n: 6, z: 12, p: 1, flags: 0 },
  { suite: 2, k: 2, n: 2, z: 8, p: 2, flags: 0 },
  { suite: 2, k: 3, n: 4, z: 10, p: 0, flags: 0 },
];

function secretsOf(parameters: Parameters): CoderSecrets {
  const keys = (stream: string): StreamKeys => ({
    shard: Array.from({ length: parameters.n }, (_, i) => patternBytes(32, stream + String(i))),
    derive: patternBytes(32, stream),
  });
  const id = patternBytes(24, "id");
  return { parameters, id, payload: keys("payload"), manifest: keys("manifest") };
}

/** Row q of a payload whose last segment is a short one. */
function rowOf(parameters: Parameters, totalBytes: number, q: number) {
  const atOnce = 2 ** parameters.p;
  const count = Math.ceil(totalBytes / segmentBytes(parameters));
  const segments = Math.min(atOnce, count - q * atOnce);
  const start = q * atOnce * segmentBytes(parameters);
  const end = Math.min(totalBytes, start + segments * segmentBytes(parameters));
  return { row: { totalBytes, firstSegment: q * atOnce, segments }, start, end };
}

export function coderContract(name: string, createFactory: () => CoderFactory): void {
  describe.each(shapes)(`${name} as a coder, suite $suite, $k/$n, z $z, p $p`, (parameters) => {
    const { k, n } = parameters;
    const rowBytes = 2 ** parameters.p * segmentBytes(parameters);
    const totalBytes = 2 * rowBytes + segmentBytes(parameters) + 17;
    const payload = patternBytes(totalBytes, "payload");
    const secrets = secretsOf(parameters);
    const fullPack = packBytes(parameters, totalBytes, 0);
    let factory: CoderFactory;
    let coder: Coder;
    beforeAll(() => {
      factory = createFactory();
      coder = factory.create(secrets);
    });
    afterAll(() => coder.close());

    function seal(q: number, by: Coder = coder, memory = factory): Promise<SealedRow> {
      const { row, start, end } = rowOf(parameters, totalBytes, q);
      const plaintext = memory.allocate(rowBytes + 5);
      plaintext.set(payload.subarray(start, end));
      const packs = Array.from({ length: n }, () => memory.allocate(fullPack));
      return by.seal({ ...row, stream: 0, plaintext, packs });
    }
    const reference = (q: number): Promise<SealedRow> =>
      seal(q, createRowCoder(nodePrimitives, secrets), inlineCoders);

    /** The row as stores give it: shards that are views on parts of something larger. */
    async function openJob(q: number, positions: readonly number[]) {
      const { row } = rowOf(parameters, totalBytes, q);
      const { packs, digests, packBytes: length } = await reference(q);
      const shards = new Map(positions.map((i) => [i, packs[i]!.subarray(0, length)] as const));
      return { ...row, digests, shards, plaintext: factory.allocate(rowBytes) };
    }
    const all = Array.from({ length: n }, (_, i) => i);

    it("seals every row as the reference does, all rows at once", async () => {
      const rows = await Promise.all([0, 1, 2].map((q) => seal(q)));
      for (const [q, row] of rows.entries()) {
        const wanted = await reference(q);
        expect(row.packBytes).toBe(packBytes(parameters, totalBytes, q));
        expect(row.digests).toEqual(wanted.digests);
        const used = ({ packs, packBytes: length }: SealedRow): Buffer[] =>
          packs.map((pack) => Buffer.from(pack.subarray(0, length)));
        expect(used(row)).toEqual(used(wanted));
      }
    });

    it("hands every buffer back, as large as it was, to be used again", async () => {
      const first = await seal(0);
      expect(first.plaintext).toHaveLength(rowBytes + 5);
      expect(first.packs.map(({ length }) => length)).toEqual(all.map(() => fullPack));
      const { row, start, end } = rowOf(parameters, totalBytes, 2);
      first.plaintext.set(payload.subarray(start, end));
      const { plaintext, packs } = first;
      const again = await coder.seal({ ...row, stream: 0, plaintext, packs });
      expect(again.digests).toEqual((await reference(2)).digests);
    });

    it("opens a row out of the first k, the last k and all shards", async () => {
      for (const positions of [all.slice(0, k), all.slice(n - k), all]) {
        for (const q of [0, 2]) {
          const { start, end } = rowOf(parameters, totalBytes, q);
          const opened = await coder.open(await openJob(q, positions));
          expect(opened).toMatchObject({ unresolved: 0, liars: [] });
          expect(opened.plaintext.length).toBe(rowBytes);
          const found = Buffer.from(opened.plaintext.subarray(0, end - start));
          expect(found.equals(payload.subarray(start, end))).toBe(true);
          expect([...opened.shards.keys()]).toEqual(positions);
        }
      }
    });

    it("hands the shards back unchanged", async () => {
      const job = await openJob(0, all);
      const before = new Map([...job.shards].map(([i, bytes]) => [i, Buffer.from(bytes)]));
      const { shards } = await coder.open(job);
      for (const [i, bytes] of shards) expect(before.get(i)?.equals(bytes)).toBe(true);
    });

    it("says how many segments cannot be put together", async () => {
      const job = await openJob(0, all);
      const broken = new Map(
        [...job.shards].map(([i, bytes]) => [i, bytes.map((byte) => byte ^ 1)] as const),
      );
      expect((await coder.open({ ...job, shards: broken })).unresolved).toBe(job.segments);
    });

    if (n > k) {
      it("names who gave something else, and nobody else", async () => {
        const spoil = (bytes: Bytes): Bytes => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 0x80);
        for (const liar of all) {
          const job = await openJob(0, all);
          const shards = new Map(job.shards).set(liar, spoil(job.shards.get(liar)!));
          const opened = await coder.open({ ...job, shards });
          expect(opened).toMatchObject({ unresolved: 0, liars: [liar] });
        }
      });

      it("rebuilds every position as it was sealed", async () => {
        for (const q of [0, 2]) {
          const { packs, packBytes: length } = await reference(q);
          for (const position of all) {
            const others = all.filter((i) => i !== position);
            const job = { ...(await openJob(q, others)), position };
            const { pack, unresolved } = await coder.rebuild(job);
            expect(unresolved).toBe(0);
            expect(Buffer.from(pack).equals(packs[position]!.subarray(0, length))).toBe(true);
          }
        }
      });
    }

    it("rejects a job that cannot be done and goes on with the next", async () => {
      const { row } = rowOf(parameters, totalBytes, 0);
      const plaintext = factory.allocate(rowBytes);
      const bad = coder.seal({ ...row, stream: 0, plaintext, packs: [] });
      const packs = all.map(() => factory.allocate(3));
      const short = coder.seal({ ...row, stream: 0, plaintext: factory.allocate(rowBytes), packs });
      const results = await Promise.allSettled([bad, short]);
      expect(results[1].status).toBe("rejected");
      expect((await seal(1)).digests).toEqual((await reference(1)).digests);
    });
  });
}
