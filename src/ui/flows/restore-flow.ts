/** From an index to restored files, step by step: what the restore screen shows. */
import { toAppError, type AppError } from "../../core/errors";
import type {
  FoundIndexLine,
  Live,
  OpenedCard,
  RestoreJob,
  RestoreResult,
  RestoreTarget,
  Transfers,
} from "../../platform/browser/transfers";
import { createViewCell } from "./view-cell";

export interface RestoreOrder {
  /** A file, or a folder with all that is in it; everything without it. */
  readonly only?: string;
  readonly to: RestoreTarget;
}

export type RestoreView =
  | { readonly step: "start"; readonly problem?: AppError }
  | { readonly step: "foreign"; readonly index: FoundIndexLine }
  | { readonly step: "opening" }
  | {
      readonly step: "passphrase";
      readonly index: FoundIndexLine;
      readonly isWrong: boolean;
      readonly isBusy: boolean;
    }
  | {
      readonly step: "card";
      readonly card: OpenedCard;
      /** Why the last restore failed, and what had been asked for. */
      readonly failure?: { readonly problem: AppError; readonly order: RestoreOrder };
    }
  | {
      readonly step: "running";
      readonly card: OpenedCard;
      readonly job: RestoreJob;
      readonly order: RestoreOrder;
    }
  | {
      readonly step: "done";
      readonly card: OpenedCard;
      readonly result: RestoreResult;
      readonly order: RestoreOrder;
    };

export interface RestoreFlow {
  readonly view: Live<RestoreView>;
  /** Reads an index file or line. Another gateway than the page's own is not contacted yet. */
  read(source: string | Blob): void;
  open(index: FoundIndexLine, passphrase?: string): void;
  restore(card: OpenedCard, order: RestoreOrder): void;
  backToCard(card: OpenedCard): void;
  startOver(): void;
  /** Opens what could not be opened for want of a sign-in: the address bar has it no more. */
  goOnSignedIn(): void;
}

async function openNow(
  transfers: Transfers,
  index: FoundIndexLine,
  passphrase?: string,
): Promise<RestoreView> {
  try {
    const card = await transfers.open({ index, ...(passphrase !== undefined && { passphrase }) });
    return { step: "card", card };
  } catch (error) {
    const problem = toAppError(error);
    const isWrong = problem.code === "passphrase-wrong";
    if (!isWrong && problem.code !== "passphrase-needed") throw problem;
    return { step: "passphrase", index, isWrong, isBusy: false };
  }
}

async function readNow(transfers: Transfers, source: string | Blob): Promise<RestoreView> {
  const index = await transfers.readIndex(source);
  return index.isForeign ? { step: "foreign", index } : openNow(transfers, index);
}

/** What could not be opened for want of a sign-in. */
function createUnopened() {
  let again: (() => void) | undefined;
  return {
    again: () => again?.(),
    forget() {
      again = undefined;
    },
    backToStart:
      (retry: () => void) =>
      (problem: AppError): RestoreView => {
        again = problem.code === "sign-in-needed" ? retry : undefined;
        return { step: "start", problem };
      },
  };
}

export function createRestoreFlow(transfers: Transfers): RestoreFlow {
  const view = createViewCell<RestoreView>({ step: "start" });
  const unopened = createUnopened();
  const { backToStart } = unopened;
  const flow: RestoreFlow = {
    view,
    read(source) {
      view.show({ step: "opening" });
      view.follow(
        () => readNow(transfers, source),
        backToStart(() => {
          flow.read(source);
        }),
      );
    },
    open(index, passphrase) {
      view.show(
        passphrase === undefined
          ? { step: "opening" }
          : { step: "passphrase", index, isWrong: false, isBusy: true },
      );
      view.follow(
        () => openNow(transfers, index, passphrase),
        backToStart(() => {
          flow.open(index, passphrase);
        }),
      );
    },
    restore(card, order) {
      const job = transfers.restore({ card, ...order });
      view.show({ step: "running", card, job, order });
      view.follow(
        async () => ({ step: "done", card, order, result: await job.result }),
        (problem) => ({ step: "card", card, failure: { problem, order } }),
      );
    },
    backToCard(card) {
      view.show({ step: "card", card });
    },
    startOver() {
      if ("card" in view.current) transfers.close(view.current.card);
      unopened.forget();
      view.show({ step: "start" });
    },
    goOnSignedIn() {
      if (view.current.step === "start") unopened.again();
    },
  };
  return flow;
}
