/** Transfers that do what a scene says, for tests and screenshots of screens: no worker, no gateway. */
import { AppError } from "../../../src/core/errors";
import type {
  Job,
  Live,
  RestoreJob,
  SendJob,
  Transfers,
  TransferUpdate,
} from "../../../src/platform/browser/transfers";

const still = <Value>(value: Value): Live<Value> => ({
  current: value,
  subscribe: () => () => undefined,
});

const never = <Value>(): Promise<Value> => new Promise<Value>(() => undefined);

const notInScene = (): never => {
  throw new AppError("internal", { details: { what: "not in this scene" } });
};

/** A job that stays as it is. */
function stillJob<Result>(update: TransferUpdate): Job<Result> {
  const nothing = (): void => undefined;
  return { update: still(update), result: never<Result>(), pause: nothing, resume: nothing };
}

export function stillSend(update: TransferUpdate): SendJob {
  return {
    ...stillJob(update),
    continueWith: () => undefined,
    cancel: () => Promise.resolve([]),
  };
}

export function stillRestore(update: TransferUpdate): RestoreJob {
  return { ...stillJob(update), cancel: () => Promise.resolve() };
}

/** What a scene does not script fails loudly. */
export function scriptTransfers(script: Partial<Transfers>): Transfers {
  return {
    config: notInScene,
    inspect: (picked) =>
      Promise.resolve({
        summary: { fileCount: picked.files.length, totalBytes: 0, roots: [] },
        renamed: [],
      }),
    send: notInScene,
    unfinished: () => Promise.resolve([]),
    keepable: () => Promise.resolve(undefined),
    takeKept: () => Promise.resolve(),
    goOn: notInScene,
    discard: notInScene,
    readIndex: () =>
      Promise.resolve({ code: "A", gateway: "https://porter.example.co.jp", isForeign: false }),
    open: notInScene,
    close: () => undefined,
    restore: notInScene,
    sent: () => Promise.resolve([]),
    readSent: notInScene,
    extend: notInScene,
    recall: notInScene,
    owns: () => Promise.resolve(false),
    adopt: notInScene,
    forget: notInScene,
    ownerKeys: () => Promise.resolve([]),
    exportOwnerKey: notInScene,
    importOwnerKey: notInScene,
    storage: () =>
      Promise.resolve({ usedBytes: 0, quotaBytes: 1e10, leftoverBytes: 0, canKeep: true }),
    cleanUp: () => Promise.resolve(0),
    stop: () => undefined,
    ...script,
  };
}
