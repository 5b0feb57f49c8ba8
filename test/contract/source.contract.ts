/** What every Source guarantees (src/core/transfer/source.ts). */
import fc from "fast-check";
import { concatBytes, type Bytes } from "../../src/core/bytes";
import type { Awaitable } from "../../src/core/format/primitives";
import type { Source } from "../../src/core/transfer/source";
import { patternBytes } from "../fakes/memory-tree";
import { never } from "../fakes/world";

export interface SourceUnderTest {
  /** The source of files with these contents, each time listed anew. */
  list(): Promise<Source>;
  readonly contents: ReadonlyMap<string, Bytes>;
  readonly dirs: readonly string[];
  /** Writes to a file that was listed before. */
  change(path: string, bytes: Bytes): Awaitable<void>;
}

/** Large and small files, empty ones at the beginning, in the middle and at the end. */
export const sourceContents: ReadonlyMap<string, Bytes> = new Map([
  ["0-empty", new Uint8Array(0)],
  ["a/large", patternBytes(700_000, "large")],
  ["a/one", patternBytes(1, "one")],
  ["b/empty", new Uint8Array(0)],
  ["b/ä/deep", patternBytes(5_000, "deep")],
  ["c", patternBytes(300_000, "c")],
  ["z-empty", new Uint8Array(0)],
]);
export const sourceDirs: readonly string[] = ["d/empty"];

export function sourceContract(name: string, create: () => SourceUnderTest): void {
  describe(`${name} as a source`, () => {
    let under: SourceUnderTest;
    beforeEach(() => {
      under = create();
    });
    const payloadOf = ({ listing }: Source): Bytes =>
      concatBytes(
        ...listing.files.map(({ path }) => under.contents.get(path) ?? new Uint8Array(0)),
      );

    it("1. lists every file with its size, the empty folders, and the total", async () => {
      const { listing } = await under.list();
      const sizes = new Map(listing.files.map(({ path, size }) => [path, size]));
      const wanted = new Map([...under.contents].map(([path, { length }]) => [path, length]));
      expect(sizes).toEqual(wanted);
      expect(listing.dirs).toEqual(under.dirs);
      expect(listing.totalBytes).toBe([...wanted.values()].reduce((a, b) => a + b, 0));
    });

    it("2. the fingerprint is the same for untouched files, and another one for resized ones", async () => {
      const { listing } = await under.list();
      expect((await under.list()).listing.fingerprint).toBe(listing.fingerprint);
      await under.change("c", patternBytes(300_001, "c"));
      expect((await under.list()).listing.fingerprint).not.toBe(listing.fingerprint);
    });

    it("3. read fills the buffer with any part of the payload and hands it back", async () => {
      const source = await under.list();
      const payload = payloadOf(source);
      const parts = fc
        .tuple(fc.nat(payload.length), fc.nat(payload.length))
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
      await fc.assert(
        fc.asyncProperty(parts, async ([start, end]) => {
          const into = new Uint8Array(end - start);
          const read = await source.read(start, into, never());
          expect(Buffer.compare(read, payload.subarray(start, end))).toBe(0);
        }),
        { numRuns: 40, examples: [[[0, payload.length]], [[payload.length, payload.length]]] },
      );
    });

    it("3. read writes nothing beside the view that it was given", async () => {
      const source = await under.list();
      const memory = new Uint8Array(1_000).fill(0xaa);
      await source.read(10, memory.subarray(100, 900), never());
      expect(memory.subarray(100, 900)).toEqual(payloadOf(source).slice(10, 810));
      expect(new Set([...memory.subarray(0, 100), ...memory.subarray(900)])).toEqual(
        new Set([0xaa]),
      );
    });

    it.each([
      ["c", 299_999],
      ["c", 300_001],
      ["a/large", 0],
      ["a/one", 2],
    ])("4. read rejects with source-changed once %s has %d bytes", async (path, lengthBytes) => {
      const source = await under.list();
      await under.change(path, patternBytes(lengthBytes, "other"));
      const reading = source.read(0, new Uint8Array(source.listing.totalBytes), never());
      await expect(reading).rejects.toMatchObject({ name: "AppError", code: "source-changed" });
    });

    it("4. read rejects with source-changed for other content of the same size", async () => {
      const source = await under.list();
      await under.change("c", patternBytes(300_000, "other"));
      const reading = source.read(0, new Uint8Array(source.listing.totalBytes), never());
      await expect(reading).rejects.toMatchObject({ code: "source-changed" });
    });

    it("5. read rejects with the reason of an aborted signal", async () => {
      const source = await under.list();
      const reason = new Error("the user went home");
      const reading = source.read(0, new Uint8Array(10), AbortSignal.abort(reason));
      await expect(reading).rejects.toBe(reason);
    });
  });
}
