/**
 * A folder on a disk as a store: object T/name is the file `<folder>/<T>/<name>`.
 *
 * Limits: whatever the file system has. Permissions needed: read and write in the folder. An object is
 * written beside the others' folders (`.incoming`) and linked to its name when it is whole, so that it
 * appears at once or never, and never in the place of another one.
 */
import { AppError, isAppError } from "../core/errors";
import type { StateStore } from "../core/store/state-store";
import type { CallOptions, ObjectStore } from "../core/store/store";
import { errnoOf, isDiskFull } from "../platform/node/file-errors";
import { LocalFolder, type LocalStoreOptions } from "./local-folder";

export interface LocalStore {
  readonly objects: ObjectStore;
  readonly states: StateStore;
}

/** No permission, or something else than a file in the place of an object. */
const REFUSALS = ["EACCES", "EPERM", "EROFS", "ELOOP", "ENXIO", "EISDIR"];
const MAX_SLOT_BYTES = 16 * 1024;

/** An error of the system as one of the store; ours stay as they are. */
export function storeError(error: unknown, storeId: string): unknown {
  if (isAppError(error)) return error;
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  const details = { storeId, reason: errno };
  if (isDiskFull(error)) return new AppError("store-full", { details, cause: error });
  const isRefused = REFUSALS.includes(errno);
  return new AppError(isRefused ? "store-refused" : "store-unavailable", { details, cause: error });
}

/** Opens one transfer at a local store. Nothing is created before the first put. */
export function openLocalStore(options: LocalStoreOptions): LocalStore {
  const folder = new LocalFolder(options);
  const { id } = options;
  /** Runs a call under the store's guarantees on signals and errors. */
  const guard = async <Value>({ signal }: CallOptions, call: () => Promise<Value>) => {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      throw storeError(error, id);
    }
  };
  const objects: ObjectStore = {
    id,
    put: (name, bytes, call) => guard(call, () => folder.put(name, bytes, call.signal)),
    get: (name, range, call) => guard(call, () => folder.get(name, range, call.into)),
    sizeOf: (name, call) => guard(call, () => folder.sizeOf(name)),
  };
  const states: StateStore = {
    id,
    list: (call) => guard(call, () => folder.listSlots()),
    read: (slot, call) =>
      guard(call, async () => {
        const found = await folder.get(slot, { offset: 0, lengthBytes: MAX_SLOT_BYTES });
        return found?.bytes;
      }),
    write: (slot, bytes, call) => guard(call, () => folder.replace(slot, bytes)),
    remove: (name, call) => guard(call, () => folder.remove(name)),
    removeFragments: (first, call) =>
      guard(call, async () => {
        const names = await folder.listFragments();
        for (const name of first) if (names.includes(name)) await folder.removeEntry(name);
        if (first.length > 0) call.onFirstRemoved?.();
        for (const name of names) await folder.removeEntry(name);
        if (first.length === 0) call.onFirstRemoved?.();
        const left = await folder.listFragments();
        return { removed: names.length - left.length, left: left.length };
      }),
  };
  return { objects, states };
}
