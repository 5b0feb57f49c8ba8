/** Tells the stores which packs will be asked for soon, so that the right to do so is there in time. */
import type { Bytes } from "../bytes";
import { HEAD_KIND, objectName } from "../format/keys";
import { MANIFEST, PAYLOAD, type StreamId } from "../format/parameters";
import type { Primitives } from "../format/primitives";
import type { CallOptions, ExpectedCall, ObjectStore } from "../store/store";

/** As many objects as one question to a gateway may hold, over all stores. */
const OBJECTS_AT_ONCE = 256;
/** Payload packs that a reader will want first. */
const FIRST_PACKS = 4;

/** Heads, the beginning of the manifest and the first packs: all that an index alone can name. */
export async function expectBeginning(
  prims: Primitives,
  nameKey: Bytes,
  stores: readonly ObjectStore[],
  options: CallOptions,
): Promise<void> {
  await Promise.all(
    stores.map(async (store, i) => {
      if (store.expect === undefined) return;
      const packs = Array.from({ length: FIRST_PACKS }, (_, q) =>
        objectName(prims, nameKey, PAYLOAD, i, q),
      );
      const names = await Promise.all([
        objectName(prims, nameKey, HEAD_KIND, i, 0),
        objectName(prims, nameKey, MANIFEST, i, 0),
        ...packs,
      ]);
      store.expect(
        names.map((name) => ({ method: "get", name })),
        options,
      );
    }),
  );
}

export interface AheadOptions {
  readonly prims: Primitives;
  readonly nameKey: Bytes;
  readonly stream: StreamId;
  /** Who is told, by position. */
  readonly stores: ReadonlyMap<number, ObjectStore>;
  /** How many packs there are. */
  readonly packs: number;
  /** The call that a pack will need. */
  readonly callOf: (name: string, q: number) => ExpectedCall;
}

/** Says it half a batch before it is needed. */
export class Ahead {
  readonly #options: AheadOptions;
  readonly #step: number;
  #told = 0;

  constructor(options: AheadOptions) {
    this.#options = options;
    this.#step = Math.max(1, Math.floor(OBJECTS_AT_ONCE / Math.max(1, options.stores.size)));
  }

  /** Pack `q` is about to be asked for. */
  reach(q: number, options: CallOptions): void {
    const { stores, packs } = this.#options;
    this.#told = Math.max(this.#told, q);
    if (this.#told >= packs || this.#told - q > this.#step / 2) return;
    const [from, to] = [this.#told, Math.min(packs, this.#told + this.#step)];
    this.#told = to;
    for (const [i, store] of stores) void this.#tell(i, store, [from, to], options);
  }

  async #tell(
    i: number,
    store: ObjectStore,
    [from, to]: readonly [number, number],
    options: CallOptions,
  ): Promise<void> {
    if (store.expect === undefined) return;
    const { prims, nameKey, stream, callOf } = this.#options;
    const calls = Array.from({ length: to - from }, async (_, at) =>
      callOf(await objectName(prims, nameKey, stream, i, from + at), from + at),
    );
    store.expect(await Promise.all(calls), options);
  }
}
