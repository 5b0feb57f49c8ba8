/** From files to an index: what the send screen shows once the button was pressed. */
import type { AppError } from "../../core/errors";
import type {
  GoOnRequest,
  Live,
  SendJob,
  SendRequest,
  SendResult,
  Transfers,
  UnfinishedSend,
} from "../../platform/browser/transfers";
import { createViewCell } from "./view-cell";

export type SendView =
  | {
      readonly step: "compose";
      readonly problem?: AppError;
      /** After a cancel: the storage locations at which fragments are left. */
      readonly leftAt?: readonly string[];
    }
  | {
      readonly step: "running";
      readonly job: SendJob;
      readonly route: number;
      readonly from: SendRequest["from"];
    }
  | { readonly step: "done"; readonly result: SendResult; readonly from: SendRequest["from"] };

export interface SendFlow {
  readonly view: Live<SendView>;
  readonly unfinished: Live<readonly UnfinishedSend[]>;
  send(request: SendRequest): void;
  /** To be called in a click: the browser may ask whether the page may read the files again. */
  goOn(unfinished: UnfinishedSend, request: Omit<GoOnRequest, "id">): void;
  /** Gives the running send up and has removed what it stored. */
  cancel(job: SendJob): void;
  discard(id: string): void;
  startOver(): void;
  /** Looks again for sends that were broken off. */
  refresh(): void;
}

export function createSendFlow(transfers: Transfers): SendFlow {
  const view = createViewCell<SendView>({ step: "compose" });
  const unfinished = createViewCell<readonly UnfinishedSend[]>([]);
  const refresh = (): void => {
    unfinished.follow(
      () => transfers.unfinished(),
      () => [],
    );
  };
  const run = (job: SendJob, route: number, from: SendRequest["from"]): void => {
    const running: SendView = { step: "running", job, route, from };
    view.show(running);
    view.follow(
      async () => ({ step: "done", result: await job.result, from }),
      // A cancel is told by `cancel` below, which knows what is left.
      (problem) => (problem.code === "cancelled" ? running : { step: "compose", problem }),
    );
    job.result.then(refresh, refresh);
  };
  return {
    view,
    unfinished,
    refresh,
    send(request) {
      run(transfers.send(request), request.route, request.from);
    },
    goOn({ id, route }, request) {
      run(transfers.goOn({ id, ...request }), route, undefined);
    },
    cancel(job) {
      view.follow(
        async () => {
          const outcomes = await job.cancel();
          const leftAt = outcomes.filter(({ done }) => !done).map(({ storeId }) => storeId);
          return { step: "compose", leftAt };
        },
        (problem) => ({ step: "compose", problem }),
      );
    },
    discard(id) {
      transfers.discard(id).then(refresh, refresh);
    },
    startOver() {
      view.show({ step: "compose" });
      refresh();
    },
  };
}
