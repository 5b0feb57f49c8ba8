/** What every ObjectStore guarantees: one block for each number in src/core/store/store.ts. */
import fc from "fast-check";
import type { Bytes } from "../../src/core/bytes";
import type { ObjectStore } from "../../src/core/store/store";
import { patternBytes } from "../fakes/memory-tree";

export interface StoreUnderTest {
  readonly store: ObjectStore;
  /** Another object for the same data, as another process would have it. */
  reopen(): ObjectStore;
  /** Takes the medium away; left out where there is none that could fail. */
  breakMedium?(): void;
}

const NAME = "abcDEF-_0123456789xy";
const OTHER = "-other-name-00000000";
const signal = new AbortController().signal;

export function objectStoreContract(name: string, create: () => StoreUnderTest): void {
  describe(`${name} as an object store`, () => {
    let under: StoreUnderTest;
    let store: ObjectStore;
    beforeEach(() => {
      under = create();
      store = under.store;
    });
    const read = async (from: ObjectStore = store): Promise<Bytes | undefined> =>
      (await from.get(NAME, undefined, { signal }))?.bytes;

    describe("1. put is atomic", () => {
      it("a reader meets the whole object or nothing", async () => {
        const bytes = patternBytes(2_000_000);
        const reader = under.reopen();
        const put = { isDone: false };
        const writing = store.put(NAME, bytes, { signal }).then(() => (put.isDone = true));
        const sizes = new Set<number | undefined>();
        do {
          const found = await reader.get(NAME, undefined, { signal });
          sizes.add(found?.bytes.length);
          sizes.add(found?.sizeBytes);
          await new Promise((resolve) => setImmediate(resolve));
        } while (!put.isDone);
        await writing;
        sizes.delete(undefined);
        expect([...sizes].filter((size) => size !== bytes.length)).toEqual([]);
      });

      it("a put that is aborted half-way leaves the whole object or nothing", async () => {
        const bytes = patternBytes(2_000_000);
        const controller = new AbortController();
        const writing = store.put(NAME, bytes, { signal: controller.signal });
        await new Promise((resolve) => setImmediate(resolve));
        controller.abort(new Error("enough"));
        await writing.catch(() => undefined);
        expect([undefined, bytes.length]).toContain((await read())?.length);
      });
    });

    it("2. read after write: get and sizeOf see what put has stored", async () => {
      const bytes = patternBytes(1_234);
      await store.put(NAME, bytes, { signal });
      for (const reader of [store, under.reopen()]) {
        expect(await read(reader)).toEqual(bytes);
        expect(await reader.sizeOf(NAME, { signal })).toBe(1_234);
      }
    });

    describe("3. put of an existing name with the same bytes", () => {
      it("succeeds, one after the other and at once", async () => {
        const bytes = patternBytes(5_000);
        const put = (): Promise<void> => under.reopen().put(NAME, bytes.slice(), { signal });
        await Promise.all([put(), put(), put()]);
        await put();
        expect(await read()).toEqual(bytes);
      });

      it("succeeds for an empty object, which is not an absent one", async () => {
        const empty = new Uint8Array(0);
        await store.put(NAME, empty, { signal });
        await store.put(NAME, empty, { signal });
        expect(await read()).toEqual(empty);
        expect(await store.sizeOf(NAME, { signal })).toBe(0);
      });
    });

    describe("4. put of an existing name with other bytes", () => {
      it.each([
        ["other", (bytes: Bytes) => bytes.map((byte) => byte ^ 1)],
        ["fewer", (bytes: Bytes) => bytes.slice(0, -1)],
        ["more", (bytes: Bytes) => Uint8Array.from([...bytes, 0])],
        ["no", () => new Uint8Array(0)],
      ])("rejects %s bytes with store-conflict and changes nothing", async (_, change) => {
        const bytes = patternBytes(3_000);
        await store.put(NAME, bytes, { signal });
        const again = under.reopen().put(NAME, change(bytes), { signal });
        await expect(again).rejects.toMatchObject({ name: "AppError", code: "store-conflict" });
        expect(await read()).toEqual(bytes);
      });

      it("lets one of eight at once win; losers succeed only with the winner's bytes", async () => {
        const kinds = [
          patternBytes(9_000, "a"),
          patternBytes(9_000, "b"),
          patternBytes(9_000, "c"),
        ];
        const bodies = Array.from({ length: 8 }, (_, i) => kinds[i % 3] ?? new Uint8Array(0));
        const puts = bodies.map((bytes) => under.reopen().put(NAME, bytes.slice(), { signal }));
        const results = await Promise.allSettled(puts);
        const held = Buffer.from((await read()) ?? []);
        expect(bodies.some((bytes) => held.equals(bytes))).toBe(true);
        for (const [at, bytes] of bodies.entries()) {
          expect(results[at]).toMatchObject(
            held.equals(bytes)
              ? { status: "fulfilled" }
              : { status: "rejected", reason: { name: "AppError", code: "store-conflict" } },
          );
        }
      });
    });

    it("5. absence is a value", async () => {
      await store.put(OTHER, patternBytes(10), { signal });
      expect(await store.get(NAME, undefined, { signal })).toBeUndefined();
      expect(await store.get(NAME, { offset: 0, lengthBytes: 9 }, { signal })).toBeUndefined();
      expect(await store.sizeOf(NAME, { signal })).toBeUndefined();
    });

    it("5. absence is a value before anything was ever stored", async () => {
      expect(await store.get(NAME, undefined, { signal })).toBeUndefined();
      expect(await store.sizeOf(NAME, { signal })).toBeUndefined();
    });

    it("6. a range answers the bytes in it and the size of the whole", async () => {
      const bytes = patternBytes(700);
      await store.put(NAME, bytes, { signal });
      const ranges = fc.record({ offset: fc.nat(900), lengthBytes: fc.nat(900) });
      await fc.assert(
        fc.asyncProperty(ranges, async (range) => {
          const found = await store.get(NAME, range, { signal });
          const end = range.offset + range.lengthBytes;
          expect(found).toEqual({ bytes: bytes.slice(range.offset, end), sizeBytes: 700 });
        }),
        {
          numRuns: 60,
          examples: [[{ offset: 700, lengthBytes: 1 }], [{ offset: 0, lengthBytes: 0 }]],
        },
      );
    });

    it("7. an aborted signal rejects with its reason and starts nothing", async () => {
      const reason = new Error("the user went home");
      const options = { signal: AbortSignal.abort(reason) };
      await expect(store.put(NAME, patternBytes(5), options)).rejects.toBe(reason);
      await expect(store.get(NAME, undefined, options)).rejects.toBe(reason);
      await expect(store.sizeOf(NAME, options)).rejects.toBe(reason);
      expect(await store.sizeOf(NAME, { signal })).toBeUndefined();
    });

    it("8. every other rejection is an AppError", async () => {
      await store.put(NAME, patternBytes(5), { signal });
      under.breakMedium?.();
      const isBroken = under.breakMedium !== undefined;
      const code = isBroken ? (expect.stringMatching(/^store-/) as string) : "store-conflict";
      const appError = { name: "AppError", code };
      await expect(store.put(NAME, patternBytes(6), { signal })).rejects.toMatchObject(appError);
      if (!isBroken) return;
      await expect(store.get(OTHER, undefined, { signal })).rejects.toMatchObject(appError);
      await expect(store.sizeOf(OTHER, { signal })).rejects.toMatchObject(appError);
    });

    it("9. the bytes of a put may be used again once it has settled", async () => {
      const bytes = patternBytes(4_096);
      const before = bytes.slice();
      await store.put(NAME, bytes, { signal });
      bytes.fill(0);
      expect(await read()).toEqual(before);
      const found = await read();
      found?.fill(1);
      expect(await read()).toEqual(before);
    });
  });
}
