/** What the holder of a store's keys can do beside ObjectStore: keep signed actions, remove a transfer. */
import type { Bytes } from "../bytes";
import type { CallOptions } from "./store";

export interface Removal {
  readonly removed: number;
  /** Objects that are still there. */
  readonly left: number;
}

export interface RemoveOptions extends CallOptions {
  /** Called when the objects named `first` are gone; with none named, when all are. */
  readonly onFirstRemoved?: () => void;
}

/** The names of slots begin so; those of fragments never do. */
export const SLOT_PREFIX = "state-";

export function isSlotName(name: string): boolean {
  return name.startsWith(SLOT_PREFIX);
}

/**
 * The state objects and the removal of one transfer at one store. Guarantees, numbered as in
 * test/contract/state-store.contract.ts:
 *
 *  1. write replaces what stands in the slot; whether it may is the caller's to know.
 *  2. list names the slots that are there, in any order; a transfer that is not there has none.
 *  3. removeFragments removes every object that is not a slot, `first` before the others, says when
 *     those are gone, and leaves the slots; it may be called again.
 *  4. remove takes away one object, slot or fragment; an absent one is no error.
 *  5. every rejection is an AppError, or the reason of the signal.
 */
export interface StateStore {
  readonly id: string;
  list(options: CallOptions): Promise<string[]>;
  read(slot: string, options: CallOptions): Promise<Bytes | undefined>;
  write(slot: string, bytes: Bytes, options: CallOptions): Promise<void>;
  remove(name: string, options: CallOptions): Promise<void>;
  removeFragments(first: readonly string[], options: RemoveOptions): Promise<Removal>;
}
