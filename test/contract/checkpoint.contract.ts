/** What every Checkpoint guarantees (src/core/transfer/checkpoint.ts). */
import type { Checkpoint, CheckpointRecord } from "../../src/core/transfer/checkpoint";
import { patternBytes } from "../fakes/memory-tree";

export interface CheckpointUnderTest {
  readonly checkpoint: Checkpoint;
  /** The same checkpoint as the next process finds it, whatever became of this one. */
  reopen(): Checkpoint;
}

export const begin: CheckpointRecord = {
  type: "begin",
  version: 1,
  id: patternBytes(24, "id"),
  fingerprint: "a fingerprint: with \n line \u2028 ends and base64url",
  route: 0,
  parameters: { suite: 1, k: 2, n: 3, z: 17, p: 5, flags: 0 },
  secret: patternBytes(24, "secret"),
  key: patternBytes(32, "key"),
  shares: [patternBytes(32, "a"), patternBytes(32, "b"), patternBytes(32, "c")],
  passphraseCheck: new Uint8Array(0),
  created: "2027-01-01T00:00:00.000Z",
  expirySeconds: 1_800_000_000,
};

export const row = (q: number, stored: readonly number[] = [0, 1]): CheckpointRecord => ({
  ...{ type: "row", stream: 0, q, stored },
  digests: patternBytes(64, `digests ${String(q)}`),
});

export const manifest: CheckpointRecord = { type: "manifest", bytes: patternBytes(100_000, "m") };

export function checkpointContract(name: string, create: () => CheckpointUnderTest): void {
  describe(`${name} as a checkpoint`, () => {
    let under: CheckpointUnderTest;
    beforeEach(() => {
      under = create();
    });

    it("1. load answers nothing where nothing was appended", async () => {
      expect(await under.checkpoint.load()).toEqual([]);
      expect(await under.reopen().load()).toEqual([]);
    });

    it("2. an appended record survives, as it was and in its place", async () => {
      const records = [begin, row(1), row(0), row(1, [0, 1, 2]), manifest];
      for (const [at, record] of records.entries()) {
        await under.checkpoint.append(record);
        expect(await under.reopen().load()).toEqual(records.slice(0, at + 1));
      }
    });

    it("3. records of the next process follow those of the first", async () => {
      await under.checkpoint.append(begin);
      const next = under.reopen();
      await next.load();
      await next.append(row(0));
      expect(await under.reopen().load()).toEqual([begin, row(0)]);
    });

    it("4. appends at once keep every record whole", async () => {
      const rows = Array.from({ length: 40 }, (_, q) => row(q));
      await Promise.all([begin, ...rows].map((record) => under.checkpoint.append(record)));
      const loaded = await under.reopen().load();
      expect(loaded).toHaveLength(41);
      expect(loaded).toEqual(expect.arrayContaining([begin, ...rows]));
    });

    it("5. remove forgets everything, may be repeated, and a new one may follow", async () => {
      await under.checkpoint.append(begin);
      await under.checkpoint.remove();
      await under.checkpoint.remove();
      expect(await under.reopen().load()).toEqual([]);
      await under.checkpoint.append(row(7));
      expect(await under.reopen().load()).toEqual([row(7)]);
    });
  });
}
