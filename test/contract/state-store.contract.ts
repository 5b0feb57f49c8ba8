/** What every StateStore guarantees: one block for each number in src/core/store/state-store.ts. */
import { isSlotName, type StateStore } from "../../src/core/store/state-store";
import type { ObjectStore } from "../../src/core/store/store";
import { patternBytes } from "../fakes/memory-tree";

export interface StatesUnderTest {
  readonly states: StateStore;
  /** The fragments of the same transfer. */
  readonly objects: ObjectStore;
  breakMedium?(): void;
}

const OPENED = "state-opened";
const RECALLED = "state-recalled";
const HEAD = "HEAD-_head-head-head";
const PACK = "-ack-_pack-pack-pack";
const signal = new AbortController().signal;

export function stateStoreContract(name: string, create: () => StatesUnderTest): void {
  describe(`${name} as a state store`, () => {
    let under: StatesUnderTest;
    let states: StateStore;
    let objects: ObjectStore;
    beforeEach(() => {
      under = create();
      ({ states, objects } = under);
    });
    const slots = async (): Promise<string[]> => (await states.list({ signal })).sort();

    it("1. write replaces what stands in the slot", async () => {
      for (const text of [patternBytes(300), patternBytes(20), patternBytes(400)]) {
        await states.write(OPENED, text, { signal });
        expect(await states.read(OPENED, { signal })).toEqual(text);
      }
      expect(await slots()).toEqual([OPENED]);
    });

    it("1. read answers undefined for a slot that is empty", async () => {
      expect(await states.read(OPENED, { signal })).toBeUndefined();
      await states.write(RECALLED, patternBytes(3), { signal });
      expect(await states.read(OPENED, { signal })).toBeUndefined();
    });

    it("2. list names the slots, and no fragment", async () => {
      expect(await slots()).toEqual([]);
      await objects.put(PACK, patternBytes(3), { signal });
      expect(await slots()).toEqual([]);
      await states.write(OPENED, patternBytes(3), { signal });
      await states.write("state-extended-1893456000", patternBytes(3), { signal });
      expect(await slots()).toEqual(["state-extended-1893456000", OPENED]);
      expect((await slots()).every(isSlotName)).toBe(true);
    });

    it("3. removeFragments removes what is no slot and leaves the slots", async () => {
      await states.write(RECALLED, patternBytes(9), { signal });
      for (const object of [HEAD, PACK]) await objects.put(object, patternBytes(50), { signal });
      const removal = await states.removeFragments([HEAD], { signal });
      expect(removal).toEqual({ removed: 2, left: 0 });
      for (const object of [HEAD, PACK]) {
        expect(await objects.sizeOf(object, { signal })).toBeUndefined();
      }
      expect(await states.read(RECALLED, { signal })).toEqual(patternBytes(9));
    });

    it("3. removeFragments says once that the first are gone", async () => {
      for (const first of [[HEAD], []]) {
        for (const object of [HEAD, PACK]) await objects.put(object, patternBytes(50), { signal });
        const onFirstRemoved = jest.fn();
        await states.removeFragments(first, { signal, onFirstRemoved });
        expect(onFirstRemoved).toHaveBeenCalledTimes(1);
      }
    });

    it("3. removeFragments may be called again, and where there is nothing", async () => {
      expect(await states.removeFragments([HEAD], { signal })).toEqual({ removed: 0, left: 0 });
      await objects.put(PACK, patternBytes(50), { signal });
      expect(await states.removeFragments([HEAD], { signal })).toEqual({ removed: 1, left: 0 });
      expect(await states.removeFragments([HEAD], { signal })).toEqual({ removed: 0, left: 0 });
    });

    it("4. remove takes away one object; an absent one is no error", async () => {
      await states.write(OPENED, patternBytes(9), { signal });
      for (const object of [HEAD, PACK]) await objects.put(object, patternBytes(50), { signal });
      await states.remove(OPENED, { signal });
      await states.remove(HEAD, { signal });
      await states.remove(HEAD, { signal });
      expect(await slots()).toEqual([]);
      expect(await objects.sizeOf(HEAD, { signal })).toBeUndefined();
      expect(await objects.sizeOf(PACK, { signal })).toBe(50);
    });

    it("5. an aborted signal rejects with its reason", async () => {
      const reason = new Error("the user went home");
      const options = { signal: AbortSignal.abort(reason) };
      await expect(states.list(options)).rejects.toBe(reason);
      await expect(states.read(OPENED, options)).rejects.toBe(reason);
      await expect(states.write(OPENED, patternBytes(3), options)).rejects.toBe(reason);
      await expect(states.remove(OPENED, options)).rejects.toBe(reason);
      await expect(states.removeFragments([], options)).rejects.toBe(reason);
      expect(await slots()).toEqual([]);
    });

    it("5. every other rejection is an AppError", async () => {
      under.breakMedium?.();
      if (under.breakMedium === undefined) return;
      const appError = { name: "AppError", code: expect.stringMatching(/^store-/) as string };
      await expect(states.list({ signal })).rejects.toMatchObject(appError);
      await expect(states.read(OPENED, { signal })).rejects.toMatchObject(appError);
      const writing = states.write(OPENED, patternBytes(3), { signal });
      await expect(writing).rejects.toMatchObject(appError);
      await expect(states.removeFragments([], { signal })).rejects.toMatchObject(appError);
    });
  });
}
